//   field    = authserv-id [version] ( ";" "none" / 1*( ";" method ["/" version] "=" result *( name "=" value ) ) )
//   name     = "reason" / ptype "." property
#include "platform/mail/authentication.h"

#include <algorithm>

#include "platform/mail/head.h"
#include "platform/mail/text.h"

namespace tsuke::mail {

namespace {

constexpr std::size_t results_max = 64;
constexpr std::size_t properties_max = 32;

// name = value; false at the end of one result, or where it cannot be read.
bool take_pair(Scanner& scanner, std::string& name, std::string& value) {
  scanner.skip();
  if (scanner.at_end() || scanner.next() == ';') return false;
  name = lower(scanner.word("=;"));
  if (!scanner.take('=')) return false;
  value = scanner.word(";");
  return true;
}

// A domain, or the domain of an address.
bool names_domain(std::string_view property, std::string_view domain) {
  return !property.empty() && domain_of(property) == domain;
}

bool vouches(const AuthenticationResult& found, std::string_view domain) {
  if (found.result != "pass") return false;
  if (found.method == "dkim") return names_domain(found.property("header.d"), domain);
  return found.method == "spf" && names_domain(found.property("smtp.mailfrom"), domain);
}

bool dmarc_passes(const AuthenticationResult& found, std::string_view domain) {
  const std::string_view from = found.property("header.from");
  return found.result == "pass" && (from.empty() || names_domain(from, domain));
}

}  // namespace

std::string_view AuthenticationResult::property(std::string_view name) const {
  const auto found = std::find_if(properties.begin(), properties.end(), [&](const auto& p) { return p.first == name; });
  return found == properties.end() ? std::string_view() : std::string_view(found->second);
}

AuthenticationResults parse_authentication_results(std::string_view field) {
  Scanner scanner(field);
  AuthenticationResults parsed;
  parsed.authserv_id = lower(scanner.word(";"));
  while (!scanner.at_end() && parsed.results.size() < results_max) {
    // A version after the id, or what could not be read.
    while (!scanner.at_end() && !scanner.take(';')) (void)scanner.word(";");
    AuthenticationResult result;
    if (!take_pair(scanner, result.method, result.result)) continue;
    result.method = result.method.substr(0, result.method.find('/'));
    result.result = lower(result.result);
    std::string name, value;
    while (result.properties.size() < properties_max && take_pair(scanner, name, value))
      result.properties.emplace_back(name, value);
    parsed.results.push_back(std::move(result));
  }
  return parsed;
}

bool is_authenticated(const std::vector<std::string_view>& fields, std::string_view authserv_id,
                      std::string_view from_domain) {
  const std::string id = lower(authserv_id);
  const std::string domain = lower(from_domain);
  if (id.empty() || domain.empty()) return false;
  bool dmarc_seen = false, dmarc_contradicts = false, vouched = false;
  for (const std::string_view field : fields) {
    const AuthenticationResults parsed = parse_authentication_results(field);
    if (parsed.authserv_id != id) continue;
    for (const AuthenticationResult& result : parsed.results) {
      const bool is_dmarc = result.method == "dmarc";
      dmarc_seen = dmarc_seen || is_dmarc;
      dmarc_contradicts = dmarc_contradicts || (is_dmarc && !dmarc_passes(result, domain));
      vouched = vouched || vouches(result, domain);
    }
  }
  return dmarc_seen ? !dmarc_contradicts : vouched;
}

}  // namespace tsuke::mail
