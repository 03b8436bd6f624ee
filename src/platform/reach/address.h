// Addresses of the internet and the networks that hold them, as plain numbers.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace tsuke::reach {

// 4 or 16 bytes. An IPv4 address that is written as an IPv6 one ("::ffff:192.0.2.9") is the IPv4 address.
struct Address {
  bool is_v4 = false;
  std::array<std::uint8_t, 16> bytes{};  // of IPv4 the first four

  // "192.0.2.9", "2001:db8::9", "fe80::1%eth0"; no other way to write one.
  static std::optional<Address> parse(std::string_view text);
  friend bool operator==(const Address&, const Address&) = default;
};

// network = address [ "/" bits ]
struct Network {
  Address first;
  int bits = 0;

  // Fails with malformed ("bad-network"), also when the address has bits beyond those of the network.
  static Result<Network> parse(std::string_view text);
  bool holds(const Address& address) const;
  bool holds(const Network& other) const { return other.bits >= bits && holds(other.first); }
};

}  // namespace tsuke::reach
