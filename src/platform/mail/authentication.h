// What the receiving mail server found out about a message's sender: Authentication-Results (RFC 8601).
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tsuke::mail {

struct AuthenticationResult {
  std::string method;                                           // "dmarc", "dkim", "spf"
  std::string result;                                           // "pass"
  std::vector<std::pair<std::string, std::string>> properties;  // "header.from": "example.com"
  std::string_view property(std::string_view name) const;       // of the first such; empty when there is none
};
struct AuthenticationResults {
  std::string authserv_id;  // who says so
  std::vector<AuthenticationResult> results;
};
// A field's value; what cannot be read is left out. Names, results and ids in small letters.
AuthenticationResults parse_authentication_results(std::string_view field);

// Whether the server that calls itself `authserv_id` vouches that this domain sent the message. DMARC, where it was
// looked at, decides: pass for this domain in every field of that server. Else a DKIM signature of exactly this domain,
// or SPF for exactly this domain, must have passed. An empty id vouches for nothing.
//
// Whoever writes a message can write such fields. The server must take away those that bear its own id before it adds
// its own; that a contradiction between them counts against the message is a second lock, not the first.
bool is_authenticated(const std::vector<std::string_view>& fields, std::string_view authserv_id,
                      std::string_view from_domain);

}  // namespace tsuke::mail
