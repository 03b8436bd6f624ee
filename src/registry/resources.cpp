#include "registry/resources.h"

#include <algorithm>

#include "registry/lookup.h"
#include "registry/resource_rows.h"
#include "registry/system.h"
#include "registry/text.h"
#include "registry/uuid.h"
#include "registry/words.h"

namespace tsuke::registry {

namespace {

constexpr Duration ended_ones_kept = hours(24);
constexpr std::size_t characters_max = 127, language_letters_max = 63;

constexpr store::Query insert_resource{"insert_resource", R"sql(
    INSERT INTO resource (id, number, provider_id, uuid, type, name, info, language, string_version, format, location,
                          size_bytes, state, message, cancel_asked, created_at, installed_at, ended_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', '', 0, 'pending', '', 0, $10, 0, 0))sql"};
constexpr store::Query last_resource_number{"last_resource_number", "SELECT MAX(number) FROM resource"};
// The last number stays in its row, so that it is not given out again.
constexpr store::Query forget_ended_resources{"forget_ended_resources", R"sql(
    DELETE FROM resource
     WHERE ended_at > 0 AND ended_at < $1 AND number < (SELECT MAX(number) FROM resource)
       AND NOT EXISTS (SELECT 1 FROM resource_use u WHERE u.resource_id = resource.id))sql"};
constexpr store::Query select_resources{"select_resources", RESOURCE_SELECT "ORDER BY r.number"};
constexpr store::Query select_resource{"select_resource", RESOURCE_SELECT "WHERE r.number = $1"};
constexpr store::Query select_resource_by_uuid{"select_resource_by_uuid", RESOURCE_SELECT "WHERE r.uuid = $1"};
constexpr store::Query select_resources_of{"select_resources_of",
                                           RESOURCE_SELECT "WHERE r.provider_id = $1 ORDER BY r.number"};
constexpr store::Query select_resources_of_system{"select_resources_of_system",
                                                  RESOURCE_SELECT "WHERE r.provider_id IS NULL ORDER BY r.number"};
constexpr store::Query select_live_resource_data{"select_live_resource_data",
                                                 "SELECT location FROM resource WHERE location <> ''"};

Error bad_resource(std::string what) { return {Reason::malformed, "bad-resource", std::move(what)}; }

Result<std::string> checked_label(const std::string& text, std::string_view field) {
  const std::string clean = TRY(checked_text(text, "bad-resource", field));
  if (count_characters(clean) > characters_max)
    return bad_resource("write " + std::string(field) + " with at most 127 characters");
  return clean;
}

bool is_language(const std::string& text) {
  return text.size() <= language_letters_max && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

bool is_known_type(const std::string& type) {
  return std::find(std::begin(resource_types), std::end(resource_types), type) != std::end(resource_types);
}

Result<Resource> checked(Resource wished) {
  if (!is_known_type(wished.type)) return bad_resource("this system has no resources of that type");
  wished.name = TRY(checked_label(wished.name, "the name"));
  if (!wished.info.empty()) wished.info = TRY(checked_label(wished.info, "the description"));
  if (!wished.string_version.empty()) wished.string_version = TRY(checked_label(wished.string_version, "the version"));
  if (!is_language(wished.language)) return bad_resource("give the language as in en or pt-br");
  return wished;
}

Result<void> check_room(store::Reader& in, ProviderId provider) {
  const auto owned = TRY(resources_of(in, provider));
  const auto live = std::count_if(owned.begin(), owned.end(), [](const Resource& r) { return !has_ended(r); });
  if (live < resources_max) return {};
  return Error{Reason::limit_reached, "too-many-resources",
               "cancel a resource first: these are as many as there may be"};
}

Error bad_state(const Resource& resource) {
  return {Reason::conflict, "bad-resource-state", "the resource is " + std::string(to_string(resource.state))};
}

}  // namespace

Result<Resource> create_resource(store::Transaction& in, const Resource& wished, Instant now) {
  const Resource made = TRY(checked(wished));
  TRY(in.run(forget_ended_resources, {now - ended_ones_kept}));
  TRY(check_room(in, made.provider));
  const auto number = static_cast<int>(TRY(in.integer(last_resource_number, {})).value_or(0)) + 1;
  TRY(in.change(insert_resource, {new_id<ResourceId>(), number, made.provider, new_uuid(), made.type, made.name,
                                  made.info, made.language, made.string_version, now}));
  const Resource created = TRY(resource(in, number));
  publish_resource_event(in, created, "resource-created");
  return created;
}

Result<Resource> resource(store::Reader& in, int number) {
  return must_find(in.find<Resource>(select_resource, {number}, make_resource), "resource");
}

Result<std::optional<Resource>> resource_by_uuid(store::Reader& in, std::string_view uuid) {
  return in.find<Resource>(select_resource_by_uuid, {uuid}, make_resource);
}

Result<std::vector<Resource>> resources(store::Reader& in) {
  return in.list<Resource>(select_resources, {}, make_resource);
}

Result<std::vector<Resource>> resources_of(store::Reader& in, ProviderId provider) {
  if (!provider.exists()) return in.list<Resource>(select_resources_of_system, {}, make_resource);
  return in.list<Resource>(select_resources_of, {provider}, make_resource);
}

Result<Resource> give_resource_data(store::Transaction& in, int number, const ResourceData& data, Instant now) {
  Resource changed = TRY(resource(in, number));
  if (changed.state != ResourceState::pending || changed.cancel_asked) return bad_state(changed);
  changed.format = data.format;
  changed.location = data.location;
  changed.size_bytes = data.size_bytes;
  changed.state = ResourceState::available;
  TRY(save_resource(in, changed));
  publish_resource_event(in, changed, "resource-state-changed");
  TRY(note_configuration(in, now));
  return changed;
}

Result<void> abort_resource(store::Transaction& in, int number, const std::string& message, Instant now) {
  Resource changed = TRY(resource(in, number));
  if (changed.state != ResourceState::pending) return bad_state(changed);
  changed.state = ResourceState::aborted;
  changed.message = message;
  changed.ended_at = now;
  TRY(save_resource(in, changed));
  publish_resource_event(in, changed, "resource-state-changed");
  return {};
}

Result<Resource> install_resource(store::Transaction& in, int number, Instant now) {
  Resource changed = TRY(resource(in, number));
  if (changed.state == ResourceState::installed) return changed;
  if (changed.state != ResourceState::available) return bad_state(changed);
  changed.state = ResourceState::installed;
  changed.installed_at = now;
  TRY(save_resource(in, changed));
  publish_resource_event(in, changed, "resource-installed");
  TRY(note_configuration(in, now));
  return changed;
}

Result<Resource> change_resource(store::Transaction& in, int number, const ResourceChange& change) {
  Resource changed = TRY(resource(in, number));
  if (has_ended(changed)) return bad_state(changed);
  if (change.name) changed.name = *change.name;
  if (change.info) changed.info = *change.info;
  if (change.string_version) changed.string_version = *change.string_version;
  changed = TRY(checked(changed));
  TRY(save_resource(in, changed));
  publish_resource_event(in, changed, "resource-config-changed");
  return changed;
}

Result<std::vector<std::string>> live_resource_data(store::Reader& in) {
  return in.list<std::string>(select_live_resource_data, {}, [](const store::Row& row) { return row.text(0); });
}

}  // namespace tsuke::registry
