#include "flow/budget/applying.h"

#include "flow/budget/rows.h"
#include "flow/budget/spans.h"

namespace tsuke::flow {

namespace {
constexpr store::Query budgets_of_holders{
    "budgets_of_holders",
    TSUKE_BUDGET_SELECT "WHERE b.holder IN ($3, $4, $5, $6, $7, $8) AND b.amount IS NOT NULL ORDER BY b.id"};
}  // namespace

Result<Spender> spender_for(store::Reader& in, const registry::Purpose& purpose) {
  const OrganisationId payer = purpose.payer.organisation;
  const auto membership = TRY(registry::membership_between(in, purpose.person, payer));
  const DepartmentId department = membership ? membership->department : DepartmentId{};
  return Spender{payer, purpose.person, purpose.id, department, purpose.cost_centre};
}

Result<std::vector<Budget>> budgets_for(store::Reader& in, const registry::Organisation& organisation,
                                        const Spender& spender, Instant now) {
  store::Values values = TRY(budgets::periods_now(organisation, now));
  for (const auto& [scope, subject] : {std::pair{BudgetScope::cap, std::int64_t{0}},
                                       {BudgetScope::organisation, 0},
                                       {BudgetScope::department, spender.department.value},
                                       {BudgetScope::cost_centre, spender.cost_centre.value},
                                       {BudgetScope::person, spender.person.value},
                                       {BudgetScope::purpose, spender.purpose.value}})
    values.emplace_back(holder_of({organisation.id, scope, subject, {}}));
  auto found = TRY(in.list<Budget>(budgets_of_holders, values, budgets::budget_from));
  budgets::widest_first(found);
  return found;
}

std::optional<Money> smallest_room(const std::vector<Budget>& budgets) {
  std::optional<Money> smallest;
  for (const Budget& budget : budgets)
    if (budget.hard && (!smallest || budget.room() < *smallest)) smallest = budget.room();
  return smallest;
}

Result<void> open_accounts(store::Transaction& in, std::vector<Budget>& applying, Instant now) {
  for (Budget& budget : applying)
    if (!budget.account.exists()) TRY(budgets::grant_first(in, budget, now));
  return {};
}

}  // namespace tsuke::flow
