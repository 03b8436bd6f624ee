#include "flow/hold/confirm_sender.h"

#include "flow/mailed.h"
#include "flow/rows.h"
#include "registry/mail_addresses.h"

namespace tsuke::flow {

namespace {

using store::Query;

constexpr Query unconfirmed_of_message{"unconfirmed_of_message", R"sql(
    SELECT mailed_job.job_id FROM mailed_job JOIN job ON job.id = mailed_job.job_id
     WHERE mailed_job.message_id = $1 AND mailed_job.is_confirmed = 0 AND job.is_open = 1 AND job.person_id = $2
     ORDER BY mailed_job.job_id)sql"};
constexpr Query put_confirmed{"put_confirmed", "UPDATE mailed_job SET is_confirmed = 1 WHERE job_id = $1"};
constexpr Query lengthen_wait{"lengthen_wait", "UPDATE job SET expires_at = $2 WHERE id = $1 AND expires_at < $2"};

Result<void> confirm(store::Transaction& in, Job job, Instant now) {
  TRY(in.run(put_confirmed, {job.id}));
  if (job.purpose.exists()) {
    const registry::Purpose purpose = TRY(registry::purpose(in, job.purpose));
    TRY(in.run(lengthen_wait, {job.id, job.submitted_at + hours(purpose.hold_hours)}));
  }
  job.at_once_problem.clear();  // whatever was refused may be asked for again
  return set_job_state(in, job, job.state, now);
}

}  // namespace

Result<Job> confirm_sender(store::Transaction& in, PersonId person, JobId id, Trust trust, Instant now) {
  const Job found = TRY(job_of(in, person, id));
  const auto how = TRY(mailed(in, found));
  if (!how)
    return Error{Reason::conflict, "job-not-mailed", "this job did not come by mail: nothing is to be confirmed"};
  if (!is_waiting(found.state))
    return Error{Reason::conflict, "job-not-waiting", "this job is being printed or has ended; look at its state"};
  if (trust == Trust::always) TRY(registry::trust_sender(in, person, how->sender, now));
  const auto waiting = TRY(in.list<JobId>(unconfirmed_of_message, {how->message, person},
                                          [](const store::Row& row) { return row.id<JobId>(0); }));
  for (const JobId each : waiting) TRY(confirm(in, TRY(job(in, each)), now));
  return job(in, id);
}

}  // namespace tsuke::flow
