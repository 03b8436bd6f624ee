// Reading jobs and attempts, and the one place that changes a job's state.
#include "base/json.h"
#include "flow/rows.h"

namespace tsuke::flow {

namespace {

using store::Query;

constexpr Query job_by_id{"job_by_id", "SELECT " TSUKE_JOB_COLUMNS " FROM job WHERE id = $1"};
constexpr Query job_by_person_and_number{"job_by_person_and_number",
                                         "SELECT " TSUKE_JOB_COLUMNS " FROM job WHERE person_id = $1 AND number = $2"};
constexpr Query jobs_by_person{"jobs_by_person",
                               "SELECT " TSUKE_JOB_COLUMNS
                               " FROM job WHERE person_id = $1 AND is_open = $2 AND id < $3 ORDER BY id DESC LIMIT $4"};
constexpr Query all_jobs_by_person{"all_jobs_by_person",
                                   "SELECT " TSUKE_JOB_COLUMNS
                                   " FROM job WHERE person_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3"};
constexpr Query jobs_by_via{"jobs_by_via",
                            "SELECT " TSUKE_JOB_COLUMNS
                            " FROM job WHERE via_id = $1 AND is_open = $2 AND id < $3 ORDER BY id DESC LIMIT $4"};
constexpr Query all_jobs_by_via{
    "all_jobs_by_via", "SELECT " TSUKE_JOB_COLUMNS " FROM job WHERE via_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3"};
constexpr Query jobs_by_purpose{
    "jobs_by_purpose", "SELECT " TSUKE_JOB_COLUMNS
                       " FROM job WHERE purpose_id = $1 AND is_open = $2 AND id < $3 ORDER BY id DESC LIMIT $4"};
constexpr Query all_jobs_by_purpose{"all_jobs_by_purpose",
                                    "SELECT " TSUKE_JOB_COLUMNS
                                    " FROM job WHERE purpose_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3"};
constexpr Query open_jobs_of_purpose{"open_jobs_of_purpose",
                                     "SELECT open_jobs FROM purpose_jobs WHERE purpose_id = $1"};

constexpr Query latest_attempt_of_job{"latest_attempt_of_job",
                                      "SELECT " TSUKE_ATTEMPT_COLUMNS
                                      " FROM attempt WHERE job_id = $1 ORDER BY number DESC LIMIT 1"};
constexpr Query attempt_by_id{"attempt_by_id", "SELECT " TSUKE_ATTEMPT_COLUMNS " FROM attempt WHERE id = $1"};
constexpr Query attempt_by_device_number{"attempt_by_device_number",
                                         "SELECT " TSUKE_ATTEMPT_COLUMNS
                                         " FROM attempt WHERE printer_id = $1 AND device_number = $2"};
constexpr Query usage_by_attempt{
    "usage_by_attempt",
    "SELECT monochrome_impressions, color_impressions, sheets, reports FROM usage WHERE attempt_id = $1"};

constexpr Query update_job_state{"update_job_state",
                                 "UPDATE job SET state = $2, is_open = $3, ended_at = $4, at_once = $5, "
                                 "at_once_problem = $6 WHERE id = $1"};
constexpr Query count_open_of_person{"count_open_of_person",
                                     "UPDATE person_jobs SET open_jobs = open_jobs + $2 WHERE person_id = $1"};
constexpr Query count_open_of_purpose{"count_open_of_purpose",
                                      "UPDATE purpose_jobs SET open_jobs = open_jobs + $2 WHERE purpose_id = $1"};

Result<std::vector<Job>> page_of_jobs(store::Reader& in, const Query& by_openness, const Query& all, store::Value key,
                                      Which which, JobId before, int limit) {
  const store::Value bound = page_bound(before);
  if (which == Which::all) return in.list<Job>(all, {key, bound, limit}, job_from);
  return in.list<Job>(by_openness, {key, which == Which::open, bound, limit}, job_from);
}

}  // namespace

Result<Job> job(store::Reader& in, JobId id) {
  auto found = TRY(in.find<Job>(job_by_id, {id}, job_from));
  if (!found) return job_not_found();
  return std::move(*found);
}

Result<Job> job_of(store::Reader& in, PersonId person, JobId id) {
  Job found = TRY(job(in, id));
  if (found.person != person) return job_not_found();
  return found;
}

Result<Job> job_by_number(store::Reader& in, PersonId person, std::int32_t number) {
  auto found = TRY(in.find<Job>(job_by_person_and_number, {person, number}, job_from));
  if (!found) return job_not_found();
  return std::move(*found);
}

Result<std::vector<Job>> jobs_of(store::Reader& in, PersonId person, Which which, JobId before, int limit) {
  return page_of_jobs(in, jobs_by_person, all_jobs_by_person, person, which, before, limit);
}

Result<std::vector<Job>> jobs_via(store::Reader& in, CredentialId via, Which which, JobId before, int limit) {
  return page_of_jobs(in, jobs_by_via, all_jobs_by_via, via, which, before, limit);
}

Result<std::vector<Job>> jobs_of_purpose(store::Reader& in, PurposeId purpose, Which which, JobId before, int limit) {
  return page_of_jobs(in, jobs_by_purpose, all_jobs_by_purpose, purpose, which, before, limit);
}

Result<std::int64_t> held_count(store::Reader& in, PurposeId purpose) {
  return TRY(in.integer(open_jobs_of_purpose, {purpose})).value_or(0);
}

Result<std::optional<Attempt>> latest_attempt(store::Reader& in, JobId job) {
  return in.find<Attempt>(latest_attempt_of_job, {job}, attempt_from);
}

Result<Attempt> attempt(store::Reader& in, AttemptId id) {
  auto found = TRY(in.find<Attempt>(attempt_by_id, {id}, attempt_from));
  if (!found) return Error{Reason::not_found, "attempt-not-found", "there is no such attempt"};
  return std::move(*found);
}

Result<Attempt> attempt_at_printer(store::Reader& in, PrinterId printer, std::int32_t device_number) {
  auto found = TRY(in.find<Attempt>(attempt_by_device_number, {printer, device_number}, attempt_from));
  if (!found) return Error{Reason::not_found, "job-not-found", "this printer's queue has no such job"};
  return std::move(*found);
}

Result<Usage> usage_of(store::Reader& in, AttemptId attempt) {
  const auto make = [](const store::Row& row) {
    return Usage{row.integer(0), row.integer(1), row.integer(2), row.integer(3) > 0};
  };
  return TRY(in.find<Usage>(usage_by_attempt, {attempt}, make)).value_or(Usage{});
}

Result<void> set_job_state(store::Transaction& in, const Job& job, JobState state, Instant now) {
  const bool open = is_open(state);
  const bool waits = is_waiting(state);
  TRY(in.run(update_job_state, {job.id, to_string(state), open, open ? store::Value(nullptr) : store::Value(now),
                                waits && job.at_once, waits ? job.at_once_problem : std::string()}));
  const int change = (open ? 1 : 0) - (is_open(job.state) ? 1 : 0);
  if (change != 0) {
    TRY(in.run(count_open_of_person, {job.person, change}));
    if (job.purpose.exists()) TRY(in.run(count_open_of_purpose, {job.purpose, change}));
  }
  publish_job(in, job, state, IsNew::no);
  return {};
}

void publish_job(store::Transaction& in, const Job& job, JobState state, IsNew is_new) {
  Json payload = Json::object({{"job", to_string(job.id)},
                               {"state", to_string(state)},
                               {"number", std::int64_t{job.number}},
                               {"via", to_string(job.via)},
                               {"purpose", to_string(job.purpose)}});
  if (is_new == IsNew::yes) payload.set("created", true);
  in.publish({"job", to_string(job.id), audience(job.person), payload.dump()});
}

}  // namespace tsuke::flow
