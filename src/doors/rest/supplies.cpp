// GET /printers/{printer}/supplies: toner, ink and waste boxes, for who administers the printer.
#include "registry/supplies.h"
#include "doors/rest/groups.h"
#include "doors/rest/shapes.h"

namespace tsuke::doors {

namespace {

Result<Answer> show_supplies(store::Reader& in, const Caller& caller, const Call& call) {
  const auto id = TRY(call.id<PrinterId>("printer"));
  TRY(registry::administered_printer(in, caller.id(), id));
  const registry::Supplies supplies = TRY(registry::supplies(in, id));
  return Answer{200,
                Json::object({{"items", registry::to_json(supplies.items)}, {"told_at", time_json(supplies.told_at)}})};
}

}  // namespace

void add_supplies_endpoint(Endpoints& endpoints) { endpoints.get("/printers/{printer}/supplies", show_supplies); }

}  // namespace tsuke::doors
