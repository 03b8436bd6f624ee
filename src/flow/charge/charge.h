// Sixth stage: rates what was reported with the versions stored at release and posts it, once. The rest of the
// reservation falls back.
#pragma once

#include <vector>

#include "flow/job.h"

namespace tsuke::flow {

// Ended attempts whose charge is still reserved, and unconfirmed ones for which evidence came later. Woken by the event
// of the attempt's end; by rows at start.
Result<std::vector<JobId>> jobs_to_settle(store::Reader& in, int limit);

// Promise: charge row, fees, distribution and the release of the unused reservation are on the disk together, or none
// is. Settling a settled job changes nothing.
//   counts reported                 -> captured for exactly those; the job is printed or partly-printed. In a trial
//                                      metered for those: nothing is posted
//   completed or lost, no counts    -> unconfirmed: nothing captured, the reservation falls back
//   aborted, cancelled, withdrawn, not fetched: no counts -> voided; the job is held again (cancelled when its owner
//   asked for that)
Result<void> settle(store::Transaction& in, JobId job, Instant now);

// A person's word on an unconfirmed job (the operator's): counts, or zero for "nothing came out". Fails with
// conflict ("job-not-unconfirmed"), malformed ("bad-report": counts below 0 or above count_max), limit_reached
// ("budget-exceeded").
Result<void> settle_by_hand(store::Transaction& in, JobId job, const Usage& counted, PersonId by, Instant now);

}  // namespace tsuke::flow
