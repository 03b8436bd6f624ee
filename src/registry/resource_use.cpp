// Which printers have which resources, and how a resource ends when the last of them lets go of it.
#include "registry/lookup.h"
#include "registry/resource_rows.h"
#include "registry/system.h"

namespace tsuke::registry {

namespace {

constexpr store::Query insert_use{"insert_use", R"sql(
    INSERT INTO resource_use (resource_id, purpose_id, printer_id)
    SELECT $1, $2, $3
     WHERE NOT EXISTS (SELECT 1 FROM resource_use
                        WHERE resource_id = $1 AND (purpose_id = $2 OR printer_id = $3)))sql"};
constexpr store::Query delete_use{"delete_use", R"sql(
    DELETE FROM resource_use WHERE resource_id = $1 AND (purpose_id = $2 OR printer_id = $3))sql"};
constexpr store::Query select_resources_at{"select_resources_at", RESOURCE_SELECT R"sql(
      JOIN resource_use u ON u.resource_id = r.id
     WHERE u.purpose_id = $1 OR u.printer_id = $2
     ORDER BY r.number)sql"};

// Ended, with its data's place taken from it.
Result<Cancelled> end(store::Transaction& in, Resource resource, Instant now) {
  const std::string freed = std::exchange(resource.location, {});
  resource.state = ResourceState::canceled;
  resource.ended_at = now;
  TRY(save_resource(in, resource));
  publish_resource_event(in, resource, "resource-canceled");
  TRY(note_configuration(in, now));
  return Cancelled{resource, freed};
}

}  // namespace

Result<Cancelled> cancel_resource(store::Transaction& in, int number, Instant now) {
  Resource changed = TRY(resource(in, number));
  if (changed.state == ResourceState::canceled) return Cancelled{changed, {}};
  if (changed.state == ResourceState::aborted)
    return Error{Reason::conflict, "bad-resource-state", "the resource was aborted: it is gone already"};
  const bool in_use = changed.uses > 0;
  const bool asked_before = std::exchange(changed.cancel_asked, true);
  if (!in_use) return end(in, changed, now);
  if (!asked_before) {
    TRY(save_resource(in, changed));
    publish_resource_event(in, changed, "resource-state-changed");
  }
  return Cancelled{changed, {}};
}

Result<void> allocate_resource(store::Transaction& in, int number, const PrinterRef& printer) {
  const Resource wished = TRY(resource(in, number));
  if (wished.state != ResourceState::installed || wished.cancel_asked)
    return Error{Reason::conflict, "bad-resource-state", "install the resource first"};
  return in.run(insert_use, {wished.id, printer.purpose, printer.printer});
}

Result<Cancelled> deallocate_resource(store::Transaction& in, int number, const PrinterRef& printer, Instant now) {
  const Resource known = TRY(resource(in, number));
  if (TRY(in.change(delete_use, {known.id, printer.purpose, printer.printer})) == 0)
    return Error{Reason::conflict, "not-allocated", "this printer does not have the resource"};
  const Resource left = TRY(resource(in, number));
  if (left.cancel_asked && left.uses == 0) return end(in, left, now);
  return Cancelled{left, {}};
}

Result<std::vector<std::string>> deallocate_all(store::Transaction& in, const PrinterRef& printer, Instant now) {
  std::vector<std::string> freed;
  for (const Resource& resource : TRY(resources_at(in, printer))) {
    const Cancelled left = TRY(deallocate_resource(in, resource.number, printer, now));
    if (!left.freed.empty()) freed.push_back(left.freed);
  }
  return freed;
}

Result<std::vector<Resource>> resources_at(store::Reader& in, const PrinterRef& printer) {
  return in.list<Resource>(select_resources_at, {printer.purpose, printer.printer}, make_resource);
}

}  // namespace tsuke::registry
