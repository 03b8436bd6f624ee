// The head of a message or of one of its parts: fields, and what their values mean.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace tsuke::mail {

// Collects a head's lines. Folded lines are one again; what is no field is passed over.
class Head {
 public:
  static constexpr std::size_t bytes_max = 256 << 10;
  // Fails with too_large ("mail-head-too-large").
  Result<void> line(std::string_view line);

  std::string_view get(std::string_view name) const;               // of the first such field; empty when there is none
  std::vector<std::string_view> all(std::string_view name) const;  // in their order
  std::size_t count(std::string_view name) const { return all(name).size(); }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;  // names in small letters
  std::size_t bytes_ = 0;
};

// "text/plain; charset=utf-8": a value with parameters (RFC 2045 §5.1, RFC 2231). Value and names in small letters;
// parameters decoded to UTF-8, the parts of one that was cut put together.
struct Parameterised {
  std::string value;
  std::map<std::string, std::string, std::less<>> parameters;
  std::string_view parameter(std::string_view name) const;  // empty when absent
};
Parameterised parse_parameterised(std::string_view text);

// The one address of a From field (RFC 5322 §3.4), as it is written, without the name. Fails with malformed
// ("mail-bad-sender") for none, several, groups, and what is no plain address.
Result<std::string> one_address(std::string_view from);
std::string domain_of(std::string_view address);  // in small letters

}  // namespace tsuke::mail
