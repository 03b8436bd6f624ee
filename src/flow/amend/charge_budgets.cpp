#include "flow/amend/charge_budgets.h"

#include <algorithm>

#include "flow/budget/alerts.h"

namespace tsuke::flow {

namespace {

using store::Query;

constexpr Query frozen_spender{"frozen_spender", "SELECT department_id, cost_centre_id FROM charge WHERE job_id = $1"};
constexpr Query lower_spent_before{
    "lower_spent_before",
    "UPDATE budget_span SET spent_before = spent_before - $2 WHERE account_id = $1 AND is_open = 1"};

constexpr const char* spent_back_word = "budget-spent-back";

// Those of the spender's scope with an account in the period of the charge.
Result<std::vector<Budget>> budgets_of(store::Reader& in, const Charge& charge, const Spender& spender) {
  if (!spender.organisation.exists()) return std::vector<Budget>{};
  const auto organisation = TRY(registry::organisation(in, spender.organisation));
  return budgets_for(in, organisation, spender, charge.released_at);
}

Result<Spender> spender_of(store::Reader& in, const Charge& charge) {
  if (charge.payer.is_private()) return Spender{};
  const auto spender = TRY(in.find<Spender>(frozen_spender, {charge.job}, [&](const store::Row& row) {
    return Spender{charge.payer.organisation, charge.person, charge.purpose, row.id<DepartmentId>(0),
                   row.id<CostCentreId>(1)};
  }));
  return spender.value_or(Spender{});
}

Result<void> give_back(store::Transaction& in, AmendChain& chain, const std::vector<Bearer>& bearers,
                       const std::vector<Budget>& budgets, const char* what, Money amount) {
  for (const Bearer& bearer : bearers) TRY(chain.free(what, bearer.budget.account, amount));
  for (const Budget& budget : budgets) {
    const auto bears = [&](const Bearer& bearer) { return bearer.budget.account == budget.account; };
    if (!budget.account.exists() || std::any_of(bearers.begin(), bearers.end(), bears)) continue;
    if (TRY(in.change(lower_spent_before, {budget.account, amount.amount_minor})) == 0) continue;
    TRY(chain.spent_back(spent_back_word, budget.account, budget.key.organisation, amount));
  }
  return {};
}

}  // namespace

Result<void> give_back_to_budgets(store::Transaction& in, AmendChain& chain, const Charge& charge, const char* what,
                                  Money amount) {
  if (amount.amount_minor == 0) return {};
  const std::vector<Bearer> bearers = TRY(bearers_of(in, charge.job));
  const Spender spender = TRY(spender_of(in, charge));
  return give_back(in, chain, bearers, TRY(budgets_of(in, charge, spender)), what, amount);
}

Result<void> give_back_to_budgets_of(store::Transaction& in, AmendChain& chain, const Charge& charge,
                                     const ChargeShare& share, const char* what, Money amount) {
  if (amount.amount_minor == 0 || share.payer.is_private()) return {};
  std::vector<Bearer> bearers = TRY(bearers_of(in, charge.job));
  std::erase_if(bearers,
                [&](const Bearer& bearer) { return bearer.budget.key.organisation != share.payer.organisation; });
  const Spender spender{share.payer.organisation, charge.person, share.purpose, share.department, share.cost_centre};
  return give_back(in, chain, bearers, TRY(budgets_of(in, charge, spender)), what, amount);
}

Result<NewBearers> budgets_to_bear(store::Transaction& in, const Charge& charge, const registry::Purpose& to,
                                   Instant now) {
  NewBearers bearers;
  if (to.payer.is_private()) return bearers;
  bearers.spender = TRY(spender_for(in, to));
  const auto organisation = TRY(registry::organisation(in, to.payer.organisation));
  bearers.budgets = TRY(budgets_for(in, organisation, bearers.spender, charge.released_at));
  // A period that is over is not opened for one charge: what else it cost was never counted.
  std::vector<std::string> periods;
  for (const Budget& budget : TRY(budgets_for(in, organisation, bearers.spender, now)))
    periods.push_back(budget.period);
  std::erase_if(bearers.budgets, [&](const Budget& budget) {
    return !budget.account.exists() && std::find(periods.begin(), periods.end(), budget.period) == periods.end();
  });
  return bearers;
}

std::optional<Money> room_of(const NewBearers& bearers) { return smallest_room(bearers.budgets); }

Result<void> bear_by(store::Transaction& in, AmendChain& chain, const Charge& charge, NewBearers& bearers,
                     Instant now) {
  TRY(bear_no_more(in, charge.job));
  TRY(open_accounts(in, bearers.budgets, now));
  const OpenCharge captured{charge.job, charge.attempt, charge.authorised.amount_minor, false};
  for (Budget& budget : bearers.budgets) {
    TRY(bear(in, captured, budget.account, now));
    TRY(chain.bear("reassign-budget-to", budget.account, charge.owed()));
    budget.used = budget.used + charge.owed();
    TRY(tell_thresholds(in, budget, now));
  }
  return {};
}

}  // namespace tsuke::flow
