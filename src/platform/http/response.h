// How a response becomes bytes.
#pragma once

#include <string>
#include <string_view>

#include "platform/http/http.h"

namespace tsuke::http {

std::string_view phrase_of(int status);
// A problem of the protocol itself: RFC 9457, and the connection closes.
Response refusal_response(int status, std::string_view why);

struct Manner {
  bool head_only = false;  // the request was HEAD
  int minor_version = 1;   // of the request
  bool keep_alive = true;  // say so, or say close
};

// Sends the response whole. Fails with unavailable when the client is gone or the body's stream failed: the connection
// is then not to be used again.
Task<Result<void>> send_response(net::Stream& stream, Response& response, Manner manner, Duration write_silence);

}  // namespace tsuke::http
