// Release without anybody at the printer: a purpose's jobs go to the printer that it names as soon as they are ready,
// by the same decision, reservation and charge as any release. What is refused stays held, with the reason.
#pragma once

#include <vector>

#include "flow/job.h"

namespace tsuke::flow {

// The reason code of a job that is beyond the purpose's cap for a day.
inline constexpr std::string_view at_once_cap_reached = "at-once-cap-reached";

// Jobs that are ready and wait for this, oldest first. A crash leaves them here.
Result<std::vector<JobId>> jobs_to_release_at_once(store::Reader& in, int limit);

// Releases the job, or notes why not (Job::at_once_problem); either way it is asked only once. A job that does not wait
// for this any more (released by its person, moved, cancelled) is left alone. Fails only when the database does.
Result<void> release_at_once(store::Transaction& in, JobId job, Instant now);

// Its person's wish for a held job of such a purpose: let it go now, as if it had just come; or keep it. Fails with
// not_found, conflict ("job-not-waiting"; "not-at-once": the purpose names no printer, or the job asks for a password).
Result<Job> ask_at_once(store::Transaction& in, PersonId person, JobId job, Instant now);
Result<Job> keep_held(store::Transaction& in, PersonId person, JobId job, Instant now);

}  // namespace tsuke::flow
