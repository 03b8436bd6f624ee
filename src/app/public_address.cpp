#include "app/public_address.h"

#include <algorithm>
#include <string_view>

namespace tsuke::app {

namespace {

bool is_host_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
         c == ':' || c == '[' || c == ']';
}

}  // namespace

Result<PublicAddress> public_address(const Config& config) {
  if (config.public_url.empty()) return PublicAddress{config.public_host, false};
  if (!config.public_host.empty())
    return Error{Reason::malformed, "bad-public-url", "give --public-url or --public-host, not both"};
  constexpr std::string_view secure = "https://", plain = "http://";
  std::string_view host = config.public_url;
  const bool is_secure = host.starts_with(secure);
  if (!is_secure && !host.starts_with(plain))
    return Error{Reason::malformed, "bad-public-url", "begin --public-url with https:// (or http://)"};
  host.remove_prefix(is_secure ? secure.size() : plain.size());
  if (host.ends_with('/')) host.remove_suffix(1);
  if (host.empty() || !std::all_of(host.begin(), host.end(), is_host_letter))
    return Error{Reason::malformed, "bad-public-url",
                 "give --public-url as a scheme and a host, perhaps a port: https://print.example.com"};
  return PublicAddress{std::string(host), is_secure};
}

}  // namespace tsuke::app
