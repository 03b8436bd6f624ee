#include "flow/budget/budget.h"

#include <algorithm>

#include "flow/budget/alerts.h"
#include "flow/budget/nesting.h"
#include "flow/budget/rows.h"
#include "flow/budget/spans.h"

namespace tsuke::flow {

namespace {

using store::Query;

constexpr Query put_budget{"put_budget", R"sql(
    INSERT INTO budget (id, organisation_id, scope, subject_id, holder, period, amount, currency, is_hard, thresholds)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    ON CONFLICT (holder, period) DO UPDATE SET
      amount = excluded.amount, is_hard = excluded.is_hard, thresholds = excluded.thresholds)sql"};
constexpr Query put_amount{"put_budget_amount", "UPDATE budget SET amount = $2 WHERE id = $1"};
constexpr Query organisation_of{"organisation_of_budget", "SELECT organisation_id FROM budget WHERE id = $1"};
constexpr Query budget_by_id{"budget_by_id", TSUKE_BUDGET_SELECT "WHERE b.id = $3"};
constexpr Query budget_by_key{"budget_by_key", TSUKE_BUDGET_SELECT "WHERE b.holder = $3 AND b.period = $4"};
constexpr Query budgets_in_force{
    "budgets_in_force", TSUKE_BUDGET_SELECT "WHERE b.organisation_id = $3 AND b.amount IS NOT NULL ORDER BY b.id"};

constexpr int threshold_max = 1000;
constexpr std::size_t thresholds_max = 10;

Result<void> check(const BudgetWish& wish, Currency currency) {
  if (wish.limit->amount_minor < 0) return Error{Reason::malformed, "bad-budget", "a budget cannot be negative"};
  if (wish.limit->currency != currency)
    return Error{Reason::malformed, "bad-currency",
                 "give the budget in the organisation's currency, " + std::string(currency.view())};
  const auto is_wrong = [](int threshold) { return threshold < 1 || threshold > threshold_max; };
  if (wish.thresholds.size() > thresholds_max || std::any_of(wish.thresholds.begin(), wish.thresholds.end(), is_wrong))
    return Error{Reason::malformed, "bad-budget", "thresholds are at most ten percentages from 1 to 1000"};
  return {};
}

std::vector<int> in_order(std::vector<int> thresholds) {
  std::sort(thresholds.begin(), thresholds.end());
  thresholds.erase(std::unique(thresholds.begin(), thresholds.end()), thresholds.end());
  return thresholds;
}

Result<std::optional<Budget>> find_one(store::Reader& in, const registry::Organisation& organisation,
                                       const Query& query, const store::Values& which, Instant now) {
  store::Values values = TRY(budgets::periods_now(organisation, now));
  values.insert(values.end(), which.begin(), which.end());
  return in.find<Budget>(query, values, budgets::budget_from);
}

Result<std::optional<Budget>> find_in(store::Reader& in, const registry::Organisation& organisation,
                                      const BudgetKey& key, Instant now) {
  return find_one(in, organisation, budget_by_key, {holder_of(key), to_string(key.period)}, now);
}

Result<BudgetId> take_away(store::Transaction& in, const std::optional<Budget>& before) {
  if (!before) return BudgetId{};
  TRY(budgets::close_span(in, *before));
  TRY(in.run(put_amount, {before->id, nullptr}));
  return before->id;
}

Error not_found() {
  return {Reason::not_found, "budget-not-found", "there is no such budget; look at the list of budgets"};
}

// Brings the account of this period to the limit, and tells what is passed by it.
Result<void> apply(store::Transaction& in, const registry::Organisation& organisation, BudgetId id, Money limit,
                   Instant now) {
  Budget budget = TRY(flow::budget(in, id, now));
  TRY(budgets::bring_to(in, organisation, budget, limit.amount_minor, now));
  return tell_thresholds(in, TRY(flow::budget(in, id, now)), now);
}

}  // namespace

Result<BudgetId> set_budget(store::Transaction& in, const BudgetWish& wish, Instant now) {
  const registry::Organisation organisation = TRY(registry::organisation(in, wish.key.organisation));
  const auto before = TRY(find_in(in, organisation, wish.key, now));
  if (!wish.limit) return take_away(in, before);
  TRY(check(wish, organisation.currency));
  TRY(budgets::check_subject(in, wish.key));
  TRY(budgets::check_nesting(in, organisation, wish.key, *wish.limit, now));
  if (before && before->hard != wish.hard) TRY(budgets::close_span(in, *before));
  const BudgetId id = before ? before->id : new_id<BudgetId>();
  TRY(in.run(put_budget, {id, organisation.id, to_string(wish.key.scope), wish.key.subject, holder_of(wish.key),
                          to_string(wish.key.period), wish.limit->amount_minor, organisation.currency.view(), wish.hard,
                          budgets::thresholds_text(in_order(wish.thresholds))}));
  TRY(apply(in, organisation, id, *wish.limit, now));
  return id;
}

Result<void> set_budget(store::Transaction& in, OrganisationId organisation, std::optional<Money> monthly,
                        Instant now) {
  BudgetWish wish{{organisation, BudgetScope::organisation, 0, BudgetPeriod::month}, monthly};
  if (const auto before = TRY(find_budget(in, wish.key, now))) wish.thresholds = before->thresholds;
  TRY(set_budget(in, wish, now));
  return {};
}

Result<void> raise_budget(store::Transaction& in, const Budget& budget, Money by, Lasts lasts, Instant now) {
  if (!budget.limit) return Error{Reason::conflict, "no-budget", "that budget was taken away; set it again"};
  if (by.amount_minor <= 0 || by.currency != budget.granted.currency)
    return Error{Reason::malformed, "bad-budget", "a budget is raised by an amount above zero, in its own currency"};
  const registry::Organisation organisation = TRY(registry::organisation(in, budget.key.organisation));
  TRY(budgets::check_granted(in, organisation, budget.key, budget.granted + by, now));
  if (lasts == Lasts::from_now_on) {
    TRY(budgets::check_nesting(in, organisation, budget.key, *budget.limit + by, now));
    TRY(in.run(put_amount, {budget.id, (*budget.limit + by).amount_minor}));
  }
  return apply(in, organisation, budget.id, budget.granted + by, now);
}

Result<std::vector<Budget>> budgets_of(store::Reader& in, OrganisationId id, Instant now) {
  const registry::Organisation organisation = TRY(registry::organisation(in, id));
  store::Values values = TRY(budgets::periods_now(organisation, now));
  values.emplace_back(id);
  auto found = TRY(in.list<Budget>(budgets_in_force, values, budgets::budget_from));
  budgets::widest_first(found);
  return found;
}

Result<Budget> budget(store::Reader& in, BudgetId id, Instant now) {
  const auto organisation_id = TRY(in.integer(organisation_of, {id}));
  if (!organisation_id) return not_found();
  const auto organisation = TRY(registry::organisation(in, OrganisationId{*organisation_id}));
  const auto found = TRY(find_one(in, organisation, budget_by_id, {id}, now));
  return found ? Result<Budget>(*found) : not_found();
}

Result<std::optional<Budget>> find_budget(store::Reader& in, const BudgetKey& key, Instant now) {
  return find_in(in, TRY(registry::organisation(in, key.organisation)), key, now);
}

Result<Budget> monthly_budget(store::Reader& in, OrganisationId id, Instant now) {
  const registry::Organisation organisation = TRY(registry::organisation(in, id));
  Budget none;
  none.key = {id, BudgetScope::organisation, 0, BudgetPeriod::month};
  none.thresholds = usual_thresholds;
  none.period = TRY(period_name(BudgetPeriod::month, now, organisation.time_zone));
  none.granted = none.used = none.reserved = {0, organisation.currency};
  return TRY(find_in(in, organisation, none.key, now)).value_or(none);
}

}  // namespace tsuke::flow
