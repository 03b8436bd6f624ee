#include "flow/leave/leave.h"

#include <vector>

#include "flow/approval_rows.h"
#include "flow/budget/request.h"
#include "flow/purpose_lost.h"
#include "flow/rows.h"
#include "registry/people.h"

namespace tsuke::flow {

namespace {

using store::Query;

constexpr int leavers_at_a_time = 20;

struct Leaver {
  PersonId person;
  OrganisationId organisation;
};

constexpr Query insert_leaver{"insert_leaver", R"sql(
    INSERT INTO leaving (person_id, organisation_id) VALUES ($1, $2)
    ON CONFLICT (person_id, organisation_id) DO NOTHING)sql"};
constexpr Query select_leavers{
    "select_leavers", "SELECT person_id, organisation_id FROM leaving ORDER BY person_id, organisation_id LIMIT $1"};
constexpr Query delete_leaver{"delete_leaver", "DELETE FROM leaving WHERE person_id = $1 AND organisation_id = $2"};
constexpr Query jobs_of_leaver{"jobs_of_leaver", "SELECT " TSUKE_JOB_COLUMNS R"sql(
      FROM purpose JOIN job ON job.purpose_id = purpose.id AND job.is_open = 1
     WHERE purpose.person_id = $1 AND purpose.payer_organisation_id = $2
       AND job.state IN ('held', 'purpose-needed', 'awaiting-approval')
     ORDER BY job.id LIMIT $3)sql"};
// Prints that the organisation shares with other payers: by the purpose, unless the job says otherwise, or by the job.
constexpr Query jobs_sharing_purpose{"jobs_of_leaver_sharing_purpose", "SELECT " TSUKE_JOB_COLUMNS R"sql(
      FROM purpose JOIN purpose_split s ON s.part_id = purpose.id
      JOIN job ON job.purpose_id = s.purpose_id AND job.is_open = 1
     WHERE purpose.person_id = $1 AND purpose.payer_organisation_id = $2
       AND job.state IN ('held', 'purpose-needed', 'awaiting-approval')
       AND NOT EXISTS (SELECT 1 FROM job_split o WHERE o.job_id = job.id AND o.purpose_id = job.purpose_id)
     ORDER BY job.id LIMIT $3)sql"};
constexpr Query jobs_shared_alone{"jobs_of_leaver_shared_alone", "SELECT " TSUKE_JOB_COLUMNS R"sql(
      FROM purpose JOIN job_split s ON s.part_id = purpose.id
      JOIN job ON job.id = s.job_id AND job.purpose_id = s.purpose_id AND job.is_open = 1
     WHERE purpose.person_id = $1 AND purpose.payer_organisation_id = $2
       AND job.state IN ('held', 'purpose-needed', 'awaiting-approval')
     ORDER BY job.id LIMIT $3)sql"};

Result<void> end_request(store::Transaction& in, const Job& job) {
  if (job.state != JobState::awaiting_approval) return {};
  const auto latest = TRY(latest_approval(in, job.id));
  if (!latest || !is_unanswered(latest->state)) return {};
  return end_approval(in, *latest, ApprovalState::withdrawn);
}

// What it takes is not found by the next query.
Result<int> take_from(store::Transaction& in, const Leaver& leaver, const Query& query, int limit, Instant now) {
  const auto jobs = TRY(in.list<Job>(query, {leaver.person, leaver.organisation, limit}, job_from));
  for (const Job& job : jobs) {
    const auto lost = TRY(lost_of(in, job));
    assert(lost);
    TRY(end_request(in, job));
    TRY(lose_purpose(in, job, *lost, now));
  }
  return static_cast<int>(jobs.size());
}

Result<int> take_purposes(store::Transaction& in, const Leaver& leaver, Instant now) {
  const auto link = TRY(registry::membership_between(in, leaver.person, leaver.organisation));
  const bool has_left = link && link->state == registry::MembershipState::ended;
  int taken = 0;
  for (const Query& jobs : {jobs_of_leaver, jobs_sharing_purpose, jobs_shared_alone})
    if (has_left) taken += TRY(take_from(in, leaver, jobs, leavers_jobs_at_a_time - taken, now));
  if (taken < leavers_jobs_at_a_time) TRY(in.run(delete_leaver, {leaver.person, leaver.organisation}));
  return taken;
}

}  // namespace

Result<void> end_membership(store::Transaction& in, MembershipId id, PersonId by, Instant now) {
  TRY(registry::end_membership(in, id, by));
  const registry::Membership ended = TRY(registry::membership(in, id));
  const Leaver leaver{ended.person, ended.organisation};
  TRY(withdraw_requests(in, leaver.person, leaver.organisation, now));
  if (!ended.was_accepted) return {};
  TRY(in.run(insert_leaver, {leaver.person, leaver.organisation}));
  TRY(take_purposes(in, leaver, now));
  return {};
}

Result<int> finish_leaving(store::Transaction& in, Instant now) {
  const auto leavers = TRY(in.list<Leaver>(select_leavers, {int{leavers_at_a_time}}, [](const store::Row& row) {
    return Leaver{row.id<PersonId>(0), row.id<OrganisationId>(1)};
  }));
  int taken = 0;
  for (const Leaver& leaver : leavers) taken += TRY(take_purposes(in, leaver, now));
  return taken;
}

}  // namespace tsuke::flow
