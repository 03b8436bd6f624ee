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

Result<void> end_request(store::Transaction& in, const Job& job) {
  if (job.state != JobState::awaiting_approval) return {};
  const auto latest = TRY(latest_approval(in, job.id));
  if (!latest || !is_unanswered(latest->state)) return {};
  return end_approval(in, *latest, ApprovalState::withdrawn);
}

Result<int> take_purposes(store::Transaction& in, const Leaver& leaver, Instant now) {
  const auto link = TRY(registry::membership_between(in, leaver.person, leaver.organisation));
  const bool has_left = link && link->state == registry::MembershipState::ended;
  std::vector<Job> jobs;
  if (has_left)
    jobs =
        TRY(in.list<Job>(jobs_of_leaver, {leaver.person, leaver.organisation, int{leavers_jobs_at_a_time}}, job_from));
  for (const Job& job : jobs) {
    TRY(end_request(in, job));
    TRY(lose_purpose(in, job, TRY(registry::purpose(in, job.purpose)), now));
  }
  if (jobs.size() < static_cast<std::size_t>(leavers_jobs_at_a_time))
    TRY(in.run(delete_leaver, {leaver.person, leaver.organisation}));
  return static_cast<int>(jobs.size());
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
