#include "flow/submit/submit.h"

#include "base/bytes.h"
#include "flow/acting.h"
#include "flow/comment.h"
#include "flow/purpose_lost.h"
#include "flow/rows.h"

namespace tsuke::flow {

namespace {

using store::Query;

constexpr std::int64_t open_jobs_max = 5'000'000;
constexpr std::size_t name_bytes_max = 600;
constexpr int default_hold_hours = 24;

constexpr Query number_job{"number_job", R"sql(
    INSERT INTO person_jobs (person_id, last_number, open_jobs) VALUES ($1, 1, 1)
    ON CONFLICT (person_id) DO UPDATE SET last_number = person_jobs.last_number + 1, open_jobs = person_jobs.open_jobs + 1
    RETURNING last_number, open_jobs)sql"};
constexpr Query count_purpose_job{"count_purpose_job", R"sql(
    INSERT INTO purpose_jobs (purpose_id, open_jobs) VALUES ($1, 1)
    ON CONFLICT (purpose_id) DO UPDATE SET open_jobs = purpose_jobs.open_jobs + 1)sql"};
constexpr Query insert_job{"insert_job", R"sql(
    INSERT INTO job (id, number, person_id, purpose_id, name, state, is_open, document, document_problem, copies, sides, color_mode,
                     media, format, location, size_bytes, pages, channel, via_id, account_word, submitted_at, expires_at, ended_at,
                     rest_of_settings, at_once, password)
    VALUES ($1, $2, $3, $4, $5, $6, 1, $7, '', $8, $9, $10, $11, $12, $13, $14, 0, $15, $16, $17, $18, $19, NULL, $20, $21,
            $22))sql"};
constexpr Query put_document{"put_document", R"sql(
    UPDATE job SET document = 'counting', location = $2, size_bytes = $3, format = $4, expires_at = $5
     WHERE id = $1 AND document = 'awaited')sql"};
// Ended ones wait for nothing but the destruction of their document.
constexpr Query counting_jobs{"counting_jobs", "SELECT " TSUKE_JOB_COLUMNS
                                               " FROM job WHERE document = 'counting' AND is_open = 1 AND format = $1"
                                               " ORDER BY id LIMIT $2"};
constexpr Query put_pdf{"put_pdf", R"sql(
    UPDATE job SET document = 'ready', pages = $3, page_list = $4, location = $5, size_bytes = $6
     WHERE id = $1 AND location = $2)sql"};
constexpr Query put_pages{"put_pages", "UPDATE job SET document = 'ready', pages = $2, page_list = $3 WHERE id = $1"};
constexpr Query put_document_problem{"put_document_problem",
                                     "UPDATE job SET document = 'unreadable', document_problem = $2 WHERE id = $1"};

// Whole UTF-8 letters only, and nothing that could move a terminal's cursor.
std::string safe_name(std::string_view name) {
  std::string safe;
  for (const char c : name)
    if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) safe.push_back(c);
  if (!is_clean_utf8(safe)) return "untitled";
  if (safe.size() > name_bytes_max) {
    std::size_t end = name_bytes_max;
    while ((static_cast<unsigned char>(safe[end]) & 0xC0) == 0x80) --end;
    safe.resize(end);
  }
  return safe.empty() ? "untitled" : safe;
}

struct Terms {
  registry::PrintSettings settings;
  Duration hold = hours(default_hold_hours);
  bool at_once = false;
  std::optional<registry::Purpose> purpose;
  std::optional<registry::Purpose> lost;  // it, or its part that can be used no more: the job waits for another one
};

Result<Terms> terms_of(store::Transaction& in, const Submission& submission, Instant now) {
  Terms terms;
  if (submission.purpose.exists()) {
    terms.purpose = TRY(registry::purpose_of(in, submission.person, submission.purpose));
    const registry::Purpose& purpose = *terms.purpose;
    terms.lost = TRY(lost_of(in, purpose));
    if (submission.by.exists()) TRY(check_may_submit(in, submission.by, purpose, now));
    terms.settings = purpose.defaults;
    terms.hold = hours(purpose.hold_hours);
    // To submit is not to release: what a delegate sends waits, also where the owner's own is printed at once.
    terms.at_once =
        purpose.at_once && !submission.hold && submission.password.empty() && !submission.by.exists() && !terms.lost;
  }
  terms.settings = TRY(registry::apply(terms.settings, submission.settings));
  return terms;
}

Result<Job> insert(store::Transaction& in, const Submission& submission, const Terms& terms, Job job, Instant now) {
  job.id = new_id<JobId>();
  job.person = submission.person;
  job.settings = terms.settings;
  job.at_once = terms.at_once;
  if (!terms.lost) job.purpose = submission.purpose;
  job.name = safe_name(submission.name);
  job.state = job.purpose.exists() ? JobState::held : JobState::purpose_needed;
  job.channel = submission.channel;
  job.via = submission.via;
  job.password = submission.password;
  job.account_word = safe_name(submission.account_word.empty() ? "-" : submission.account_word);
  job.submitted_at = now;
  std::int64_t open_jobs = 0;
  TRY(in.each(number_job, {job.person}, [&](const store::Row& row) -> Result<void> {
    job.number = static_cast<std::int32_t>(row.integer(0));
    open_jobs = row.integer(1);
    return {};
  }));
  if (open_jobs > open_jobs_max)
    return Error{Reason::limit_reached, "too-many-jobs", "you have 5,000,000 jobs waiting; print or delete some first"};
  if (job.purpose.exists()) TRY(in.run(count_purpose_job, {job.purpose}));
  const registry::PrintSettings& settings = job.settings;
  TRY(in.run(insert_job, {job.id,
                          job.number,
                          job.person,
                          job.purpose,
                          job.name,
                          to_string(job.state),
                          to_string(job.document),
                          settings.copies,
                          registry::to_keyword(settings.sides),
                          registry::to_keyword(settings.color_mode),
                          settings.media,
                          job.format,
                          job.location.text,
                          job.size_bytes,
                          job.channel,
                          job.via,
                          job.account_word,
                          now,
                          job.expires_at,
                          registry::rest_to_text(settings),
                          job.at_once,
                          job.password}));
  if (terms.lost) TRY(note_purpose_lost(in, job.id, *terms.purpose, *terms.lost, now));
  if (submission.by.exists()) TRY(record_submitter(in, job.id, submission.by));
  if (!submission.comment.empty() && !terms.lost) TRY(set_comment(in, job, submission.comment));
  publish_job(in, job, job.state, IsNew::yes);
  return job;
}

}  // namespace

Result<Job> submit(store::Transaction& in, const Submission& submission, const StoredDocument& document, Instant now) {
  const Terms terms = TRY(terms_of(in, submission, now));
  Job job;
  job.document = DocumentState::counting;
  job.location = document.location;
  job.size_bytes = document.size_bytes;
  job.format = document.format;
  job.expires_at = now + terms.hold;
  return insert(in, submission, terms, std::move(job), now);
}

Result<Job> open_job(store::Transaction& in, const Submission& submission, Instant now) {
  Job job;
  const Terms terms = TRY(terms_of(in, submission, now));
  job.document = DocumentState::awaited;
  job.expires_at = now + document_patience;
  return insert(in, submission, terms, std::move(job), now);
}

Result<Job> attach_document(store::Transaction& in, JobId id, const StoredDocument& document, Instant now) {
  Job found = TRY(job(in, id));
  if (!is_waiting(found.state)) return Error{Reason::conflict, "job-not-open", "this job has ended; submit it again"};
  if (found.document != DocumentState::awaited)
    return Error{Reason::conflict, "document-there", "this job has its document; one job holds one document"};
  int hold_hours = default_hold_hours;
  if (found.purpose.exists()) hold_hours = TRY(registry::purpose_of(in, found.person, found.purpose)).hold_hours;
  TRY(in.run(put_document,
             {id, document.location.text, document.size_bytes, document.format, now + hours(hold_hours)}));
  TRY(set_job_state(in, found, found.state, now));
  return job(in, id);
}

Result<std::vector<Job>> jobs_to_count(store::Reader& in, const std::string& format, int limit) {
  return in.list<Job>(counting_jobs, {format, limit}, job_from);
}

Result<void> record_pages(store::Transaction& in, JobId id, const Result<pages::Summary>& counted, Instant now) {
  const Job found = TRY(job(in, id));
  if (found.document != DocumentState::counting) return {};
  if (counted.ok()) {
    TRY(in.run(put_pages, {id, counted.value().count(), to_text(counted.value().pages)}));
  } else {
    TRY(in.run(put_document_problem, {id, counted.error().code}));
  }
  if (!is_open(found.state)) return {};
  return set_job_state(in, found, counted.ok() ? found.state : JobState::failed, now);
}

Result<bool> record_pdf(store::Transaction& in, const Job& before, const StoredDocument& pdf,
                        const pages::Summary& counted, Instant now) {
  const Job found = TRY(job(in, before.id));
  if (found.document != DocumentState::counting || found.location != before.location || !is_open(found.state))
    return false;
  TRY(in.run(put_pdf, {found.id, found.location.text, counted.count(), to_text(counted.pages), pdf.location.text,
                       pdf.size_bytes}));
  TRY(set_job_state(in, found, found.state, now));
  return true;
}

}  // namespace tsuke::flow
