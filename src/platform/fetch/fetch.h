// One HTTP(S) request to a service elsewhere, and its whole answer.
#pragma once

#include <string>

#include "base/result.h"

namespace tsuke::fetch {

struct Request {
  std::string url;      // http:// or https://
  std::string body;     // JSON; empty: a GET
  std::string bearer;   // API token; empty: nobody
  std::string ca_file;  // PEM, beside or instead of the system's authorities; empty: those
};
struct Answer {
  long status = 0;
  std::string body;  // at most 1 MiB
};

// Blocks, half a minute at most; follows no redirect and no proxy. Fails with unavailable ("no-connection").
Result<Answer> send(const Request& request);

}  // namespace tsuke::fetch
