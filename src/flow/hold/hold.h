// Second stage: jobs wait. Their owner may change purpose, settings and name, or cancel; time ends the rest.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "flow/job.h"

namespace tsuke::flow {

struct JobChange {
  std::optional<PurposeId> purpose;  // brings its default settings unless settings are changed, too
  registry::SettingsChange settings;
  std::optional<std::string> name;
  std::optional<std::string> comment;  // flow/comment.h, for the payer of the purpose that it is then under
};
// Only while the job waits: conflict ("job-not-waiting") otherwise. Fails with conflict ("membership-ended": under that
// purpose nothing is printed any more), not_found, malformed ("bad-name": not 1 to 600 bytes of clean text;
// "bad-print-settings", "bad-comment").
Result<Job> change_job(store::Transaction& in, PersonId person, JobId job, const JobChange& change, Instant now);

// Cancels a waiting job at once. A released one that no device has taken is withdrawn; one in print is asked to stop,
// and is charged for what came out. Cancelling an ended job is a conflict ("job-ended").
Result<Job> cancel_job(store::Transaction& in, PersonId person, JobId job, Instant now);

// Ends what has waited too long: expired documents, and jobs that never got one. Returns how many.
Result<int> expire_jobs(store::Transaction& in, Instant now);

// Documents whose bytes are no longer needed: of printed and cancelled jobs at once, of other ended ones when they
// expire.
struct Shreddable {
  JobId job;
  vault::Location location;
};
Result<std::vector<Shreddable>> documents_to_shred(store::Reader& in, Instant now, int limit);
// After the vault has destroyed it.
Result<void> document_shredded(store::Transaction& in, JobId job);
// Every location that a row still speaks of: what the vault keeps at start.
Result<std::vector<vault::Location>> live_documents(store::Reader& in);

}  // namespace tsuke::flow
