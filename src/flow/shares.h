// The lines of a charge: one for each of its payers. A charge that is not shared has one, which is the charge itself.
#pragma once

#include <vector>

#include "books/ledger/ledger.h"
#include "flow/split.h"

namespace tsuke::flow {

// What one charge, or one payer's line of it, is made of.
struct Amounts {
  Money device_fee, service_fee, captured, absorbed, commission;
  friend bool operator==(const Amounts&, const Amounts&) = default;
};
Amounts amounts_of(const Charge& charge);
// What remains of it after its refunds.
Amounts remaining_of(const Charge& charge);
// Shared out by weights (rules/split.h). Each line balances by itself: device fee + service fee = captured + absorbed,
// none is negative, and the lines sum to the whole.
std::vector<Amounts> share_out(const Amounts& whole, const std::vector<std::int64_t>& weights);

struct ChargeShare {
  JobId job;
  int position = 1;
  registry::Payer payer;
  std::string payer_name;
  PurposeId purpose;
  std::string purpose_name;
  DepartmentId department;
  CostCentreId cost_centre;
  bool shows_title = false;  // to this payer
  Split::Unit unit = Split::Unit::percent;
  std::int64_t weight = 0;
  std::int64_t total_weight = 0;
  Money authorised;
  Amounts amounts;
  Charge::Refunded refunded;
  PaymentId paid_by;  // exists when this payer has paid
  Money owed() const { return amounts.captured - refunded.captured; }
};
// In the order of the split; none when the charge is not shared, and then nothing is read.
Result<std::vector<ChargeShare>> shares_of(store::Reader& in, const Charge& charge);
// What was written of an earlier attempt is replaced.
Result<void> write_shares(store::Transaction& in, const Job& job, const std::vector<ChargeShare>& shares, Instant now);
Result<void> write_captured(store::Transaction& in, const ChargeShare& share, const Amounts& amounts);

// Whom a charge reaches, and with how much.
struct PayerLine {
  registry::Payer payer;
  Money owed;
};
Result<std::vector<PayerLine>> payer_lines(store::Reader& in, const Charge& charge);

// The key of the attempt's transfer about that share: as transfer_id() has it for the whole.
books::TransferId share_transfer_id(const Attempt& attempt, std::string_view kind, int position);

// "split-charge": what cannot be done to a charge with several payers, and what can.
Error split_charge_stays();
// "purpose-shared": where one payer is wanted, and several share.
Error purpose_is_shared();

}  // namespace tsuke::flow
