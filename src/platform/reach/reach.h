// Where the service may connect to on the word of one of its users: nowhere, until the operator allows networks.
//
// An address of a special kind (this machine itself, link-local, multicast, a translator's) is allowed only by a
// network that lies wholly within its kind: 0.0.0.0/0 does not open 127.0.0.1, and 127.0.0.1/32 does.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "platform/reach/address.h"

namespace tsuke::reach {

class Reach {
 public:
  Reach() = default;  // nowhere
  // Networks as in Network::parse; ports as "631" or "8000-8010", none: 631 alone. Fails with malformed ("bad-network",
  // "bad-port").
  static Result<Reach> create(const std::vector<std::string>& networks, const std::vector<std::string>& ports);

  bool is_off() const { return networks_.empty(); }

  // What a user gave: ipp://host[:port]/path or ipps://…, at an allowed port, and at an allowed address unless the host
  // is a name. Fails with malformed ("bad-printer-uri"), not_permitted (as below).
  Result<void> check_uri(std::string_view uri) const;
  // Each address that a connection would go to, in figures. Fails with not_permitted ("address-not-allowed",
  // "port-not-allowed", "direct-mode-off").
  Result<void> check_address(std::string_view address, int port) const;

 private:
  struct Ports {
    int first = 0, last = 0;
  };
  static Result<Ports> parse_ports(std::string_view text);
  Result<void> check_port(int port) const;

  std::vector<Network> networks_;
  std::vector<Ports> ports_;
};

}  // namespace tsuke::reach
