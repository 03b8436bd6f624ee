// One look at the service's web side: name, connection, certificate, clock. No secret is sent.
#pragma once

#include <optional>
#include <string>

#include "base/time.h"

namespace tsuke::agent {

struct Probe {
  enum class Outcome { answered, name_unknown, unreachable, not_trusted, no_http };
  Outcome outcome = Outcome::unreachable;
  std::string what;                                // the library's own words, when it did not answer
  std::optional<Instant> valid_from, valid_until;  // of the server's certificate, also of one that is not trusted
  std::optional<Instant> date;                     // the server's Date header
};

// `url` is https://… or http://…. Takes at most 30 s.
Probe probe(const std::string& url, const std::string& ca_file);

}  // namespace tsuke::agent
