#include "flow/budget/alerts.h"

#include "base/json.h"
#include "flow/budget/rows.h"

namespace tsuke::flow {

namespace {

using store::Query;

constexpr Query insert_alert{"insert_budget_alert", R"sql(
    INSERT INTO budget_alert (budget_id, period, threshold, used, granted, told_at) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (budget_id, period, threshold) DO NOTHING)sql"};
constexpr Query alerts_of_organisation{"budget_alerts_of_organisation", R"sql(
    SELECT l.budget_id, l.period, l.threshold, l.used, l.granted, l.told_at
      FROM budget_alert l JOIN budget b ON b.id = l.budget_id
     WHERE b.organisation_id = $1 ORDER BY l.told_at DESC, l.budget_id DESC, l.threshold DESC LIMIT 200)sql"};

void publish(store::Transaction& in, const Budget& budget, int threshold) {
  const std::string subject = to_string(budget.id);
  const std::string payload = Json::object({{"budget", subject},
                                            {"organisation", to_string(budget.key.organisation)},
                                            {"period", budget.period},
                                            {"threshold", threshold}})
                                  .dump();
  in.publish({"budget", subject, registry::payer_key({budget.key.organisation, {}}), payload});
  if (budget.key.scope == BudgetScope::person)
    in.publish({"budget", subject, registry::payer_key({{}, PersonId{budget.key.subject}}), payload});
}

bool is_passed(const Budget& budget, int threshold) {
  return static_cast<__int128>(budget.used.amount_minor) * 100 >=
         static_cast<__int128>(budget.granted.amount_minor) * threshold;
}

}  // namespace

Result<void> tell_thresholds(store::Transaction& in, const Budget& budget, Instant now) {
  if (budget.used.amount_minor <= 0) return {};
  for (const int threshold : budget.thresholds) {
    if (!is_passed(budget, threshold)) continue;
    const auto told = TRY(in.change(insert_alert, {budget.id, budget.period, threshold, budget.used.amount_minor,
                                                   budget.granted.amount_minor, now}));
    if (told == 1) publish(in, budget, threshold);
  }
  return {};
}

Result<std::vector<BudgetAlert>> budget_alerts(store::Reader& in, OrganisationId organisation, Instant now) {
  std::vector<BudgetAlert> alerts =
      TRY(in.list<BudgetAlert>(alerts_of_organisation, {organisation}, [](const store::Row& row) {
        BudgetAlert alert;
        alert.budget.id = row.id<BudgetId>(0);
        alert.period = row.text(1);
        alert.threshold = static_cast<int>(row.integer(2));
        alert.used.amount_minor = row.integer(3);
        alert.granted.amount_minor = row.integer(4);
        alert.told_at = row.instant(5);
        return alert;
      }));
  for (BudgetAlert& alert : alerts) {
    alert.budget = TRY(budget(in, alert.budget.id, now));
    alert.used.currency = alert.granted.currency = alert.budget.granted.currency;
  }
  return alerts;
}

}  // namespace tsuke::flow
