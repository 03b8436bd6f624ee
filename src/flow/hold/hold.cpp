#include "flow/hold/hold.h"

#include <algorithm>

#include "base/bytes.h"
#include "flow/attempts.h"
#include "flow/comment.h"
#include "flow/purpose_lost.h"
#include "flow/rows.h"

namespace tsuke::flow {

namespace {

using store::Query;

constexpr Query update_job{"update_job", R"sql(
    UPDATE job SET purpose_id = $2, name = $3, copies = $4, sides = $5, color_mode = $6, media = $7, expires_at = $8,
           rest_of_settings = $9
     WHERE id = $1)sql"};
constexpr Query move_purpose_count{"move_purpose_count", R"sql(
    INSERT INTO purpose_jobs (purpose_id, open_jobs) VALUES ($1, 1)
    ON CONFLICT (purpose_id) DO UPDATE SET open_jobs = purpose_jobs.open_jobs + 1)sql"};
constexpr Query uncount_purpose{"uncount_purpose",
                                "UPDATE purpose_jobs SET open_jobs = open_jobs - 1 WHERE purpose_id = $1"};
constexpr Query ask_cancel{"ask_cancel", "UPDATE attempt SET cancel_asked = 1 WHERE id = $1"};
constexpr Query overdue_jobs{"overdue_jobs",
                             "SELECT " TSUKE_JOB_COLUMNS
                             " FROM job WHERE is_open = 1 AND expires_at <= $1 AND state IN "
                             "('purpose-needed', 'held', 'awaiting-approval') ORDER BY expires_at LIMIT 500"};
constexpr Query useless_documents{"useless_documents", R"sql(
    SELECT id, location FROM job
     WHERE is_open = 0 AND location <> '' AND (state IN ('printed', 'cancelled', 'expired') OR expires_at <= $1)
     ORDER BY ended_at LIMIT $2)sql"};
constexpr Query forget_document{"forget_document",
                                "UPDATE job SET document = 'destroyed', location = '' WHERE id = $1"};
constexpr Query all_locations{"all_locations", "SELECT location FROM job WHERE location <> ''"};

Error not_waiting() {
  return {Reason::conflict, "job-not-waiting", "this job is not waiting any more: it is being printed or has ended"};
}

constexpr std::size_t name_bytes_max = 600;

// Nothing that could move a terminal's cursor.
bool is_safe_name(std::string_view name) {
  const auto is_control = [](unsigned char c) { return c < 0x20 || c == 0x7F; };
  return !name.empty() && name.size() <= name_bytes_max && is_clean_utf8(name) &&
         std::none_of(name.begin(), name.end(), is_control);
}

Error lost_payer(const registry::Purpose& purpose, const registry::Purpose& lost) {
  if (purpose.id == lost.id)
    return {Reason::conflict, "membership-ended", "you no longer belong to this payer; choose another purpose"};
  return {Reason::conflict, "membership-ended",
          "you no longer belong to a payer that shares this purpose; change its parts, or choose another purpose"};
}

// The purpose's default settings come along with it; the pages that were chosen belong to the document, and stay.
Result<void> move_to_purpose(store::Transaction& in, Job& job, PurposeId to) {
  const registry::Purpose purpose = TRY(registry::purpose_of(in, job.person, to));
  if (const auto lost = TRY(lost_of(in, purpose))) return lost_payer(purpose, *lost);
  if (job.purpose.exists()) TRY(in.run(uncount_purpose, {job.purpose}));
  TRY(in.run(move_purpose_count, {to}));
  job.purpose = to;
  auto chosen_pages = std::move(job.settings.page_ranges);
  job.settings = purpose.defaults;
  if (!chosen_pages.empty()) job.settings.page_ranges = std::move(chosen_pages);
  job.at_once = false;  // whoever moves a job is about to say where it prints
  if (job.document != DocumentState::awaited)
    job.expires_at = std::max(job.expires_at, job.submitted_at + hours(purpose.hold_hours));
  return {};
}

Result<void> cancel_attempt(store::Transaction& in, const Job& job, const Attempt& attempt, Instant now) {
  TRY(in.run(ask_cancel, {attempt.id}));
  const bool device_has_it = attempt.state == AttemptState::printing || attempt.state == AttemptState::stopping;
  if (!device_has_it) {
    TRY(end_attempt(in, attempt, AttemptResult::withdrawn, now));
  } else {
    TRY(set_attempt_state(in, attempt, AttemptState::stopping, attempt.deadline));
  }
  tell_device(in, attempt, "job-state-changed");
  return set_job_state(in, job, job.state, now);
}

}  // namespace

Result<Job> change_job(store::Transaction& in, PersonId person, JobId id, const JobChange& change, Instant now) {
  const Job before = TRY(job_of(in, person, id));
  if (!is_waiting(before.state)) return not_waiting();
  Job after = before;
  if (change.purpose && *change.purpose != before.purpose) TRY(move_to_purpose(in, after, *change.purpose));
  after.settings = TRY(registry::apply(after.settings, change.settings));
  after.at_once_problem.clear();
  if (change.name) after.name = *change.name;
  if (change.name && !is_safe_name(*change.name))
    return Error{Reason::malformed, "bad-name", "a job's name has 1 to 600 bytes of text, without control characters"};
  TRY(in.run(update_job, {id, after.purpose, after.name, after.settings.copies,
                          registry::to_keyword(after.settings.sides), registry::to_keyword(after.settings.color_mode),
                          after.settings.media, after.expires_at, registry::rest_to_text(after.settings)}));
  if (change.comment) TRY(set_comment(in, after, *change.comment));
  TRY(set_job_state(in, after, after.purpose.exists() ? JobState::held : JobState::purpose_needed, now));
  return job(in, id);
}

Result<Job> cancel_job(store::Transaction& in, PersonId person, JobId id, Instant now) {
  const Job found = TRY(job_of(in, person, id));
  if (!is_open(found.state)) return Error{Reason::conflict, "job-ended", "this job has ended already"};
  const bool released = found.state == JobState::releasing || found.state == JobState::printing;
  const auto attempt = TRY(latest_attempt(in, id));
  if (released && attempt && attempt->state != AttemptState::ended) {
    TRY(cancel_attempt(in, found, *attempt, now));
  } else if (released) {
    // The device has just finished; the charge stage says how it ended.
    return Error{Reason::conflict, "job-ended", "this job has just left the printer"};
  } else {
    TRY(set_job_state(in, found, JobState::cancelled, now));
  }
  return job(in, id);
}

Result<int> expire_jobs(store::Transaction& in, Instant now) {
  const auto overdue = TRY(in.list<Job>(overdue_jobs, {now}, job_from));
  for (const Job& job : overdue) TRY(set_job_state(in, job, JobState::expired, now));
  return static_cast<int>(overdue.size());
}

Result<std::vector<Shreddable>> documents_to_shred(store::Reader& in, Instant now, int limit) {
  return in.list<Shreddable>(useless_documents, {now, limit},
                             [](const store::Row& row) { return Shreddable{row.id<JobId>(0), {row.text(1)}}; });
}

Result<void> document_shredded(store::Transaction& in, JobId job) { return in.run(forget_document, {job}); }

Result<std::vector<vault::Location>> live_documents(store::Reader& in) {
  return in.list<vault::Location>(all_locations, {},
                                  [](const store::Row& row) { return vault::Location{row.text(0)}; });
}

}  // namespace tsuke::flow
