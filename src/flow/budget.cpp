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
// What was released while there was no budget; the month is decided by the organisation's own calendar, so not in SQL.
constexpr Query charges_without_budget{"charges_without_budget", R"sql(
    SELECT released_at, captured - refunded FROM charge
     WHERE payer = $1 AND budget_account IS NULL AND state = 'captured' AND currency = $2 AND released_at > $3)sql"};

constexpr const char* grant_word = "budget-grant";
constexpr const char* cut_word = "budget-cut";
constexpr const char* spent_before_word = "budget-spent-before";

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

Result<AccountId> month_account(store::Transaction& in, const registry::Organisation& organisation,
                                const std::string& month) {
  return books::ensure_account(in, account_name(payer_of(organisation), month),
                               books::budget_unit(organisation.currency), books::Limit::debits_must_not_exceed_credits);
}

Result<std::int64_t> spent_before(store::Transaction& in, const registry::Organisation& organisation,
                                  const std::string& month, Instant now) {
  std::int64_t spent = 0;
  TRY(in.each(charges_without_budget,
              {registry::payer_key(payer_of(organisation)), organisation.currency.view(), now - longest_month},
              [&](const store::Row& row) -> Result<void> {
                if (TRY(month_in_zone(row.instant(0), organisation.time_zone)) == month) spent += row.integer(1);
                return {};
              }));
  return spent;
}

// What the ledger says about an account's limit, of all the times that it was set.
struct Booked {
  std::int64_t granted = 0;
  std::int64_t spent_before = 0;
};
Result<Booked> booked(store::Transaction& in, OrganisationId organisation, const std::string& account) {
  Booked booked;
  for (const books::PostedTransfer& posted : TRY(books::transfers_about(in, organisation.value))) {
    const std::int64_t amount = posted.transfer.amount;
    if (posted.transfer.what == grant_word && posted.credit_name == account) booked.granted += amount;
    if (posted.transfer.what == cut_word && posted.debit_name == account) booked.granted -= amount;
    if (posted.transfer.what == spent_before_word && posted.debit_name == account) booked.spent_before += amount;
  }
  return booked;
}

// Raises or lowers the account's limit by `change`, and books what was spent without it.
Result<void> grant(store::Transaction& in, const registry::Organisation& organisation, AccountId account,
                   std::int64_t change, std::int64_t spent, Instant now) {
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
  if (change > 0) add(grant_word, source, account, change);
  if (change < 0) add(cut_word, account, source, -change);
  add(spent_before_word, account, used, spent);
  if (chain.empty()) return {};
  auto posted = books::post(in, chain, now);
  if (!posted.ok() && posted.error().reason == Reason::limit_reached)
    return Error{Reason::conflict, "budget-below-use",
                 "more than that is used or reserved already this month; set a higher budget"};
  return posted;
}

}  // namespace

Result<void> set_budget(store::Transaction& in, OrganisationId organisation_id, std::optional<Money> monthly,
                        Instant now) {
  const registry::Organisation organisation = TRY(registry::organisation(in, organisation_id));
  if (!monthly) return in.run(drop_policy, {organisation_id});
  if (monthly->amount_minor < 0) return Error{Reason::malformed, "bad-budget", "a budget cannot be negative"};
  if (monthly->currency != organisation.currency)
    return Error{Reason::malformed, "bad-currency",
                 "give the budget in the organisation's currency, " + std::string(organisation.currency.view())};
  const std::string month = TRY(month_in_zone(now, organisation.time_zone));
  TRY(in.run(put_policy, {organisation_id, monthly->amount_minor, organisation.currency.view()}));
  const AccountId account = TRY(month_account(in, organisation, month));
  // A limit that was taken away in mid-month left its account behind, and the month went on costing without it.
  const Booked before = TRY(booked(in, organisation_id, account_name(payer_of(organisation), month)));
  const std::int64_t spent = TRY(spent_before(in, organisation, month, now));
  return grant(in, organisation, account, monthly->amount_minor - before.granted, spent - before.spent_before, now);
}

Result<Budget> budget(store::Reader& in, OrganisationId organisation_id, Instant now) {
  const registry::Organisation organisation = TRY(registry::organisation(in, organisation_id));
  Budget budget;
  budget.used = budget.reserved = {0, organisation.currency};
  budget.month = TRY(month_in_zone(now, organisation.time_zone));
  budget.monthly = TRY(policy(in, organisation));
  if (!budget.monthly) return budget;
  budget.room = budget.monthly;
  const auto account = TRY(books::find_account(in, account_name(payer_of(organisation), budget.month),
                                               books::budget_unit(organisation.currency)));
  if (!account) return budget;
  budget.reserved.amount_minor = account->debits_pending;
  budget.room->amount_minor = account->credit_balance() - account->debits_pending;
  budget.used = *budget.monthly - *budget.room - budget.reserved;
  return budget;
}

Result<std::optional<books::Account>> budget_account(store::Transaction& in, const registry::Payer& payer,
                                                     Instant now) {
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
