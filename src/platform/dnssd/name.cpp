#include <algorithm>
#include <cctype>

#include "platform/dnssd/dnssd.h"

namespace tsuke::dnssd {
namespace {

constexpr std::string_view scheme = "dnssd://";
constexpr std::string_view hex_digits = "0123456789ABCDEF";

// By bytes: the character classes of <cctype> depend on the machine's language.
bool is_plain(unsigned char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '~';
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const unsigned char c : text) {
    if (is_plain(c)) {
      out.push_back(static_cast<char>(c));
      continue;
    }
    out.append({'%', hex_digits[c >> 4], hex_digits[c & 15]});
  }
  return out;
}

int hex_value(char c) {
  const auto at = hex_digits.find(static_cast<char>(std::toupper(static_cast<unsigned char>(c))));
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

// Empty on a bad escape.
std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      out.push_back(text[at]);
      continue;
    }
    if (at + 2 >= text.size() || hex_value(text[at + 1]) < 0 || hex_value(text[at + 2]) < 0) return {};
    out.push_back(static_cast<char>(hex_value(text[at + 1]) * 16 + hex_value(text[at + 2])));
    at += 2;
  }
  return out;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

}  // namespace

bool is_uri(std::string_view uri) { return uri.starts_with(scheme); }

std::string to_uri(const Name& name) {
  return std::string(scheme) + escaped(name.instance) + "." + name.type + "." + name.domain + "/";
}

Result<Name> parse_uri(std::string_view uri) {
  const Error wrong{Reason::malformed, "bad-uri",
                    "the name must look like dnssd://Office%20Printer._ipp._tcp.local/: " + std::string(uri)};
  if (!is_uri(uri)) return wrong;
  std::string_view host = uri.substr(scheme.size());
  host = host.substr(0, host.find('/'));
  for (const std::string_view type : {"_ipp._tcp", "_ipps._tcp"}) {
    const std::string mark = "." + std::string(type) + ".";
    const auto at = host.find(mark);
    if (at == std::string_view::npos) continue;
    Name name{unescaped(host.substr(0, at)), std::string(type), std::string(host.substr(at + mark.size()))};
    while (name.domain.ends_with('.')) name.domain.pop_back();
    if (name.instance.empty() || name.instance.size() > 63 || name.domain.empty()) return wrong;
    return name;
  }
  return wrong;
}

std::string Found::fact(std::string_view key) const {
  const auto is_it = [wanted = lower(key)](const auto& fact) { return lower(fact.first) == wanted; };
  const auto at = std::find_if(facts.begin(), facts.end(), is_it);
  return at == facts.end() ? std::string{} : at->second;
}

std::string Found::ipp_uri() const {
  std::string path = fact("rp");
  while (path.starts_with('/')) path.erase(0, 1);
  const std::string host = address.find(':') == std::string::npos ? address : "[" + address + "]";
  return (name.type == "_ipps._tcp" ? "ipps://" : "ipp://") + host + ":" + std::to_string(port) + "/" + path;
}

}  // namespace tsuke::dnssd
