#include "doors/rest/refusal.h"

#include "doors/rest/shapes.h"
#include "doors/rest/split_shapes.h"

namespace tsuke::doors {

Result<registry::Printer> visible_printer(store::Reader& in, PersonId person, PrinterId id) {
  const Error none{Reason::not_found, "printer-not-found",
                   "there is no such printer for you; choose one from the list of printers"};
  auto printer = registry::printer(in, id);
  if (!printer.ok()) return printer.error().reason == Reason::not_found ? none : printer.take_error();
  if (printer.value().owner_only && !TRY(registry::belongs_to_provider(in, person, printer.value().provider)))
    return none;
  return printer;
}

Answer refusal(const rules::Decision& decision, const Call& call) { return refusal(flow::Refused{decision, {}}, call); }

Answer refusal(const flow::Refused& refused, const Call& call) {
  const rules::Decision& decision = refused.decision;
  const rules::Reason& first = decision.reasons.front();
  Json budgets = Json::array();
  for (const flow::Budget& budget : refused.without_room)
    budgets.push(Json::object({{"scope", flow::to_string(budget.key.scope)}, {"current", budget.period}}));
  Json problem = Json::object({{"type", "urn:tsuke:problem:" + first.code},
                               {"title", "The job may not be printed there"},
                               {"status", 409},
                               {"detail", rules::explain(first.code)},
                               {"code", first.code},
                               {"reasons", decision_json(decision, call.language)["reasons"]},
                               {"budgets", std::move(budgets)},
                               {"overflow", refused.overflow ? to_json(*refused.overflow) : Json()},
                               {"shares", offer_shares_json(refused.split, refused.shares, call)}});
  return {409, std::move(problem), "application/problem+json"};
}

}  // namespace tsuke::doors
