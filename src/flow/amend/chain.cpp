#include "flow/amend/chain.h"

namespace tsuke::flow {

Result<void> AmendChain::money(const char* what, const std::string& debit, const std::string& credit, Money amount,
                               std::int64_t number) {
  if (amount.amount_minor == 0) return {};
  const books::Unit unit = books::money_unit(amount.currency);
  const AccountId from = TRY(account(debit, unit));
  const AccountId to = TRY(account(credit, unit));
  add(what, from, to, amount.amount_minor, number, job_.value);
  return {};
}

Result<void> AmendChain::bear(const char* what, AccountId budget, Money amount) {
  if (amount.amount_minor == 0) return {};
  add(what, budget, TRY(used_account(in_, amount.currency)), amount.amount_minor, budget.value, job_.value);
  return {};
}

Result<void> AmendChain::free(const char* what, AccountId budget, Money amount) {
  if (amount.amount_minor == 0) return {};
  add(what, TRY(used_account(in_, amount.currency)), budget, amount.amount_minor, budget.value, job_.value);
  return {};
}

Result<void> AmendChain::spent_back(const char* what, AccountId budget, OrganisationId organisation, Money amount) {
  add(what, TRY(used_account(in_, amount.currency)), budget, amount.amount_minor, budget.value, organisation.value);
  return {};
}

Result<void> AmendChain::post() {
  if (transfers_.empty()) return {};
  return books::post(in_, transfers_, now_);
}

Result<AccountId> AmendChain::account(const std::string& name, const books::Unit& unit) {
  return books::ensure_account(in_, name, unit, is_credit_account(name) ? credit_limit : books::Limit::none);
}

// One act posts on several budgets: the number tells those postings apart.
void AmendChain::add(const char* what, AccountId debit, AccountId credit, std::int64_t amount, std::int64_t number,
                     std::int64_t reference) {
  const auto id = books::make_transfer_id(now_, what, act_, number);
  transfers_.push_back({id, books::TransferKind::direct, debit, credit, amount, {}, what, reference, now_});
}

}  // namespace tsuke::flow
