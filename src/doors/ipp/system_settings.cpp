// Set-System-Attributes and what it takes (RFC 3380's manner): all of the request, or nothing of it.
#include <algorithm>

#include "doors/ipp/system_call.h"

namespace tsuke::ippdoor {
namespace {

using registry::SystemChange;

struct Settable {
  const char* name;
  std::optional<std::string> SystemChange::* member;
  bool taken_away = true;  // by a deletion: only what need not be there
};
constexpr Settable settable[] = {
    {"system-geo-location", &SystemChange::geo_location}, {"system-info", &SystemChange::info},
    {"system-location", &SystemChange::location},         {"system-message-from-operator", &SystemChange::message},
    {"system-name", &SystemChange::name, false},
};
constexpr const char* contact_col = "system-contact-col";
constexpr const char* owner_col = "system-owner-col";

const Settable* find_settable(const std::string& name) {
  const auto found =
      std::find_if(std::begin(settable), std::end(settable), [&](const Settable& known) { return name == known.name; });
  return found == std::end(settable) ? nullptr : found;
}

bool is_settable(const std::string& name) { return find_settable(name) || name == contact_col || name == owner_col; }

bool is_deletion(const ipp::Attribute& attribute) { return attribute.tag == ipp::Tag::delete_attribute; }

bool is_text(const ipp::Attribute& attribute) {
  using ipp::Tag;
  switch (attribute.tag) {
    case Tag::text:
    case Tag::name:
    case Tag::uri:
    case Tag::text_with_language:
    case Tag::name_with_language: return attribute.values.size() == 1;
    default: return false;
  }
}

// True when its value is one that can be set.
bool take_text(const ipp::Group& group, const ipp::Attribute& attribute, const Settable& into, SystemChange& change) {
  if (is_deletion(attribute)) {
    if (into.taken_away) change.*into.member = "";
    return into.taken_away;
  }
  if (!is_text(attribute)) return false;
  change.*into.member = group.text(attribute.name).value_or("");
  return true;
}

bool take_contact(const ipp::Group& group, const ipp::Attribute& attribute, SystemChange& change) {
  const bool is_owner = attribute.name == owner_col;
  if (is_deletion(attribute)) {
    if (is_owner) return false;
    change.contact_name = change.contact_uri = "";
    return true;
  }
  const ipp::Collection* members = group.collection(attribute.name);
  if (!members) return false;
  const ipp::Group inner{ipp::Tag::system, *members};
  for (const ipp::Attribute& member : *members)
    if (member.name != "contact-name" && (is_owner || member.name != "contact-uri")) return false;
  const auto name = inner.text("contact-name");
  if (is_owner) {
    change.owner_name = name;
    return name.has_value();
  }
  change.contact_name = name.value_or("");
  change.contact_uri = inner.text("contact-uri").value_or("");
  return !members->empty();
}

bool take(const ipp::Group& group, const ipp::Attribute& attribute, SystemChange& change) {
  const Settable* known = find_settable(attribute.name);
  return known ? take_text(group, attribute, *known, change) : take_contact(group, attribute, change);
}

}  // namespace

std::vector<std::string> settable_system_attributes() {
  std::vector<std::string> names{contact_col, owner_col};
  for (const Settable& known : settable) names.emplace_back(known.name);
  return names;
}

Task<http::Response> set_system_attributes(SystemCall& call) {
  const ipp::Group& group = call.request().group(ipp::Tag::system);
  if (group.attributes.empty()) co_return call.refuse(ipp::status::bad_request, "the system attributes are missing");
  std::vector<ipp::Attribute> fixed, wrong;
  SystemChange change;
  for (const ipp::Attribute& attribute : group.attributes) {
    if (!is_settable(attribute.name))
      fixed.push_back({attribute.name, ipp::Tag::not_settable, {std::monostate{}}});
    else if (!take(group, attribute, change))
      wrong.push_back(attribute);
  }
  if (!fixed.empty())
    co_return call.unsupported(ipp::status::attributes_not_settable, "these cannot be set", std::move(fixed));
  if (!wrong.empty())
    co_return call.unsupported(ipp::status::attributes_or_values_not_supported, "these values cannot be set",
                               std::move(wrong));
  std::function<Result<void>(store::Transaction&)> set = [change, now = call.service.now()](store::Transaction& in) {
    return registry::change_system(in, change, now);
  };
  const Result<void> done = co_await call.service.write_void(set);
  if (!done.ok() && done.error().reason == Reason::malformed)
    co_return call.refuse(ipp::status::attributes_or_values_not_supported, done.error().what);
  co_return done.ok() ? call.ok() : call.refuse(done.error());
}

// Free texts have no list of values: the out-of-band value admin-define says so (RFC 3380 §4.3).
Task<http::Response> get_system_supported_values(SystemCall& call) {
  const Requested asked(call.operation(), "system-description", {"all"});
  ipp::Message answer = call.answer();
  Picker put(asked, answer.add_group(ipp::Tag::system));
  for (const std::string& name : settable_system_attributes())
    put.add({name, ipp::Tag::admin_define, {std::monostate{}}});
  co_return to_http(answer);
}

}  // namespace tsuke::ippdoor
