#include "doors/setup/queue_address.h"

#include <charconv>

namespace tsuke::doors {

namespace {

int web_port(bool secure) { return secure ? 443 : 80; }

int number_of(std::string_view digits) {
  int number = 0;
  const auto [end, wrong] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const bool whole = wrong == std::errc{} && end == digits.data() + digits.size();
  return whole && number > 0 && number < 65536 ? number : 0;
}

}  // namespace

QueueAddress QueueAddress::create(std::string_view host, bool secure, std::string secret) {
  QueueAddress address{std::string(host), web_port(secure), secure, std::move(secret)};
  const std::size_t colon = host.rfind(':');
  if (colon == std::string_view::npos || host.find(']', colon) != std::string_view::npos) return address;
  if (const int port = number_of(host.substr(colon + 1)); port != 0) address.port = port;
  address.host = host.substr(0, colon);
  return address;
}

std::string QueueAddress::ipp() const { return (secure ? "ipps://" : "ipp://") + host_and_port() + "/" + path(); }

std::string QueueAddress::http() const {
  const std::string where = port == web_port(secure) ? host : host_and_port();
  return (secure ? "https://" : "http://") + where + "/" + path();
}

std::string QueueAddress::bare_host() const {
  return host.starts_with('[') && host.ends_with(']') ? host.substr(1, host.size() - 2) : host;
}

}  // namespace tsuke::doors
