// What we announce to the local network by DNS-SD (RFC 6763), through the avahi daemon of this machine.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "platform/dnssd/dnssd.h"

namespace tsuke::dnssd {

struct Announced {
  Name name;                          // when it is taken, the daemon's next: "Printer #2"
  std::vector<std::string> subtypes;  // "_universal": for those who browse for these alone
  std::string host;                   // a DNS name; it need not be this machine's
  int port = 0;
  std::vector<std::pair<std::string, std::string>> facts;  // the TXT record, in this order
};

// Announces until it ends, on a thread of its own: also to a daemon that starts later, or starts anew. What the daemon
// refuses is logged.
class Announcer {
 public:
  // Fails with unavailable ("no-dns-sd-daemon") when there is no D-Bus to wait for a daemon on.
  static Result<std::unique_ptr<Announcer>> start(std::vector<Announced> services);
  virtual ~Announcer() = default;
};

}  // namespace tsuke::dnssd
