// What came out nobody will ever know for sure, and the payer shall not pay for it: the provider's contract says who
// bears the loss. The payer is charged nothing; the operator pays its part of the provider's share at once.
#pragma once

#include <optional>

#include "flow/amend/refund.h"

namespace tsuke::flow {

struct Loss {
  JobId job;
  ProviderId provider;
  Quantity quantity;  // what probably came out
  Money device_fee, commission;
  int operator_percent = 0;
  Money borne;  // paid to the provider by the operator: that percent of device fee less commission, half up
  PersonId decided_by;
  Instant at{};
};

// By the operator, on an unconfirmed charge: it is voided, the job has failed. Fails with conflict
// ("job-not-unconfirmed"; "not-charged": it was printed in a trial), malformed ("bad-report": no impressions, or more
// than the job was to have).
Result<Loss> share_loss(store::Transaction& in, JobId job, const Quantity& probably, PersonId by, Instant now);
Result<std::optional<Loss>> loss_of(store::Reader& in, JobId job);

}  // namespace tsuke::flow
