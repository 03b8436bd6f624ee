#include "flow/acting.h"

#include "flow/rows.h"

namespace tsuke::flow {

namespace {

using registry::Deed;
using registry::Standing;
using store::Query;
using Kind = Standing::Kind;

constexpr int jobs_per_purpose = 50;

constexpr Query put_submitter{"put_job_submitter", "INSERT INTO job_submitter (job_id, person_id) VALUES ($1, $2)"};
constexpr Query select_submitter{"select_job_submitter", "SELECT person_id FROM job_submitter WHERE job_id = $1"};
constexpr Query select_releaser{"select_job_releaser", "SELECT released_by FROM charge WHERE job_id = $1"};

Result<PersonId> person_in(store::Reader& in, const Query& query, JobId job) {
  const auto make = [](const store::Row& row) { return row.id<PersonId>(0); };
  return TRY(in.find<PersonId>(query, {job}, make)).value_or(PersonId{});
}

// Held, for want of a purpose, or with an approver.
bool waits(const Job& job) { return is_waiting(job.state) || job.state == JobState::awaiting_approval; }

// Whether a delegate who stands so may look at the job: what came after the end is none of their business.
bool may_look(const Standing& standing, const Job& job) {
  if (standing.kind == Kind::never) return false;
  return standing.kind != Kind::ended || job.submitted_at < standing.until;
}

}  // namespace

Result<void> check_may_submit(store::Reader& in, PersonId by, const registry::Purpose& purpose, Instant now) {
  switch (TRY(registry::standing(in, by, purpose, Deed::submit, now)).kind) {
    case Kind::stands: return {};
    case Kind::ended:
      return Error{Reason::not_permitted, "delegation-ended",
                   "you may not submit for this person any more; ask them to allow it again"};
    case Kind::forbidden:
      return Error{Reason::not_permitted, "delegation-not-allowed",
                   "this payer does not allow delegates; its administrator can change that"};
    case Kind::no_member:
      return Error{Reason::not_permitted, "delegate-no-member",
                   "the payer has not accepted you; ask its administrator to invite you"};
    case Kind::never: break;
  }
  return Error{Reason::not_found, "no-such-purpose", "there is no such purpose, or none that you may see"};
}

Result<void> record_submitter(store::Transaction& in, JobId job, PersonId by) {
  return in.run(put_submitter, {job, by});
}

Result<PersonId> submitted_by(store::Reader& in, JobId job) { return person_in(in, select_submitter, job); }
Result<PersonId> released_by(store::Reader& in, JobId job) { return person_in(in, select_releaser, job); }

Result<rules::Acting> acting(store::Reader& in, const Job& job, PersonId by, Instant now) {
  if (!by.exists() || by == job.person) return rules::Acting::owner;
  if (!job.purpose.exists()) return rules::Acting::delegation_ended;
  const registry::Purpose purpose = TRY(registry::purpose(in, job.purpose));
  switch (TRY(registry::standing(in, by, purpose, Deed::release, now)).kind) {
    case Kind::stands: return rules::Acting::delegate;
    case Kind::forbidden: return rules::Acting::forbidden_delegate;
    case Kind::no_member: return rules::Acting::delegate_no_member;
    case Kind::ended:
    case Kind::never: break;
  }
  return rules::Acting::delegation_ended;
}

Result<Job> job_seen_by(store::Reader& in, PersonId person, JobId id, Instant now) {
  Job found = TRY(job(in, id));
  if (found.person == person) return found;
  if (!found.purpose.exists()) return job_not_found();
  const registry::Purpose purpose = TRY(registry::purpose(in, found.purpose));
  const bool handled = TRY(submitted_by(in, id)) == person || TRY(released_by(in, id)) == person;
  const Standing releases = TRY(registry::standing(in, person, purpose, Deed::release, now));
  if ((handled || waits(found)) && may_look(releases, found)) return found;
  const Standing submits = TRY(registry::standing(in, person, purpose, Deed::submit, now));
  if (handled && may_look(submits, found)) return found;
  return job_not_found();
}

Result<std::vector<Job>> delegated_jobs(store::Reader& in, PersonId delegate, Instant now) {
  std::vector<Job> jobs;
  const auto take = [&](const registry::Purpose& purpose, bool only_submitted) -> Result<void> {
    for (Job& each : TRY(jobs_of_purpose(in, purpose.id, Which::open, {}, jobs_per_purpose))) {
      if (!waits(each)) continue;
      if (only_submitted && TRY(submitted_by(in, each.id)) != delegate) continue;
      jobs.push_back(std::move(each));
    }
    return {};
  };
  for (const auto& purpose : TRY(registry::delegated_purposes(in, delegate, Deed::release, now)))
    TRY(take(purpose, false));
  for (const auto& purpose : TRY(registry::delegated_purposes(in, delegate, Deed::submit, now)))
    if (TRY(registry::standing(in, delegate, purpose, Deed::release, now)).kind != Kind::stands)
      TRY(take(purpose, true));
  return jobs;
}

}  // namespace tsuke::flow
