#include "flow/budget/rows.h"

#include <algorithm>
#include <sstream>

namespace tsuke::flow {

namespace {
constexpr std::pair<BudgetScope, std::string_view> scope_words[] = {
    {BudgetScope::cap, "cap"},
    {BudgetScope::organisation, "organisation"},
    {BudgetScope::department, "department"},
    {BudgetScope::cost_centre, "cost-centre"},
    {BudgetScope::person, "person"},
    {BudgetScope::purpose, "purpose"},
};
}  // namespace

std::string_view to_string(BudgetScope scope) {
  for (const auto& [value, word] : scope_words)
    if (value == scope) return word;
  return "organisation";
}

Result<BudgetScope> parse_budget_scope(std::string_view text) {
  for (const auto& [value, word] : scope_words)
    if (word == text) return value;
  return Error{Reason::malformed, "bad-scope",
               "a budget is of the organisation, a department, a cost-centre, a person or a purpose"};
}

std::string holder_of(const BudgetKey& key) {
  const std::string organisation = registry::payer_key({key.organisation, {}});
  if (key.scope == BudgetScope::organisation) return organisation;
  const std::string scope = organisation + ":" + std::string(to_string(key.scope));
  return key.scope == BudgetScope::cap ? scope : scope + ":" + std::to_string(key.subject);
}

rules::BudgetRoom room_of(const Budget& budget) {
  return {std::string(to_string(budget.key.scope)), budget.period, budget.hard, budget.room()};
}

namespace budgets {

Budget budget_from(const store::Row& row) {
  const Currency currency = Currency::parse(row.text(6)).value_or(yen);
  const auto money = [&](std::int64_t amount) { return Money{amount, currency}; };
  Budget budget;
  budget.id = row.id<BudgetId>(0);
  budget.key = {row.id<OrganisationId>(1), parse_budget_scope(row.text(2)).value_or(BudgetScope::organisation),
                row.integer(3), parse_budget_period(row.text(4)).value_or(BudgetPeriod::month)};
  if (!row.is_null(5)) budget.limit = money(row.integer(5));
  budget.hard = row.boolean(7);
  budget.thresholds = thresholds_from(row.text(8));
  budget.period = row.text(9);
  budget.account = row.id<AccountId>(10);
  budget.granted = budget.account.exists() ? money(row.integer(11)) : budget.limit.value_or(money(0));
  budget.used = budget.account.exists() ? money(row.integer(11) - row.integer(12)) : money(0);
  budget.reserved = money(row.integer(13));
  budget.subject_name = row.text(14);
  return budget;
}

void widest_first(std::vector<Budget>& budgets) {
  std::stable_sort(budgets.begin(), budgets.end(),
                   [](const Budget& a, const Budget& b) { return a.key.scope < b.key.scope; });
}

Result<store::Values> periods_now(const registry::Organisation& organisation, Instant now) {
  std::string month = TRY(period_name(BudgetPeriod::month, now, organisation.time_zone));
  std::string year = month.substr(0, 4);
  return store::Values{std::move(month), std::move(year)};
}

std::string thresholds_text(const std::vector<int>& thresholds) {
  std::string text;
  for (const int threshold : thresholds) text += (text.empty() ? "" : " ") + std::to_string(threshold);
  return text;
}

std::vector<int> thresholds_from(const std::string& text) {
  std::istringstream in(text);
  std::vector<int> thresholds;
  for (int threshold = 0; in >> threshold;) thresholds.push_back(threshold);
  return thresholds;
}

}  // namespace budgets

}  // namespace tsuke::flow
