// The flow's accounts and the transfers of one attempt: their names and keys in one place.
#pragma once

#include "books/ledger/ledger.h"
#include "flow/job.h"

namespace tsuke::flow {

inline constexpr const char* clearing_account = "clearing:usage";
inline constexpr const char* operator_fee_account = "operator:fee";
inline constexpr const char* operator_commission_account = "operator:commission";
inline constexpr const char* operator_absorbed_account = "operator:absorbed";
inline constexpr const char* bank_account = "bank:operator";
inline std::string unbilled_account(const registry::Payer& payer) {
  return "payer:" + registry::payer_key(payer) + ":unbilled";
}
// What a payer has in hand: given back after it had paid. Its next payment uses it; it cannot be overdrawn.
inline std::string credit_account(const registry::Payer& payer) {
  return "payer:" + registry::payer_key(payer) + ":credit";
}
inline constexpr books::Limit credit_limit = books::Limit::debits_must_not_exceed_credits;
inline bool is_credit_account(std::string_view name) { return name.starts_with("payer:") && name.ends_with(":credit"); }
inline std::string accrued_account(ProviderId provider) { return "provider:" + to_string(provider) + ":accrued"; }
inline std::string payable_account(ProviderId provider) { return "provider:" + to_string(provider) + ":payable"; }

inline constexpr const char* reserve_money = "reserve";

// The key of this attempt's transfer of that kind: the same attempt always makes the same.
inline books::TransferId transfer_id(const Attempt& attempt, std::string_view kind) {
  return books::make_transfer_id(attempt.released_at, kind, attempt.id.value, attempt.number);
}
inline books::Transfer reservation(const Attempt& attempt, const char* kind, AccountId debit, AccountId credit,
                                   Money amount) {
  return {transfer_id(attempt, kind), books::TransferKind::reserve, debit, credit, amount.amount_minor, {}, kind,
          attempt.job.value,          attempt.released_at};
}

}  // namespace tsuke::flow
