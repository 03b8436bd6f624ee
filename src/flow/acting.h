// Who acts on a job: its owner, or somebody whom the owner lets do so (registry/delegations.h). The job, its purpose
// and its charge stay the owner's; who else had a hand in it is kept beside it, and stands in the print log.
#pragma once

#include <optional>
#include <vector>

#include "flow/job.h"
#include "registry/delegations.h"
#include "rules/permit.h"

namespace tsuke::flow {

// Fails with not_permitted ("delegation-ended", "delegation-not-allowed", "delegate-no-member") when the person may not
// submit under the purpose (any more), not_found when they never might.
Result<void> check_may_submit(store::Reader& in, PersonId by, const registry::Purpose& purpose, Instant now);
Result<void> record_submitter(store::Transaction& in, JobId job, PersonId by);
// None: its owner.
Result<PersonId> submitted_by(store::Reader& in, JobId job);
Result<PersonId> released_by(store::Reader& in, JobId job);  // the last time

// For the decision: `by` none, or the owner, acts for themselves.
Result<rules::Acting> acting(store::Reader& in, const Job& job, PersonId by, Instant now);

// The job, for its owner; for a delegate while it waits under a purpose that they may release, or could when it was
// submitted (then every release is refused, and says why); and what a delegate has submitted or released themselves, as
// long as they may. Fails with not_found for everybody else.
Result<Job> job_seen_by(store::Reader& in, PersonId person, JobId id, Instant now);
// Those that wait, of others, and that the person may release or has submitted: the newest of each purpose first.
Result<std::vector<Job>> delegated_jobs(store::Reader& in, PersonId delegate, Instant now);

}  // namespace tsuke::flow
