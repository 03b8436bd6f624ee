// Money given back for some of what was charged: the rating of what remains, with the versions stored at release, less
// what was given back before. So any sequence of refunds ends where a single one would, and the last lands on zero.
#pragma once

#include <vector>

#include "flow/job.h"

namespace tsuke::flow {

using RefundId = Id<struct RefundTag>;
using RefundRequestId = Id<struct RefundRequestTag>;

// Why. A device's fault is the provider's loss: its share and the service fee are both returned. Of the others the
// operator bears the part that the provider's contract says (flow/amend/policy.h).
inline constexpr std::string_view refund_causes[] = {"device-fault", "bad-quality", "other"};

// Impressions by colour, and sheets: as in Usage.
struct Quantity {
  std::int64_t monochrome_impressions = 0;
  std::int64_t color_impressions = 0;
  std::int64_t sheets = 0;
  std::int64_t impressions() const { return monochrome_impressions + color_impressions; }
  friend bool operator==(const Quantity&, const Quantity&) = default;
};

// What happened; never changed.
struct Refund {
  RefundId id;
  JobId job;
  int position = 1;  // per job
  RefundRequestId request;
  std::string cause;
  Quantity quantity;
  Money captured;  // what the payer gets back
  Money device_fee, service_fee, absorbed, commission;
  int operator_percent = 0;
  Money borne;          // what the operator pays of it in the provider's place
  PaymentId paid_by;    // it had been paid, so the payer has it in hand; none: it is owed no more
  PersonId decided_by;  // none: by rule
  std::string decided_by_name;
  Instant at{};
};

// What was charged and not given back yet.
Result<Quantity> left_to_refund(store::Reader& in, const Charge& charge);
// What a refund of this much would be now. Sheets of the last impressions go with them. Fails with malformed
// ("bad-quantity": nothing, or more than is left), conflict ("not-charged").
Result<Refund> price_refund(store::Reader& in, const Charge& charge, const Quantity& quantity, std::string_view cause);

struct RefundOrder {
  Quantity quantity;
  std::string cause;
  RefundRequestId request;
  PersonId decided_by;
};
// Promise: the row, the postings and the charge's sums are on the disk together, or none is. Fails as price_refund.
// Tells the payer, the person and the provider.
Result<Refund> refund(store::Transaction& in, JobId job, const RefundOrder& order, Instant now);

Result<std::vector<Refund>> refunds_of(store::Reader& in, JobId job);  // the first first

}  // namespace tsuke::flow
