// Third stage: one attempt for one printer. The binding permission decision and the reservation are one write with the
// attempt.
#pragma once

#include <variant>

#include "flow/offer.h"

namespace tsuke::flow {

struct Refused {
  rules::Decision decision;
};
using ReleaseOutcome = std::variant<Attempt, Refused>;

// Two simultaneous releases of one job: one gives an attempt, the other conflict ("job-not-waiting"). Two jobs that
// together pass the budget: one is permitted. Fails with not_found (another's job, an unknown printer). A
// refusal is an outcome, not a failure; it leaves the job held. The payer, the tariff and the fee plan are frozen here.
Result<ReleaseOutcome> release(store::Transaction& in, PersonId person, JobId job, PrinterId printer, Instant now);

}  // namespace tsuke::flow
