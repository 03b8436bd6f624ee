// The row of a resource, for those who read and write it.
#pragma once

#include "registry/resources.h"

namespace tsuke::registry {

#define RESOURCE_SELECT                                                                                  \
  "SELECT r.id, r.number, r.provider_id, r.uuid, r.type, r.name, r.info, r.language, r.string_version, " \
  "       r.format, r.location, r.size_bytes, r.state, r.message, r.cancel_asked, r.created_at, "        \
  "       r.installed_at, r.ended_at, (SELECT COUNT(*) FROM resource_use n WHERE n.resource_id = r.id) " \
  "FROM resource r "

Resource make_resource(const store::Row& row);
// Writes what changes in its life: name, info, version, data, state and times.
Result<void> save_resource(store::Transaction& in, const Resource& resource);
bool has_ended(const Resource& resource);
// "resource-created", … to those who may see it.
void publish_resource_event(store::Transaction& in, const Resource& resource, const std::string& word);

}  // namespace tsuke::registry
