#include "registry/system.h"

#include <algorithm>
#include <cassert>

#include "base/json.h"
#include "registry/system_events.h"
#include "registry/text.h"
#include "registry/uuid.h"

namespace tsuke::registry {

namespace {

constexpr std::size_t characters_max = 127;

constexpr store::Query select_system{"select_system", R"sql(
    SELECT uuid, texts, config_changes, config_changed_at, state_changed_at FROM system_service WHERE id = 1)sql"};
constexpr store::Query insert_system{"insert_system", R"sql(
    INSERT INTO system_service (id, uuid, texts, config_changes, config_changed_at, state_changed_at)
    VALUES (1, $1, '{}', 0, $2, $2))sql"};
constexpr store::Query update_system_texts{"update_system_texts", "UPDATE system_service SET texts = $1 WHERE id = 1"};
constexpr store::Query count_configuration{"count_configuration", R"sql(
    UPDATE system_service SET config_changes = config_changes + 1, config_changed_at = $1 WHERE id = 1)sql"};
constexpr store::Query update_system_state{"update_system_state",
                                           "UPDATE system_service SET state_changed_at = $1 WHERE id = 1"};

// The member of the row's JSON for each text.
struct Text {
  const char* name;
  std::string System::* value;
  std::optional<std::string> SystemChange::* change;
};
constexpr Text texts[] = {
    {"name", &System::name, &SystemChange::name},
    {"info", &System::info, &SystemChange::info},
    {"location", &System::location, &SystemChange::location},
    {"geo-location", &System::geo_location, &SystemChange::geo_location},
    {"contact-name", &System::contact_name, &SystemChange::contact_name},
    {"contact-uri", &System::contact_uri, &SystemChange::contact_uri},
    {"owner-name", &System::owner_name, &SystemChange::owner_name},
    {"message", &System::message, &SystemChange::message},
};

System make_system(const store::Row& row) {
  System system;
  system.uuid = row.text(0);
  const Result<Json> said = Json::parse(row.text(1));
  assert(said.ok());
  for (const Text& text : texts)
    if (said.value().has(text.name)) system.*text.value = said.value()[text.name].text();
  system.config_changes = row.integer(2);
  system.config_changed_at = row.instant(3);
  system.state_changed_at = row.instant(4);
  return system;
}

Result<std::string> checked(const Text& text, const std::string& wished) {
  if (wished.empty()) return System{}.*text.value;
  const std::string clean = TRY(checked_text(wished, "bad-system-attribute", std::string("the ") + text.name));
  if (count_characters(clean) > characters_max)
    return Error{Reason::malformed, "bad-system-attribute", "write at most 127 characters"};
  if (text.value == &System::geo_location && !is_geo_uri(clean))
    return Error{Reason::malformed, "bad-system-attribute", "give the place as a geo URI: geo:35.68,139.77"};
  return clean;
}

bool is_decimal(std::string_view number) {
  if (number.starts_with('-')) number.remove_prefix(1);
  const auto is_part = [](char c) { return (c >= '0' && c <= '9') || c == '.'; };
  return !number.empty() && number.size() <= 24 && number.front() != '.' &&
         std::all_of(number.begin(), number.end(), is_part) && std::count(number.begin(), number.end(), '.') <= 1;
}

}  // namespace

bool is_geo_uri(std::string_view text) {
  constexpr std::string_view scheme = "geo:";
  if (!text.starts_with(scheme)) return false;
  text.remove_prefix(scheme.size());
  text = text.substr(0, text.find(';'));
  int numbers = 0;
  while (true) {
    const std::size_t comma = text.find(',');
    if (!is_decimal(text.substr(0, comma))) return false;
    ++numbers;
    if (comma == std::string_view::npos) break;
    text.remove_prefix(comma + 1);
  }
  return numbers == 2 || numbers == 3;
}

Result<std::optional<System>> find_system(store::Reader& in) { return in.find<System>(select_system, {}, make_system); }

Result<System> start_system(store::Transaction& in, Instant now) {
  if (auto known = TRY(find_system(in))) return *known;
  TRY(in.change(insert_system, {new_uuid(), now}));
  return *TRY(find_system(in));
}

Result<void> change_system(store::Transaction& in, const SystemChange& change, Instant now) {
  System system = TRY(start_system(in, now));
  Json said = Json::object();
  for (const Text& text : texts) {
    const auto& wished = change.*text.change;
    if (wished) system.*text.value = TRY(checked(text, *wished));
    said.set(text.name, system.*text.value);
  }
  TRY(in.run(update_system_texts, {said.dump()}));
  TRY(note_configuration(in, now));
  SystemEvent event;
  event.word = "system-config-changed";
  event.text = "the system's settings have changed";
  publish_system_event(in, event);
  return {};
}

Result<void> note_configuration(store::Transaction& in, Instant now) {
  TRY(start_system(in, now));
  return in.run(count_configuration, {now});
}

Result<void> note_system_state(store::Transaction& in, Instant now) {
  TRY(start_system(in, now));
  return in.run(update_system_state, {now});
}

}  // namespace tsuke::registry
