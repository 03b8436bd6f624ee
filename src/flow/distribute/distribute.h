// Last stage: what was paid is shared. Shares are accrued with the charge; here they become payable, when the payer has
// paid.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "flow/job.h"

namespace tsuke::flow {

struct Share {
  ProviderId provider;
  std::string provider_name;
  Money amount;
};
struct Payment {
  PaymentId id;
  registry::Payer payer;
  Money amount;       // what came from the payer
  Money credit_used;  // what it had in hand, of earlier payments that were given back
  int charges = 0;
  std::vector<Share> distributed;  // to providers, net of commission
  Money operator_share;            // what stays: service fees and commission, less what the operator bears
  Instant paid_at{};
};

// The operator's word that a payer has paid all captured, unpaid charges of one currency: that of `expected`, or the
// first that the payer owes in. What the payer has in hand is used first. A charge whose shares an earlier payer has
// made payable shares nothing again. Fails with conflict ("nothing-unpaid"), or ("amount-differs") when `expected` is
// not what is left to pay.
Result<Payment> mark_paid(store::Transaction& in, const registry::Payer& payer, std::optional<Money> expected,
                          PersonId by, Instant now);

// One for each payer and currency with anything owed.
struct Unpaid {
  registry::Payer payer;
  std::string payer_name;
  Money unbilled;
  Money credit;  // in hand
  int charges = 0;
  Money due() const { return unbilled - std::min(unbilled, credit); }
};
Result<std::vector<Unpaid>> unpaid(store::Reader& in);

struct Earnings {
  ProviderId provider;
  std::string provider_name;
  Money accrued;  // earned, the payer has not paid
  Money payable;  // due for payout
};
Result<Earnings> earnings(store::Reader& in, ProviderId provider);

}  // namespace tsuke::flow
