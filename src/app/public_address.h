// Where clients find the service, as the configuration says it.
#pragma once

#include <string>

#include "app/config.h"
#include "base/result.h"

namespace tsuke::app {

struct PublicAddress {
  std::string host;         // "print.example.com:8631"; empty: as each client says
  bool tls_before = false;  // clients speak TLS, with a proxy before us
};
// Fails with malformed ("bad-public-url": no http or https, a path, a name that is none, or both options given).
Result<PublicAddress> public_address(const Config& config);

}  // namespace tsuke::app
