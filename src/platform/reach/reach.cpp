#include "platform/reach/reach.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>

namespace tsuke::reach {
namespace {

constexpr int ipp_port = 631;
constexpr std::size_t uri_letters_max = 1023, host_letters_max = 253;

// Where a printer of somebody's network never is, and where the service's own neighbours are.
const std::vector<Network>& special_networks() {
  static const std::vector<Network> all = [] {
    std::vector<Network> parsed;
    for (const char* text : {"0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4", "::/96",
                             "fe80::/10", "fec0::/10", "ff00::/8", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16"})
      parsed.push_back(Network::parse(text).take());
    return parsed;
  }();
  return all;
}

Error off() {
  return {Reason::not_permitted, "direct-mode-off",
          "This service prints to no printer by itself. Ask its operator to allow the printer's network."};
}
Error bad_uri(std::string_view what) { return {Reason::malformed, "bad-printer-uri", std::string(what)}; }

struct Parts {
  std::string host;
  int port = ipp_port;
  bool bracketed = false;
};

std::string in_small_letters(std::string_view text) {
  std::string small(text);
  for (char& c : small) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return small;
}

std::optional<int> port_in(std::string_view text) {
  int port = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), port);
  if (text.empty() || read.ec != std::errc{} || read.ptr != text.data() + text.size()) return {};
  if (port < 1 || port > 65535) return {};
  return port;
}

// uri = ( "ipp" / "ipps" ) "://" host [ ":" port ] [ "/" path ]; no user, query or fragment
Result<Parts> parts_of(std::string_view uri) {
  const Error wrong = bad_uri("give the printer's address as ipp://host/ipp/print or ipps://host/ipp/print");
  if (uri.size() > uri_letters_max) return wrong;
  for (const char c : uri)
    if (c <= 0x20 || c >= 0x7F || std::string_view("@?#\\<>\"").find(c) != std::string_view::npos) return wrong;
  const std::size_t colon = uri.find("://");
  if (colon == std::string_view::npos) return wrong;
  const std::string scheme = in_small_letters(uri.substr(0, colon));
  if (scheme != "ipp" && scheme != "ipps") return wrong;
  const std::string_view rest = uri.substr(colon + 3), authority = rest.substr(0, rest.find('/'));
  Parts parts;
  parts.bracketed = authority.starts_with('[');
  const std::size_t end = parts.bracketed ? authority.find(']') : authority.find(':');
  if (parts.bracketed && end == std::string_view::npos) return wrong;
  parts.host = authority.substr(parts.bracketed, parts.bracketed ? end - 1 : end);
  const std::string_view after = end == std::string_view::npos ? "" : authority.substr(end + parts.bracketed);
  if (parts.host.empty() || parts.host.size() > host_letters_max) return wrong;
  if (after.empty()) return parts;
  const auto port = after.starts_with(':') ? port_in(after.substr(1)) : std::nullopt;
  if (!port) return bad_uri("the port of the printer's address is a number from 1 to 65535");
  parts.port = *port;
  return parts;
}

bool is_name(std::string_view host) {
  return std::all_of(host.begin(), host.end(),
                     [](unsigned char c) { return std::isalnum(c) || c == '-' || c == '.' || c == '_'; });
}

// "2130706433", "0x7f.1": system calls take these for addresses, too.
bool ends_in_a_number(std::string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  const std::string_view last = host.substr(host.rfind('.') + 1);
  return !last.empty() && std::isdigit(static_cast<unsigned char>(last.front()));
}

}  // namespace

Result<Reach::Ports> Reach::parse_ports(std::string_view text) {
  const std::size_t dash = text.find('-');
  const auto first = port_in(text.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : port_in(text.substr(dash + 1));
  if (!first || !last || *first > *last)
    return Error{Reason::malformed, "bad-port", "write ports as 631 or 8000-8010: " + std::string(text)};
  return Ports{*first, *last};
}

Result<Reach> Reach::create(const std::vector<std::string>& networks, const std::vector<std::string>& ports) {
  Reach reach;
  for (const std::string& text : networks) reach.networks_.push_back(TRY(Network::parse(text)));
  for (const std::string& text : ports) reach.ports_.push_back(TRY(parse_ports(text)));
  if (ports.empty()) reach.ports_.push_back({ipp_port, ipp_port});
  return reach;
}

Result<void> Reach::check_uri(std::string_view uri) const {
  if (is_off()) return off();
  const Parts parts = TRY(parts_of(uri));
  TRY(check_port(parts.port));
  const auto address = Address::parse(parts.host);
  const bool v6_fits = address && parts.host.find('%') == std::string::npos;
  if (parts.bracketed && !v6_fits) return bad_uri("what stands in brackets is an IPv6 address");
  if (parts.bracketed || (address && address->is_v4 && parts.host.find(':') == std::string::npos))
    return check_address(parts.host, parts.port);
  if (!is_name(parts.host)) return bad_uri("the host of the printer's address is a name or an IP address");
  if (ends_in_a_number(parts.host)) return bad_uri("write an IPv4 address as four numbers: 192.168.10.9");
  return {};
}

Result<void> Reach::check_port(int port) const {
  for (const Ports& allowed : ports_)
    if (port >= allowed.first && port <= allowed.last) return {};
  return Error{Reason::not_permitted, "port-not-allowed",
               "This service may not connect to port " + std::to_string(port) +
                   ". Use an address with port 631, or ask the operator to allow this port."};
}

Result<void> Reach::check_address(std::string_view text, int port) const {
  // The address is not said: nobody is to learn here what a name means inside the operator's network.
  const Error refused{Reason::not_permitted, "address-not-allowed",
                      "This address is in no network where the service may print. Ask its operator to allow the "
                      "printer's network."};
  if (is_off()) return off();
  TRY(check_port(port));
  const auto address = Address::parse(text);
  if (!address) return refused;
  const auto& specials = special_networks();
  const auto kind = std::find_if(specials.begin(), specials.end(), [&](auto& each) { return each.holds(*address); });
  for (const Network& network : networks_)
    if (network.holds(*address) && (kind == specials.end() || kind->holds(network))) return {};
  return refused;
}

}  // namespace tsuke::reach
