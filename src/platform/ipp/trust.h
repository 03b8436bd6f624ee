// Whether a TLS server is who its name says. libcups takes any certificate, so its chain is checked here.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace tsuke::ipp {

// `chain_der` is what the server sent, its own certificate first. Trusted are the authorities of `ca_file`, or the
// system's when that is empty. `host` is a name or an address. Fails with unavailable: "certificate-expired" and
// "certificate-not-yet-valid" name both dates, for the fault may be this machine's clock; else "server-not-trusted".
Result<void> check_server(const std::vector<std::string>& chain_der, const std::string& host,
                          const std::string& ca_file, Instant now);

}  // namespace tsuke::ipp
