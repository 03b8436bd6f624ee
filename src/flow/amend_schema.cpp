// The rows of putting right: what is moved to another payer, given back, disputed or borne, and who did so. What
// happened stays: triggers refuse to change or delete it, and to change a captured charge's payer without a
// reassignment that says so.
#include "flow/rows.h"

namespace tsuke::flow {

namespace {

constexpr const char* tables = R"sql(
ALTER TABLE charge ADD COLUMN refunded BIGINT NOT NULL DEFAULT 0;
ALTER TABLE charge ADD COLUMN refunded_device_fee BIGINT NOT NULL DEFAULT 0;
ALTER TABLE charge ADD COLUMN refunded_service_fee BIGINT NOT NULL DEFAULT 0;
ALTER TABLE charge ADD COLUMN refunded_commission BIGINT NOT NULL DEFAULT 0;
ALTER TABLE charge ADD COLUMN refunded_absorbed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE charge ADD COLUMN refund_borne BIGINT NOT NULL DEFAULT 0;
ALTER TABLE charge ADD COLUMN shared_by BIGINT;
ALTER TABLE charge ADD COLUMN reassignments BIGINT NOT NULL DEFAULT 0;
ALTER TABLE payment ADD COLUMN credit_used BIGINT NOT NULL DEFAULT 0;

CREATE TABLE audit (
  seq BIGINT PRIMARY KEY,
  at BIGINT NOT NULL,
  actor BIGINT,
  act TEXT NOT NULL,
  subject TEXT NOT NULL,
  was TEXT NOT NULL,
  became TEXT NOT NULL,
  hash BYTES NOT NULL
);
CREATE INDEX audit_of_subject ON audit (subject, seq);
CREATE TABLE audit_head (
  one BIGINT PRIMARY KEY CHECK (one = 1),
  seq BIGINT NOT NULL,
  hash BYTES
);
INSERT INTO audit_head (one, seq) VALUES (1, 0);

CREATE TABLE amend_setting (
  name TEXT PRIMARY KEY,
  setting BIGINT NOT NULL
);
CREATE TABLE reassign_policy (
  organisation_id BIGINT PRIMARY KEY REFERENCES organisation (id),
  hours BIGINT NOT NULL,
  needs_approval BIGINT NOT NULL
);
CREATE TABLE provider_contract (
  provider_id BIGINT PRIMARY KEY REFERENCES provider (id),
  operator_percent BIGINT NOT NULL CHECK (operator_percent BETWEEN 0 AND 100)
);

CREATE TABLE reassignment (
  id BIGINT PRIMARY KEY,
  job_id BIGINT NOT NULL REFERENCES charge (job_id),
  position BIGINT NOT NULL,
  from_payer TEXT NOT NULL,
  from_payer_name TEXT NOT NULL,
  from_purpose_id BIGINT NOT NULL,
  from_purpose_name TEXT NOT NULL,
  to_payer TEXT NOT NULL,
  to_payer_name TEXT NOT NULL,
  to_purpose_id BIGINT NOT NULL,
  to_purpose_name TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount BIGINT NOT NULL CHECK (amount >= 0),
  paid_by BIGINT,
  restores BIGINT,
  category TEXT NOT NULL,
  reason TEXT NOT NULL,
  asked_by BIGINT NOT NULL,
  decided_by BIGINT,
  at BIGINT NOT NULL,
  UNIQUE (job_id, position)
);
CREATE INDEX reassignment_from ON reassignment (from_payer, id);
CREATE INDEX reassignment_to ON reassignment (to_payer, id);
CREATE TABLE reassignment_request (
  id BIGINT PRIMARY KEY,
  job_id BIGINT NOT NULL REFERENCES charge (job_id),
  from_payer TEXT NOT NULL,
  to_payer TEXT NOT NULL,
  to_payer_name TEXT NOT NULL,
  to_purpose_id BIGINT NOT NULL,
  to_purpose_name TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount BIGINT NOT NULL,
  category TEXT NOT NULL,
  reason TEXT NOT NULL,
  asked_by BIGINT NOT NULL,
  asked_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  state TEXT NOT NULL,
  decided_by BIGINT,
  decided_at BIGINT,
  note TEXT NOT NULL
);
CREATE UNIQUE INDEX reassignment_request_open ON reassignment_request (job_id) WHERE state = 'open';
CREATE INDEX reassignment_request_due ON reassignment_request (expires_at) WHERE state = 'open';
CREATE INDEX reassignment_request_to ON reassignment_request (to_payer, id);
CREATE INDEX reassignment_request_by ON reassignment_request (asked_by, id);

CREATE TABLE refund_request (
  id BIGINT PRIMARY KEY,
  job_id BIGINT NOT NULL REFERENCES charge (job_id),
  provider_id BIGINT NOT NULL,
  printer_id BIGINT NOT NULL,
  cause TEXT NOT NULL,
  words TEXT NOT NULL,
  photo TEXT NOT NULL,
  photo_format TEXT NOT NULL,
  monochrome_impressions BIGINT NOT NULL,
  color_impressions BIGINT NOT NULL,
  sheets BIGINT NOT NULL,
  currency TEXT NOT NULL,
  amount BIGINT NOT NULL,
  asked_by BIGINT NOT NULL,
  asked_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  state TEXT NOT NULL,
  decided_by BIGINT,
  decided_at BIGINT,
  note TEXT NOT NULL
);
CREATE UNIQUE INDEX refund_request_waiting ON refund_request (job_id) WHERE state IN ('open', 'escalated');
CREATE INDEX refund_request_due ON refund_request (expires_at) WHERE state = 'open';
CREATE INDEX refund_request_of_provider ON refund_request (provider_id, id);
CREATE INDEX refund_request_of_person ON refund_request (asked_by, asked_at);
CREATE INDEX refund_request_of_printer ON refund_request (printer_id, asked_at);
CREATE TABLE refund (
  id BIGINT PRIMARY KEY,
  job_id BIGINT NOT NULL REFERENCES charge (job_id),
  position BIGINT NOT NULL,
  request_id BIGINT,
  cause TEXT NOT NULL,
  payer TEXT NOT NULL,
  monochrome_impressions BIGINT NOT NULL CHECK (monochrome_impressions >= 0),
  color_impressions BIGINT NOT NULL CHECK (color_impressions >= 0),
  sheets BIGINT NOT NULL CHECK (sheets >= 0),
  currency TEXT NOT NULL,
  device_fee BIGINT NOT NULL,
  service_fee BIGINT NOT NULL,
  captured BIGINT NOT NULL,
  absorbed BIGINT NOT NULL,
  commission BIGINT NOT NULL,
  operator_percent BIGINT NOT NULL,
  borne BIGINT NOT NULL,
  paid_by BIGINT,
  shared_by BIGINT,
  decided_by BIGINT,
  at BIGINT NOT NULL,
  UNIQUE (job_id, position),
  CHECK (device_fee + service_fee = captured + absorbed)
);

CREATE TABLE dispute (
  id BIGINT PRIMARY KEY,
  job_id BIGINT NOT NULL REFERENCES charge (job_id),
  opened_by BIGINT NOT NULL,
  for_payer TEXT NOT NULL,
  words TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  state TEXT NOT NULL,
  decided_by BIGINT,
  decided_at BIGINT,
  note TEXT NOT NULL
);
CREATE UNIQUE INDEX dispute_open ON dispute (job_id) WHERE state = 'open';
CREATE TABLE loss (
  job_id BIGINT PRIMARY KEY REFERENCES charge (job_id),
  provider_id BIGINT NOT NULL,
  monochrome_impressions BIGINT NOT NULL,
  color_impressions BIGINT NOT NULL,
  sheets BIGINT NOT NULL,
  currency TEXT NOT NULL,
  device_fee BIGINT NOT NULL,
  commission BIGINT NOT NULL,
  operator_percent BIGINT NOT NULL,
  borne BIGINT NOT NULL,
  decided_by BIGINT NOT NULL,
  at BIGINT NOT NULL
);

CREATE TABLE notice (
  id BIGINT PRIMARY KEY,
  audience TEXT NOT NULL,
  kind TEXT NOT NULL,
  job_id BIGINT NOT NULL REFERENCES charge (job_id),
  currency TEXT NOT NULL,
  amount BIGINT NOT NULL,
  category TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX notice_for ON notice (audience, id);
)sql";

constexpr const char* append_only_sqlite = R"sql(
CREATE TRIGGER audit_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER reassignment_update BEFORE UPDATE ON reassignment
  BEGIN SELECT RAISE(ABORT, 'reassignments are append-only'); END;
CREATE TRIGGER reassignment_delete BEFORE DELETE ON reassignment
  BEGIN SELECT RAISE(ABORT, 'reassignments are append-only'); END;
CREATE TRIGGER refund_update BEFORE UPDATE ON refund BEGIN SELECT RAISE(ABORT, 'refunds are append-only'); END;
CREATE TRIGGER refund_delete BEFORE DELETE ON refund BEGIN SELECT RAISE(ABORT, 'refunds are append-only'); END;
CREATE TRIGGER loss_update BEFORE UPDATE ON loss BEGIN SELECT RAISE(ABORT, 'losses are append-only'); END;
CREATE TRIGGER loss_delete BEFORE DELETE ON loss BEGIN SELECT RAISE(ABORT, 'losses are append-only'); END;
CREATE TRIGGER charge_payer BEFORE UPDATE OF payer ON charge
  WHEN OLD.state = 'captured' AND NEW.payer <> OLD.payer AND NOT EXISTS (
    SELECT 1 FROM reassignment r
     WHERE r.job_id = OLD.job_id AND r.position = NEW.reassignments AND NEW.reassignments = OLD.reassignments + 1
       AND r.from_payer = OLD.payer AND r.to_payer = NEW.payer)
  BEGIN SELECT RAISE(ABORT, 'a captured charge changes its payer by a reassignment only'); END;
)sql";

constexpr const char* append_only_postgresql = R"sql(
CREATE TRIGGER audit_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER reassignment_change BEFORE UPDATE OR DELETE OR TRUNCATE ON reassignment
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER refund_change BEFORE UPDATE OR DELETE OR TRUNCATE ON refund
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER loss_change BEFORE UPDATE OR DELETE OR TRUNCATE ON loss
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION refuse_other_payer() RETURNS trigger LANGUAGE plpgsql AS
  $body$ BEGIN
    IF OLD.state = 'captured' AND NEW.payer <> OLD.payer AND NOT EXISTS (
      SELECT 1 FROM reassignment r
       WHERE r.job_id = OLD.job_id AND r.position = NEW.reassignments AND NEW.reassignments = OLD.reassignments + 1
         AND r.from_payer = OLD.payer AND r.to_payer = NEW.payer) THEN
      RAISE EXCEPTION 'a captured charge changes its payer by a reassignment only' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END $body$;
CREATE TRIGGER charge_payer BEFORE UPDATE OF payer ON charge
  FOR EACH ROW EXECUTE FUNCTION refuse_other_payer();
)sql";

}  // namespace

std::vector<store::Migration> amend_migrations() {
  return {{"amend", 1, tables, append_only_sqlite, append_only_postgresql}};
}

}  // namespace tsuke::flow
