#include "flow/budget/bearing.h"

#include "flow/budget/rows.h"

namespace tsuke::flow {

namespace {

using store::Query;

constexpr Query insert_bearer{"insert_charge_budget",
                              "INSERT INTO charge_budget (job_id, account_id, reservation) VALUES ($1, $2, $3)"};
constexpr Query delete_bearers{"delete_charge_budgets", "DELETE FROM charge_budget WHERE job_id = $1"};
constexpr Query delete_closed{"delete_closed_charge_budgets", R"sql(
    DELETE FROM charge_budget
     WHERE job_id = $1 AND account_id IN (SELECT account_id FROM budget_span WHERE is_open = 0))sql"};
constexpr Query bearers_by_job{"charge_budgets", R"sql(
    SELECT b.id, b.organisation_id, b.scope, b.subject_id, b.period, b.amount, b.currency, s.is_hard, b.thresholds,
           s.period, s.account_id, s.granted, a.credits_posted - a.debits_posted, a.debits_pending, '',
           l.reservation, s.is_open
      FROM charge_budget l
      JOIN budget_span s ON s.account_id = l.account_id
      JOIN budget b ON b.id = s.budget_id
      JOIN account a ON a.id = l.account_id
     WHERE l.job_id = $1 ORDER BY l.account_id)sql"};

constexpr const char* reserve_word = "reserve-budget";

books::TransferId reservation_id(const OpenCharge& charge, AccountId budget, Instant at) {
  return books::make_transfer_id(at, reserve_word, charge.attempt.value, budget.value);
}

Bearer bearer_from(const store::Row& row) {
  Bearer bearer{budgets::budget_from(row), {}, row.boolean(16)};
  if (!row.is_null(15)) bearer.reservation = books::TransferId{row.blob(15)};
  return bearer;
}

}  // namespace

Result<AccountId> used_account(store::Transaction& in, Currency currency) {
  return books::ensure_account(in, "budget:used", books::budget_unit(currency));
}

books::Transfer budget_reservation(const OpenCharge& charge, AccountId budget, AccountId used, Instant at) {
  return {reservation_id(charge, budget, at),
          books::TransferKind::reserve,
          budget,
          used,
          charge.authorised,
          {},
          reserve_word,
          charge.job.value,
          at};
}

Result<void> bear(store::Transaction& in, const OpenCharge& charge, AccountId budget, Instant at) {
  const bool reserves = charge.is_reserved && charge.authorised > 0;
  const store::Value reservation =
      reserves ? store::Value(store::Blob{reservation_id(charge, budget, at).bytes}) : store::Value(nullptr);
  return in.run(insert_bearer, {charge.job, budget, reservation});
}

Result<void> bear_no_more(store::Transaction& in, JobId job) { return in.run(delete_bearers, {job}); }

Result<std::vector<Bearer>> bearers_of(store::Reader& in, JobId job) {
  return in.list<Bearer>(bearers_by_job, {job}, bearer_from);
}

Result<void> leave_closed(store::Transaction& in, JobId job) { return in.run(delete_closed, {job}); }

}  // namespace tsuke::flow
