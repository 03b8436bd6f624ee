#include "flow/metered.h"

#include "flow/rows.h"

namespace tsuke::flow {

namespace {

using store::Query;

constexpr const char* tables = R"sql(
CREATE TABLE metered (
  job_id BIGINT NOT NULL REFERENCES charge (job_id),
  position BIGINT NOT NULL,
  trial_id BIGINT REFERENCES trial (id),
  counts_print BIGINT NOT NULL,
  payer TEXT NOT NULL,
  department_id BIGINT,
  cost_centre_id BIGINT,
  authorised BIGINT NOT NULL,
  device_fee BIGINT NOT NULL DEFAULT 0,
  service_fee BIGINT NOT NULL DEFAULT 0,
  captured BIGINT NOT NULL DEFAULT 0,
  absorbed BIGINT NOT NULL DEFAULT 0,
  commission BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (job_id, position),
  CHECK (captured <= authorised),
  CHECK (captured + absorbed = device_fee + service_fee)
);
CREATE INDEX metered_in_trial ON metered (trial_id, payer);
CREATE INDEX metered_of_payer ON metered (payer, trial_id);
)sql";

constexpr Query delete_metered{"delete_metered", "DELETE FROM metered WHERE job_id = $1"};
constexpr Query insert_metered{"insert_metered", R"sql(
    INSERT INTO metered (job_id, position, trial_id, counts_print, payer, department_id, cost_centre_id, authorised)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8))sql"};
constexpr Query update_metered{"update_metered", R"sql(
    UPDATE metered SET device_fee = $3, service_fee = $4, captured = $5, absorbed = $6, commission = $7
     WHERE job_id = $1 AND position = $2)sql"};

}  // namespace

Result<std::vector<registry::Trial>> trials_covering(store::Reader& in, const std::vector<PurposeId>& purposes,
                                                     const std::optional<registry::Printer>& printer, Instant now) {
  std::vector<registry::Trial> trials;
  if (!printer) return trials;
  for (const PurposeId id : purposes) {
    if (!id.exists()) return std::vector<registry::Trial>{};
    const registry::Purpose purpose = TRY(registry::purpose(in, id));
    auto trial = TRY(registry::trial_covering(in, printer->provider, purpose.payer, now));
    if (!trial) return std::vector<registry::Trial>{};
    trials.push_back(std::move(*trial));
  }
  return trials;
}

Result<void> write_metered(store::Transaction& in, JobId job, const std::vector<MeteredLine>& lines) {
  TRY(in.run(delete_metered, {job}));
  for (const MeteredLine& line : lines)
    TRY(in.run(insert_metered, {job, line.position, line.trial, line.counts_print, registry::payer_key(line.payer),
                                line.department, line.cost_centre, line.authorised.amount_minor}));
  return {};
}

Result<void> write_would_be(store::Transaction& in, JobId job, int position, const Amounts& amounts) {
  return in.run(update_metered,
                {job, position, amounts.device_fee.amount_minor, amounts.service_fee.amount_minor,
                 amounts.captured.amount_minor, amounts.absorbed.amount_minor, amounts.commission.amount_minor});
}

Error never_charged() {
  return {Reason::conflict, "not-charged",
          "it was printed in a trial: nobody pays for it, so there is nothing to share"};
}

store::Migration metered_migration() { return {"metered", 1, tables}; }

}  // namespace tsuke::flow
