#include "platform/reach/address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace tsuke::reach {
namespace {

constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

bool has_prefix(const Address& address, const Address& prefix, int bits) {
  for (int at = 0; at * 8 < bits; ++at) {
    const int left = std::min(bits - at * 8, 8);
    const int mask = 0xff00 >> left & 0xff;
    if ((address.bytes[at] & mask) != (prefix.bytes[at] & mask)) return false;
  }
  return true;
}

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || read.ec != std::errc{} || read.ptr != text.data() + text.size() || value < 0) return {};
  return value;
}

bool ends_after(const Address& address, int bits) {
  for (int bit = bits; bit < (address.is_v4 ? 32 : 128); ++bit)
    if (address.bytes[bit / 8] & 0x80 >> bit % 8) return false;
  return true;
}

Error bad_network(std::string_view text) {
  return {
      Reason::malformed, "bad-network",
      "write networks as 192.168.10.0/24 or fd00:10::/64, without bits beyond the network's own: " + std::string(text)};
}

}  // namespace

std::optional<Address> Address::parse(std::string_view text) {
  const std::string plain(text.substr(0, text.find('%')));
  Address address;
  if (plain.size() == text.size() && ::inet_pton(AF_INET, plain.c_str(), address.bytes.data()) == 1) {
    address.is_v4 = true;
    return address;
  }
  if (::inet_pton(AF_INET6, plain.c_str(), address.bytes.data()) != 1) return {};
  if (!std::equal(mapped.begin(), mapped.end(), address.bytes.begin())) return address;
  Address inner{true, {}};
  std::copy_n(address.bytes.begin() + mapped.size(), 4, inner.bytes.begin());
  return inner;
}

Result<Network> Network::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto first = Address::parse(text.substr(0, slash));
  if (!first || text.find('%') != std::string_view::npos) return bad_network(text);
  const int whole = first->is_v4 ? 32 : 128;
  const auto bits = slash == std::string_view::npos ? whole : number(text.substr(slash + 1));
  const bool written_as_v6 = text.find(':') != std::string_view::npos;
  if (!bits || *bits > whole || (first->is_v4 && written_as_v6) || !ends_after(*first, *bits)) return bad_network(text);
  return Network{*first, *bits};
}

bool Network::holds(const Address& address) const {
  return address.is_v4 == first.is_v4 && has_prefix(address, first, bits);
}

}  // namespace tsuke::reach
