#include "flow/amend/chain.h"

#include "flow/budget.h"

namespace tsuke::flow {

namespace {

using store::Query;

constexpr Query bearing{"budget_bearing", "SELECT budget_account FROM charge WHERE job_id = $1"};

}  // namespace

Result<void> AmendChain::money(const char* what, const std::string& debit, const std::string& credit, Money amount) {
  if (amount.amount_minor == 0) return {};
  const books::Unit unit = books::money_unit(amount.currency);
  const AccountId from = TRY(account(debit, unit));
  const AccountId to = TRY(account(credit, unit));
  add(what, from, to, amount.amount_minor);
  return {};
}

Result<void> AmendChain::bear(const char* what, AccountId budget, Money amount) {
  if (!budget.exists() || amount.amount_minor == 0) return {};
  const AccountId used = TRY(account("budget:used", books::budget_unit(amount.currency)));
  add(what, budget, used, amount.amount_minor);
  return {};
}

Result<void> AmendChain::free(const char* what, AccountId budget, Money amount) {
  if (!budget.exists() || amount.amount_minor == 0) return {};
  const AccountId used = TRY(account("budget:used", books::budget_unit(amount.currency)));
  add(what, used, budget, amount.amount_minor);
  return {};
}

Result<void> AmendChain::post() {
  if (transfers_.empty()) return {};
  return books::post(in_, transfers_, now_);
}

Result<AccountId> AmendChain::account(const std::string& name, const books::Unit& unit) {
  return books::ensure_account(in_, name, unit, is_credit_account(name) ? credit_limit : books::Limit::none);
}

void AmendChain::add(const char* what, AccountId debit, AccountId credit, std::int64_t amount) {
  const auto id = books::make_transfer_id(now_, what, act_, 0);
  transfers_.push_back({id, books::TransferKind::direct, debit, credit, amount, {}, what, job_.value, now_});
}

Result<AccountId> budget_bearing(store::Reader& in, JobId job) {
  return AccountId{TRY(in.integer(bearing, {job})).value_or(0)};
}

Result<std::optional<books::Account>> budget_to_bear(store::Transaction& in, const registry::Payer& payer,
                                                     Instant released_at) {
  return budget_account(in, payer, released_at);
}

}  // namespace tsuke::flow
