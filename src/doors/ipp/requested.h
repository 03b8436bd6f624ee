// requested-attributes: names and group keywords, RFC 8011 §4.2.5.1 and §4.3.4.1.
#pragma once

#include <initializer_list>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "platform/ipp/message.h"

namespace tsuke::ippdoor {

// The group keyword that an attribute answers to, besides "all". `named_only` ones come only when asked for by name.
enum class Kind { description, job_template, named_only };

class Requested {
 public:
  // `fallback` stands for an absent requested-attributes. `description` is the group keyword of what is asked about:
  // "printer-description", "job-description", …
  Requested(const ipp::Group& operation, std::string_view description, std::initializer_list<const char*> fallback);

  bool wants(std::string_view name, Kind kind = Kind::description) const;
  bool wants_only(std::initializer_list<std::string_view> names) const;
  // The same words in the same order give the same key.
  const std::string& key() const { return key_; }

 private:
  void take(std::string_view word, std::string_view description);

  bool description_ = false, job_template_ = false;
  std::set<std::string, std::less<>> names_;
  std::string key_;
};

// Adds what was asked for.
class Picker {
 public:
  Picker(const Requested& asked, ipp::Group& into) : asked_(asked), into_(into) {}
  bool wants(std::string_view name, Kind kind = Kind::description) const { return asked_.wants(name, kind); }
  void add(ipp::Attribute attribute, Kind kind = Kind::description) {
    if (asked_.wants(attribute.name, kind)) into_.add(std::move(attribute));
  }

 private:
  const Requested& asked_;
  ipp::Group& into_;
};

}  // namespace tsuke::ippdoor
