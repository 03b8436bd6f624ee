// What a person writes to a job for whoever pays for it: "handouts for the fair". A purpose can want one with each job.
#pragma once

#include <string>

#include "flow/job.h"

namespace tsuke::flow {

// Written for the payer that the job's purpose has now: should another one pay in the end, the job has no comment. None
// when empty. Fails with conflict ("job-not-waiting": it is released, or has ended; "purpose-needed": nobody knows for
// whom), malformed ("bad-comment": over registry::note_length_max characters, or none that can be read).
Result<void> set_comment(store::Transaction& in, const Job& job, const std::string& comment);
// Empty when there is none for the payer that the job's purpose has now.
Result<std::string> comment_of(store::Reader& in, const Job& job);

// Whether the job's purpose wants a comment, and it has none.
Result<bool> misses_comment(store::Reader& in, const Job& job);

}  // namespace tsuke::flow
