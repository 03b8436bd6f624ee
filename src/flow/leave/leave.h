// The end of a membership, and of what it allowed: the person's jobs lose the purposes that the organisation paid for,
// what was asked of it is withdrawn. A job at a printer finishes as it was authorised.
#pragma once

#include "base/ids.h"
#include "base/result.h"
#include "base/time.h"
#include "platform/store/store.h"

namespace tsuke::flow {

// Ends the membership as registry::end_membership does, with its errors. In the same commit, of an accepted one: up to
// leavers_jobs_at_a_time waiting jobs become purpose-needed, with the reason beside them (flow/purpose_lost.h); open
// requests for an approval or for more budget are withdrawn. The rest of the jobs follow by finish_leaving().
Result<void> end_membership(store::Transaction& in, MembershipId membership, PersonId by, Instant now);
inline constexpr int leavers_jobs_at_a_time = 500;

// Goes on with jobs of those who left, a batch of each. Woken by time; finds its work in rows. Returns how many jobs
// have lost their purpose. Whoever was accepted again meanwhile keeps the rest.
Result<int> finish_leaving(store::Transaction& in, Instant now);

}  // namespace tsuke::flow
