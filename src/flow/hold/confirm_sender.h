// A mailed job of a sender that nobody vouches for waits until its person says that it is theirs.
#pragma once

#include "flow/job.h"

namespace tsuke::flow {

// Whether mail of that sender is to be confirmed from now on, too.
enum class Trust { this_once, always };

// Confirms the job, with all others of its message that wait: they are held as long as their purpose says. Repeating it
// changes nothing. `always` trusts the sender, too, wherever the mail server vouches for it. Fails with not_found,
// conflict ("job-not-waiting"; "job-not-mailed": it came another way), and as registry::trust_sender.
Result<Job> confirm_sender(store::Transaction& in, PersonId person, JobId job, Trust trust, Instant now);

}  // namespace tsuke::flow
