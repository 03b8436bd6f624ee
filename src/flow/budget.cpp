#include "flow/budget.h"

#include "base/ids.h"
#include "flow/job.h"
#include "registry/people.h"

namespace tsuke::flow {

namespace {

using store::Query;

constexpr Query policy_of{"budget_policy_of", "SELECT amount FROM budget_policy WHERE organisation_id = $1"};
constexpr Query put_policy{"put_budget_policy", R"sql(
    INSERT INTO budget_policy (organisation_id, amount, currency) VALUES ($1, $2, $3)
    ON CONFLICT (organisation_id) DO UPDATE SET amount = excluded.amount, currency = excluded.currency)sql"};
constexpr Query drop_policy{"drop_budget_policy", "DELETE FROM budget_policy WHERE organisation_id = $1"};
// What was released before there was a budget; the month is decided by the organisation's own calendar, so not in SQL.
constexpr Query charges_without_budget{"charges_without_budget", R"sql(
    SELECT released_at, captured FROM charge
     WHERE payer = $1 AND budget_account IS NULL AND state = 'captured' AND released_at > $2)sql"};

constexpr Duration longest_month = hours(32 * 24);

std::string account_name(const registry::Payer& payer, const std::string& month) {
  return "budget:" + registry::payer_key(payer) + ":" + month;
}

registry::Payer payer_of(const registry::Organisation& organisation) { return {organisation.id, {}}; }

Result<std::optional<Money>> policy(store::Reader& in, const registry::Organisation& organisation) {
  const auto amount = TRY(in.integer(policy_of, {organisation.id}));
  if (!amount) return std::optional<Money>{};
  return std::optional<Money>{Money{*amount, organisation.currency}};
}

Result<AccountId> month_account(store::Transaction& in, const registry::Organisation& organisation, const std::string& month) {
  return books::ensure_account(in, account_name(payer_of(organisation), month), books::budget_unit(organisation.currency),
                               books::Limit::debits_must_not_exceed_credits);
}

Result<std::int64_t> spent_before(store::Transaction& in, const registry::Organisation& organisation, const std::string& month, Instant now) {
  std::int64_t spent = 0;
  TRY(in.each(charges_without_budget, {registry::payer_key(payer_of(organisation)), now - longest_month},
              [&](const store::Row& row) -> Result<void> {
                if (TRY(month_in_zone(row.instant(0), organisation.time_zone)) == month) spent += row.integer(1);
                return {};
              }));
  return spent;
}

// Moves the account's grant to `granted`, and books what was spent before the account existed.
Result<void> grant(store::Transaction& in, const registry::Organisation& organisation, AccountId account, std::int64_t change,
                   std::int64_t spent, Instant now) {
  const books::Unit unit = books::budget_unit(organisation.currency);
  const AccountId source = TRY(books::ensure_account(in, "budget:source", unit));
  const AccountId used = TRY(books::ensure_account(in, "budget:used", unit));
  const std::int64_t reference = organisation.id.value;
  std::vector<books::Transfer> chain;
  const auto add = [&](const char* what, AccountId debit, AccountId credit, std::int64_t amount) {
    if (amount == 0) return;
    const auto id = books::make_transfer_id(now, what, reference, next_id_value());
    chain.push_back({id, books::TransferKind::direct, debit, credit, amount, {}, what, reference, now});
  };
  if (change > 0) add("budget-grant", source, account, change);
  if (change < 0) add("budget-cut", account, source, -change);
  add("budget-spent-before", account, used, spent);
  if (chain.empty()) return {};
  auto posted = books::post(in, chain, now);
  if (!posted.ok() && posted.error().reason == Reason::limit_reached)
    return Error{Reason::conflict, "budget-below-use", "more than that is used or reserved already this month; set a higher budget"};
  return posted;
}

}  // namespace

Result<void> set_budget(store::Transaction& in, OrganisationId organisation_id, std::optional<Money> monthly, Instant now) {
  const registry::Organisation organisation = TRY(registry::organisation(in, organisation_id));
  if (!monthly) return in.run(drop_policy, {organisation_id});
  if (monthly->amount_minor < 0) return Error{Reason::malformed, "bad-budget", "a budget cannot be negative"};
  if (monthly->currency != organisation.currency)
    return Error{Reason::malformed, "bad-currency", "give the budget in the organisation's currency, " + std::string(organisation.currency.view())};
  const std::string month = TRY(month_in_zone(now, organisation.time_zone));
  const auto before = TRY(policy(in, organisation));
  const books::Unit unit = books::budget_unit(organisation.currency);
  const auto existing = TRY(books::find_account(in, account_name(payer_of(organisation), month), unit));
  TRY(in.run(put_policy, {organisation_id, monthly->amount_minor, organisation.currency.view()}));
  const AccountId account = TRY(month_account(in, organisation, month));
  if (!existing) return grant(in, organisation, account, monthly->amount_minor, TRY(spent_before(in, organisation, month, now)), now);
  // A budget that was taken away in mid-month left its grant behind, so the change is counted from the account itself.
  const std::int64_t granted = before ? before->amount_minor : existing->credits_posted;
  return grant(in, organisation, account, monthly->amount_minor - granted, 0, now);
}

Result<Budget> budget(store::Reader& in, OrganisationId organisation_id, Instant now) {
  const registry::Organisation organisation = TRY(registry::organisation(in, organisation_id));
  Budget budget;
  budget.used = budget.reserved = {0, organisation.currency};
  budget.month = TRY(month_in_zone(now, organisation.time_zone));
  budget.monthly = TRY(policy(in, organisation));
  if (!budget.monthly) return budget;
  budget.room = budget.monthly;
  const auto account =
      TRY(books::find_account(in, account_name(payer_of(organisation), budget.month), books::budget_unit(organisation.currency)));
  if (!account) return budget;
  budget.reserved.amount_minor = account->debits_pending;
  budget.room->amount_minor = account->credit_balance() - account->debits_pending;
  budget.used = *budget.monthly - *budget.room - budget.reserved;
  return budget;
}

Result<std::optional<books::Account>> budget_account(store::Transaction& in, const registry::Payer& payer, Instant now) {
  if (payer.is_private()) return std::optional<books::Account>{};
  const registry::Organisation organisation = TRY(registry::organisation(in, payer.organisation));
  const auto monthly = TRY(policy(in, organisation));
  if (!monthly) return std::optional<books::Account>{};
  const std::string month = TRY(month_in_zone(now, organisation.time_zone));
  const books::Unit unit = books::budget_unit(organisation.currency);
  auto account = TRY(books::find_account(in, account_name(payer, month), unit));
  if (account) return account;
  TRY(grant(in, organisation, TRY(month_account(in, organisation, month)), monthly->amount_minor, 0, now));
  return books::find_account(in, account_name(payer, month), unit);
}

}  // namespace tsuke::flow
