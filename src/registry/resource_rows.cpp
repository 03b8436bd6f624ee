#include "registry/resource_rows.h"

#include "registry/system_events.h"
#include "registry/words.h"

namespace tsuke::registry {

namespace {

constexpr Word<ResourceState> state_words[] = {{ResourceState::pending, "pending"},
                                               {ResourceState::available, "available"},
                                               {ResourceState::installed, "installed"},
                                               {ResourceState::canceled, "canceled"},
                                               {ResourceState::aborted, "aborted"}};
constexpr int first_state = 3;  // IPP's resource-state begins with pending = 3

constexpr store::Query update_resource{"update_resource", R"sql(
    UPDATE resource
       SET name = $2, info = $3, string_version = $4, format = $5, location = $6, size_bytes = $7, state = $8,
           message = $9, cancel_asked = $10, installed_at = $11, ended_at = $12
     WHERE id = $1)sql"};

}  // namespace

std::string_view to_string(ResourceState state) { return word_of(state_words, state); }

Resource make_resource(const store::Row& row) {
  Resource resource;
  resource.id = row.id<ResourceId>(0);
  resource.number = static_cast<int>(row.integer(1));
  resource.provider = row.id<ProviderId>(2);
  resource.uuid = row.text(3);
  resource.type = row.text(4);
  resource.name = row.text(5);
  resource.info = row.text(6);
  resource.language = row.text(7);
  resource.string_version = row.text(8);
  resource.format = row.text(9);
  resource.location = row.text(10);
  resource.size_bytes = row.integer(11);
  resource.state = stored_value(state_words, row.text(12));
  resource.message = row.text(13);
  resource.cancel_asked = row.boolean(14);
  resource.created_at = row.instant(15);
  resource.installed_at = row.instant(16);
  resource.ended_at = row.instant(17);
  resource.uses = static_cast<int>(row.integer(18));
  return resource;
}

Result<void> save_resource(store::Transaction& in, const Resource& resource) {
  return in.run(update_resource, {resource.id, resource.name, resource.info, resource.string_version, resource.format,
                                  resource.location, resource.size_bytes, to_string(resource.state), resource.message,
                                  resource.cancel_asked, resource.installed_at, resource.ended_at});
}

bool has_ended(const Resource& resource) {
  return resource.state == ResourceState::canceled || resource.state == ResourceState::aborted;
}

void publish_resource_event(store::Transaction& in, const Resource& resource, const std::string& word) {
  SystemEvent event;
  event.word = word;
  event.provider = resource.provider;
  event.of_operator = !resource.provider.exists() && resource.installed_at == Instant{};
  event.resource = resource.number;
  event.resource_state = first_state + static_cast<int>(resource.state);
  event.text = "resource " + resource.name + ": " + word;
  publish_system_event(in, event);
}

}  // namespace tsuke::registry
