#include "flow/purpose_lost.h"

#include <utility>

#include "flow/split.h"

namespace tsuke::flow {

namespace {

using store::Query;

// leaving: whose jobs are still to be looked through (flow/leave).
constexpr const char* tables = R"sql(
CREATE TABLE purpose_lost (
  job_id BIGINT PRIMARY KEY REFERENCES job (id),
  reason TEXT NOT NULL,
  organisation_id BIGINT NOT NULL REFERENCES organisation (id),
  organisation_name TEXT NOT NULL,
  purpose_name TEXT NOT NULL,
  lost_at BIGINT NOT NULL
);
CREATE TABLE leaving (
  person_id BIGINT NOT NULL REFERENCES person (id),
  organisation_id BIGINT NOT NULL REFERENCES organisation (id),
  PRIMARY KEY (person_id, organisation_id)
);
)sql";

constexpr const char* parts = R"sql(
ALTER TABLE purpose_lost ADD COLUMN part_name TEXT NOT NULL DEFAULT '';
CREATE INDEX job_split_by_part ON job_split (part_id);
)sql";

constexpr Query select_purpose_lost{"select_purpose_lost", R"sql(
    SELECT reason, organisation_id, organisation_name, purpose_name, part_name, lost_at
      FROM purpose_lost WHERE job_id = $1)sql"};
constexpr Query put_purpose_lost{"put_purpose_lost", R"sql(
    INSERT INTO purpose_lost (job_id, reason, organisation_id, organisation_name, purpose_name, part_name, lost_at)
    VALUES ($1, 'membership-ended', $2, $3, $4, $5, $6)
    ON CONFLICT (job_id) DO UPDATE SET
      reason = excluded.reason, organisation_id = excluded.organisation_id,
      organisation_name = excluded.organisation_name, purpose_name = excluded.purpose_name,
      part_name = excluded.part_name, lost_at = excluded.lost_at)sql"};
constexpr Query take_purpose_away{"take_purpose_away", "UPDATE job SET purpose_id = NULL WHERE id = $1"};
constexpr Query count_one_less{"count_one_less_of_purpose",
                               "UPDATE purpose_jobs SET open_jobs = open_jobs - 1 WHERE purpose_id = $1"};
constexpr Query forget_split{"forget_split_of_job", "DELETE FROM job_split WHERE job_id = $1"};

Result<std::optional<registry::Purpose>> lost_part(store::Reader& in, const Split& split) {
  for (const Split::Part& part : split.parts) {
    registry::Purpose purpose = TRY(registry::purpose(in, part.purpose));
    if (is_lost(purpose)) return std::optional(std::move(purpose));
  }
  return std::optional<registry::Purpose>{};
}

}  // namespace

Result<std::optional<PurposeLost>> purpose_lost(store::Reader& in, const Job& job) {
  if (job.state != JobState::purpose_needed) return std::optional<PurposeLost>{};
  return in.find<PurposeLost>(select_purpose_lost, {job.id}, [](const store::Row& row) {
    return PurposeLost{row.text(0), row.id<OrganisationId>(1), row.text(2), row.text(3), row.text(4), row.instant(5)};
  });
}

bool is_lost(const registry::Purpose& purpose) { return purpose.membership_was_accepted_once; }

// A purpose that is shared is its person's own (flow/split.h), so that of most nothing more is read.
Result<std::optional<registry::Purpose>> lost_of(store::Reader& in, const registry::Purpose& purpose) {
  if (is_lost(purpose)) return std::optional(purpose);
  if (!purpose.payer.is_private()) return std::optional<registry::Purpose>{};
  return lost_part(in, TRY(split_of_purpose(in, purpose.id)));
}

Result<std::optional<registry::Purpose>> lost_of(store::Reader& in, const Job& job) {
  registry::Purpose purpose = TRY(registry::purpose(in, job.purpose));
  if (is_lost(purpose)) return std::optional(std::move(purpose));
  return lost_part(in, TRY(split_of(in, job)));
}

Result<void> note_purpose_lost(store::Transaction& in, JobId job, const registry::Purpose& purpose,
                               const registry::Purpose& lost, Instant now) {
  const std::string part = lost.id == purpose.id ? std::string() : lost.name;
  return in.run(put_purpose_lost, {job, lost.payer.organisation, lost.payer_name, purpose.name, part, now});
}

Result<void> lose_purpose(store::Transaction& in, Job job, const registry::Purpose& lost, Instant now) {
  assert(job.purpose.exists());
  const registry::Purpose purpose = TRY(registry::purpose(in, job.purpose));
  TRY(in.run(count_one_less, {purpose.id}));
  TRY(in.run(take_purpose_away, {job.id}));
  TRY(in.run(forget_split, {job.id}));
  TRY(note_purpose_lost(in, job.id, purpose, lost, now));
  job.purpose = {};
  job.at_once = false;
  job.at_once_problem.clear();
  return set_job_state(in, job, JobState::purpose_needed, now);
}

Result<void> hold_again(store::Transaction& in, const Job& job, Instant now) {
  if (!job.purpose.exists()) return set_job_state(in, job, JobState::purpose_needed, now);
  if (const auto lost = TRY(lost_of(in, job))) return lose_purpose(in, job, *lost, now);
  return set_job_state(in, job, JobState::held, now);
}

std::vector<store::Migration> leave_migrations() { return {{"leave", 1, tables}, {"lost_part", 1, parts}}; }

}  // namespace tsuke::flow
