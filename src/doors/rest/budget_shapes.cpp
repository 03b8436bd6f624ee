// How budgets look in JSON.
#include "doors/rest/shapes.h"

namespace tsuke::doors {

Json monthly_json(const flow::Budget& budget) {
  return Json::object({{"organisation", to_string(budget.key.organisation)},
                       {"monthly", budget.limit ? to_json(*budget.limit) : Json()},
                       {"month", budget.period},
                       {"used", to_json(budget.used)},
                       {"reserved", to_json(budget.reserved)},
                       {"room", budget.limit ? to_json(budget.room()) : Json()}});
}

Json budget_json(const flow::Budget& budget) {
  Json thresholds = Json::array();
  for (const int threshold : budget.thresholds) thresholds.push(threshold);
  Json subject;
  if (budget.key.subject != 0)
    subject = Json::object({{"id", to_string(budget.key.subject)}, {"name", budget.subject_name}});
  return Json::object({{"id", to_string(budget.id)},
                       {"organisation", to_string(budget.key.organisation)},
                       {"scope", flow::to_string(budget.key.scope)},
                       {"subject", std::move(subject)},
                       {"period", flow::to_string(budget.key.period)},
                       {"limit", budget.limit ? to_json(*budget.limit) : Json()},
                       {"hard", budget.hard},
                       {"thresholds", std::move(thresholds)},
                       {"current", budget.period},
                       {"granted", to_json(budget.granted)},
                       {"used", to_json(budget.used)},
                       {"reserved", to_json(budget.reserved)},
                       {"room", to_json(budget.room())}});
}

Json own_budgets_json(const std::vector<flow::Budget>& budgets, std::optional<Money> price) {
  Json list = Json::array();
  for (const flow::Budget& budget : budgets) {
    const bool own = budget.key.scope == flow::BudgetScope::person || budget.key.scope == flow::BudgetScope::purpose;
    const bool has_room = price ? !flow::room_of(budget).refuses(*price) : budget.room().amount_minor > 0;
    list.push(Json::object({{"scope", flow::to_string(budget.key.scope)},
                            {"current", budget.period},
                            {"hard", budget.hard},
                            {"has_room", has_room},
                            {"granted", own ? to_json(budget.granted) : Json()},
                            {"room", own ? to_json(budget.room()) : Json()}}));
  }
  return list;
}

}  // namespace tsuke::doors
