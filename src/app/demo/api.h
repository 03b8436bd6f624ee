// The demo speaks with the server as any program would: REST with a token, and the event stream as the signal that
// something moved.
#pragma once

#include <functional>
#include <string>

#include "base/json.h"
#include "base/result.h"
#include "base/time.h"
#include "platform/http/client.h"

namespace tsuke::app {

class Api {
 public:
  Api(int port, std::string token);

  struct Reply {
    int status = 0;
    Json body;
    bool ok() const { return status >= 200 && status < 300; }
  };
  // Fails with unavailable or malformed when there is no proper answer; a problem is an answer.
  Result<Reply> call(std::string_view method, const std::string& path, const Json& body = {});
  // The answer's body; a problem becomes an error with its code.
  Result<Json> get(const std::string& path);

  // Asks again after each event until it says true. Fails with unavailable ("demo-timeout") when that takes too long.
  Result<void> wait_until(const std::function<Result<bool>()>& true_at_last, Duration patience);

 private:
  http::Client::Fields fields() const;
  int port_;
  std::string token_;
  http::Client client_;
};

}  // namespace tsuke::app
