// Who shares a print, and what each was charged of it.
#include "flow/split.h"

namespace tsuke::flow {

namespace {

// A charge that is shared stays one row, which the person sees and no company reads: its payer is the person, `shares`
// says how many lines it has, and these are what is reserved, owed, paid and given back.
constexpr const char* tables = R"sql(
CREATE TABLE purpose_split (
  purpose_id BIGINT NOT NULL REFERENCES purpose (id),
  position BIGINT NOT NULL,
  part_id BIGINT NOT NULL REFERENCES purpose (id),
  weight BIGINT NOT NULL,
  unit TEXT NOT NULL,
  PRIMARY KEY (purpose_id, position)
);
CREATE INDEX purpose_split_by_part ON purpose_split (part_id);
CREATE TABLE job_split (
  job_id BIGINT NOT NULL REFERENCES job (id),
  position BIGINT NOT NULL,
  purpose_id BIGINT NOT NULL REFERENCES purpose (id),
  part_id BIGINT NOT NULL REFERENCES purpose (id),
  weight BIGINT NOT NULL,
  unit TEXT NOT NULL,
  PRIMARY KEY (job_id, position)
);

ALTER TABLE charge ADD COLUMN shares BIGINT NOT NULL DEFAULT 0;
CREATE TABLE charge_share (
  job_id BIGINT NOT NULL REFERENCES charge (job_id),
  position BIGINT NOT NULL,
  payer TEXT NOT NULL,
  payer_name TEXT NOT NULL,
  purpose_id BIGINT NOT NULL,
  purpose_name TEXT NOT NULL,
  department_id BIGINT,
  cost_centre_id BIGINT,
  title_shown_to TEXT NOT NULL,
  person_id BIGINT NOT NULL,
  released_at BIGINT NOT NULL,
  unit TEXT NOT NULL,
  weight BIGINT NOT NULL,
  authorised BIGINT NOT NULL,
  device_fee BIGINT NOT NULL DEFAULT 0,
  service_fee BIGINT NOT NULL DEFAULT 0,
  captured BIGINT NOT NULL DEFAULT 0,
  absorbed BIGINT NOT NULL DEFAULT 0,
  commission BIGINT NOT NULL DEFAULT 0,
  refunded BIGINT NOT NULL DEFAULT 0,
  refunded_device_fee BIGINT NOT NULL DEFAULT 0,
  refunded_service_fee BIGINT NOT NULL DEFAULT 0,
  refunded_commission BIGINT NOT NULL DEFAULT 0,
  refunded_absorbed BIGINT NOT NULL DEFAULT 0,
  refund_borne BIGINT NOT NULL DEFAULT 0,
  paid_by BIGINT,
  PRIMARY KEY (job_id, position),
  UNIQUE (job_id, payer),
  CHECK (captured <= authorised),
  CHECK (captured + absorbed = device_fee + service_fee)
);
CREATE INDEX charge_share_log_of_payer ON charge_share (payer, released_at, job_id);
CREATE INDEX charge_share_log_of_member ON charge_share (payer, person_id, released_at, job_id);
CREATE INDEX charge_share_unpaid ON charge_share (payer) WHERE paid_by IS NULL;
CREATE TABLE refund_share (
  refund_id BIGINT NOT NULL REFERENCES refund (id),
  job_id BIGINT NOT NULL,
  payer TEXT NOT NULL,
  currency TEXT NOT NULL,
  device_fee BIGINT NOT NULL,
  service_fee BIGINT NOT NULL,
  captured BIGINT NOT NULL,
  absorbed BIGINT NOT NULL,
  commission BIGINT NOT NULL,
  borne BIGINT NOT NULL,
  paid_by BIGINT,
  PRIMARY KEY (refund_id, payer)
);

CREATE VIEW charge_due AS
SELECT job_id, attempt_id, person_id, payer, payer_name, purpose_id, department_id, cost_centre_id, provider_id,
       provider_name, currency, state, released_at, authorised, device_fee, commission, captured, refunded,
       refunded_device_fee, refunded_commission, refund_borne, paid_by, shared_by
  FROM charge WHERE shares = 0
UNION ALL
SELECT s.job_id, c.attempt_id, s.person_id, s.payer, s.payer_name, s.purpose_id, s.department_id, s.cost_centre_id,
       c.provider_id, c.provider_name, c.currency, c.state, s.released_at, s.authorised, s.device_fee, s.commission,
       s.captured, s.refunded, s.refunded_device_fee, s.refunded_commission, s.refund_borne, s.paid_by, NULL
  FROM charge_share s JOIN charge c ON c.job_id = s.job_id;
)sql";

}  // namespace

std::vector<store::Migration> split_migrations() { return {{"split", 1, tables}}; }

}  // namespace tsuke::flow
