#include "books/ledger/ledger.h"
#include "flow/approvals.h"
#include "flow/budget/budget.h"
#include "flow/purpose_lost.h"
#include "flow/rows.h"
#include "flow/split.h"
#include "registry/registry.h"
#include "rules/policy_book.h"
#include "rules/price_book.h"

namespace tsuke::flow {

namespace {

constexpr const char* tables = R"sql(
CREATE TABLE job (
  id BIGINT PRIMARY KEY,
  number BIGINT NOT NULL,
  person_id BIGINT NOT NULL REFERENCES person (id),
  purpose_id BIGINT REFERENCES purpose (id),
  name TEXT NOT NULL,
  state TEXT NOT NULL,
  is_open BIGINT NOT NULL,
  document TEXT NOT NULL,
  document_problem TEXT NOT NULL,
  copies BIGINT NOT NULL,
  sides TEXT NOT NULL,
  color_mode TEXT NOT NULL,
  media TEXT NOT NULL,
  format TEXT NOT NULL,
  location TEXT NOT NULL,
  size_bytes BIGINT NOT NULL,
  pages BIGINT NOT NULL,
  channel TEXT NOT NULL,
  via_id BIGINT,
  account_word TEXT NOT NULL,
  submitted_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  ended_at BIGINT,
  UNIQUE (person_id, number)
);
CREATE INDEX job_of_person ON job (person_id, is_open, id);
CREATE INDEX job_via ON job (via_id, is_open, id);
CREATE INDEX job_of_purpose ON job (purpose_id, is_open, id);
CREATE INDEX job_counting ON job (id) WHERE document = 'counting';
CREATE INDEX job_expiry ON job (expires_at) WHERE is_open = 1;
CREATE INDEX job_document_left ON job (ended_at) WHERE is_open = 0 AND location <> '';

CREATE TABLE person_jobs (
  person_id BIGINT PRIMARY KEY,
  last_number BIGINT NOT NULL,
  open_jobs BIGINT NOT NULL
);
CREATE TABLE purpose_jobs (
  purpose_id BIGINT PRIMARY KEY,
  open_jobs BIGINT NOT NULL
);

CREATE TABLE attempt (
  id BIGINT PRIMARY KEY,
  job_id BIGINT NOT NULL REFERENCES job (id),
  number BIGINT NOT NULL,
  printer_id BIGINT NOT NULL REFERENCES printer (id),
  device_number BIGINT NOT NULL,
  state TEXT NOT NULL,
  result TEXT NOT NULL,
  device_reasons TEXT NOT NULL,
  cancel_asked BIGINT NOT NULL,
  copies BIGINT NOT NULL,
  sides TEXT NOT NULL,
  color_mode TEXT NOT NULL,
  media TEXT NOT NULL,
  pages BIGINT NOT NULL,
  expected_impressions BIGINT NOT NULL,
  expected_sheets BIGINT NOT NULL,
  released_at BIGINT NOT NULL,
  deadline BIGINT NOT NULL,
  UNIQUE (job_id, number),
  UNIQUE (printer_id, device_number)
);
CREATE INDEX attempt_active ON attempt (printer_id, device_number) WHERE state <> 'ended';
CREATE INDEX attempt_deadline ON attempt (deadline) WHERE state <> 'ended';

CREATE TABLE printer_attempts (
  printer_id BIGINT PRIMARY KEY,
  last_number BIGINT NOT NULL
);

CREATE TABLE usage (
  attempt_id BIGINT PRIMARY KEY REFERENCES attempt (id),
  monochrome_impressions BIGINT NOT NULL,
  color_impressions BIGINT NOT NULL,
  sheets BIGINT NOT NULL,
  final BIGINT NOT NULL,
  reports BIGINT NOT NULL
);
CREATE TABLE usage_event (
  source TEXT NOT NULL,
  event_id TEXT NOT NULL,
  attempt_id BIGINT NOT NULL REFERENCES attempt (id),
  received_at BIGINT NOT NULL,
  monochrome_impressions BIGINT NOT NULL,
  color_impressions BIGINT NOT NULL,
  sheets BIGINT NOT NULL,
  state TEXT NOT NULL,
  UNIQUE (source, event_id)
);

CREATE TABLE charge (
  job_id BIGINT PRIMARY KEY REFERENCES job (id),
  attempt_id BIGINT NOT NULL REFERENCES attempt (id),
  person_id BIGINT NOT NULL,
  purpose_id BIGINT NOT NULL,
  purpose_name TEXT NOT NULL,
  payer TEXT NOT NULL,
  payer_name TEXT NOT NULL,
  provider_id BIGINT NOT NULL,
  provider_name TEXT NOT NULL,
  printer_id BIGINT NOT NULL,
  printer_name TEXT NOT NULL,
  site_name TEXT NOT NULL,
  tariff_id BIGINT NOT NULL,
  fee_plan_id BIGINT NOT NULL,
  budget_account BIGINT,
  currency TEXT NOT NULL,
  authorised BIGINT NOT NULL,
  device_fee BIGINT NOT NULL,
  service_fee BIGINT NOT NULL,
  captured BIGINT NOT NULL,
  absorbed BIGINT NOT NULL,
  commission BIGINT NOT NULL,
  state TEXT NOT NULL,
  released_at BIGINT NOT NULL,
  settled_at BIGINT,
  paid_by BIGINT,
  CHECK (captured <= authorised),
  CHECK (captured + absorbed = device_fee + service_fee)
);
CREATE INDEX charge_of_person ON charge (person_id, job_id);
CREATE INDEX charge_of_payer ON charge (payer, job_id);
CREATE INDEX charge_of_provider ON charge (provider_id, job_id);
CREATE INDEX charge_reserved ON charge (job_id) WHERE state = 'reserved';
CREATE INDEX charge_unconfirmed ON charge (job_id) WHERE state = 'unconfirmed';
CREATE INDEX charge_unpaid ON charge (payer) WHERE state = 'captured' AND paid_by IS NULL;

CREATE TABLE rated_line (
  job_id BIGINT NOT NULL REFERENCES charge (job_id),
  position BIGINT NOT NULL,
  part TEXT NOT NULL,
  what TEXT NOT NULL,
  quantity BIGINT NOT NULL,
  unit_price_milli BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  PRIMARY KEY (job_id, position)
);

CREATE TABLE payment (
  id BIGINT PRIMARY KEY,
  payer TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount BIGINT NOT NULL,
  paid_at BIGINT NOT NULL,
  booked_by BIGINT NOT NULL
);

CREATE TABLE budget_policy (
  organisation_id BIGINT PRIMARY KEY REFERENCES organisation (id),
  amount BIGINT NOT NULL,
  currency TEXT NOT NULL
);
)sql";

// What a job's pages are like (base/page.h), and the settings without a column of their own.
constexpr const char* more_settings = R"sql(
ALTER TABLE job ADD COLUMN rest_of_settings TEXT NOT NULL DEFAULT '{}';
ALTER TABLE job ADD COLUMN page_list TEXT NOT NULL DEFAULT '';
ALTER TABLE attempt ADD COLUMN rest_of_settings TEXT NOT NULL DEFAULT '{}';
)sql";

// Jobs to be released without their person, what was released so (for the day's cap), and what a job asks for at
// release.
constexpr const char* at_once = R"sql(
ALTER TABLE job ADD COLUMN at_once BIGINT NOT NULL DEFAULT 0;
ALTER TABLE job ADD COLUMN at_once_problem TEXT NOT NULL DEFAULT '';
ALTER TABLE job ADD COLUMN password TEXT NOT NULL DEFAULT '';
CREATE INDEX job_at_once ON job (id) WHERE at_once = 1 AND is_open = 1;
CREATE TABLE at_once_release (
  job_id BIGINT PRIMARY KEY REFERENCES job (id),
  purpose_id BIGINT NOT NULL REFERENCES purpose (id),
  released_at BIGINT NOT NULL
);
CREATE INDEX at_once_release_of_purpose ON at_once_release (purpose_id, released_at);
)sql";

constexpr const char* winner = R"sql(
ALTER TABLE attempt ADD COLUMN fetched_by TEXT NOT NULL DEFAULT '';
)sql";

// Messages that came (for the day's bounds, and so that none counts twice), and what is known of their jobs.
constexpr const char* mail = R"sql(
CREATE TABLE mail_message (
  id BIGINT PRIMARY KEY,
  purpose_id BIGINT NOT NULL REFERENCES purpose (id),
  received_at BIGINT NOT NULL,
  size_bytes BIGINT NOT NULL,
  digest BYTES,
  UNIQUE (purpose_id, digest)
);
CREATE INDEX mail_message_of_purpose ON mail_message (purpose_id, received_at);
CREATE INDEX mail_message_age ON mail_message (received_at);
CREATE TABLE mailed_job (
  job_id BIGINT PRIMARY KEY REFERENCES job (id),
  message_id BIGINT NOT NULL,
  purpose_id BIGINT NOT NULL,
  received_at BIGINT NOT NULL,
  sender TEXT NOT NULL,
  is_authenticated BIGINT NOT NULL,
  is_confirmed BIGINT NOT NULL,
  left_out TEXT NOT NULL
);
CREATE INDEX mailed_job_of_message ON mailed_job (message_id);
CREATE INDEX mailed_job_unconfirmed ON mailed_job (purpose_id, received_at) WHERE is_confirmed = 0;
)sql";

// What the print log shows as it was at release, and its ways in: each page is a range of one index, whoever reads.
constexpr const char* print_log = R"sql(
ALTER TABLE charge ADD COLUMN title TEXT NOT NULL DEFAULT '';
ALTER TABLE charge ADD COLUMN title_shown_to TEXT NOT NULL DEFAULT '';
ALTER TABLE charge ADD COLUMN person_name TEXT NOT NULL DEFAULT '';
ALTER TABLE charge ADD COLUMN site_id BIGINT;
ALTER TABLE charge ADD COLUMN at_once BIGINT NOT NULL DEFAULT 0;
ALTER TABLE charge ADD COLUMN asked_color_impressions BIGINT NOT NULL DEFAULT 0;
UPDATE charge
   SET title = (SELECT name FROM job WHERE job.id = charge.job_id),
       person_name = (SELECT name FROM person WHERE person.id = charge.person_id),
       site_id = (SELECT site_id FROM printer WHERE printer.id = charge.printer_id),
       at_once = (SELECT COUNT(*) FROM at_once_release
                   WHERE at_once_release.job_id = charge.job_id AND at_once_release.released_at = charge.released_at),
       asked_color_impressions = (SELECT CASE WHEN color_mode = 'monochrome' THEN 0 ELSE expected_impressions END
                                    FROM attempt WHERE attempt.id = charge.attempt_id);
DROP INDEX charge_of_person;
DROP INDEX charge_of_payer;
DROP INDEX charge_of_provider;
CREATE INDEX charge_log ON charge (released_at, job_id);
CREATE INDEX charge_log_of_person ON charge (person_id, released_at, job_id);
CREATE INDEX charge_log_of_payer ON charge (payer, released_at, job_id);
CREATE INDEX charge_log_of_member ON charge (payer, person_id, released_at, job_id);
CREATE INDEX charge_log_of_provider ON charge (provider_id, released_at, job_id);
CREATE INDEX charge_log_of_printer ON charge (provider_id, printer_id, released_at, job_id);
)sql";

// Under which quotes are signed. The database makes it, so that every program beside it signs alike.
constexpr const char* quote_key = R"sql(
CREATE TABLE quote_key (
  id BIGINT PRIMARY KEY,
  secret BYTES NOT NULL
);
)sql";
constexpr const char* quote_key_sqlite = "INSERT INTO quote_key (id, secret) VALUES (1, randomblob(32));";
constexpr const char* quote_key_postgresql = R"sql(
INSERT INTO quote_key (id, secret)
VALUES (1, sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')));
)sql";

// Comments on jobs, and what of them the print log keeps: as it was at release, for the payer of then.
constexpr const char* comments = R"sql(
CREATE TABLE job_comment (
  job_id BIGINT PRIMARY KEY REFERENCES job (id),
  payer TEXT NOT NULL,
  comment TEXT NOT NULL
);
ALTER TABLE charge ADD COLUMN comment TEXT NOT NULL DEFAULT '';
ALTER TABLE charge ADD COLUMN comment_shown_to TEXT NOT NULL DEFAULT '';
)sql";

// Who submitted a job and who released it, when that was not its person; names as they were at release.
constexpr const char* acting = R"sql(
CREATE TABLE job_submitter (
  job_id BIGINT PRIMARY KEY REFERENCES job (id),
  person_id BIGINT NOT NULL REFERENCES person (id)
);
ALTER TABLE charge ADD COLUMN released_by BIGINT;
ALTER TABLE charge ADD COLUMN released_by_name TEXT;
ALTER TABLE charge ADD COLUMN submitted_by BIGINT;
ALTER TABLE charge ADD COLUMN submitted_by_name TEXT;
)sql";

}  // namespace

std::vector<store::Migration> migrations() {
  std::vector<store::Migration> steps{
      {"flow", 1, tables}, {"flow", 2, more_settings}, {"flow", 3, at_once}, {"flow", 4, winner}, {"flow", 5, mail}};
  for (const store::Migration& step : budget_migrations()) steps.push_back(step);
  steps.push_back({"print_log", 1, print_log});
  steps.push_back({"comment", 1, comments});
  steps.push_back({"acting", 1, acting});
  steps.push_back({"quote", 1, quote_key, quote_key_sqlite, quote_key_postgresql});
  for (const store::Migration& step : amend_migrations()) steps.push_back(step);
  for (const store::Migration& step : split_migrations()) steps.push_back(step);
  steps.push_back(metered_migration());
  return steps;
}

std::vector<store::Migration> house_migrations() {
  std::vector<store::Migration> all;
  for (const auto& part : {registry::migrations(),
                           rules::migrations(),
                           {rules::policy_migration()},
                           books::migrations(),
                           migrations(),
                           approval_migrations(),
                           leave_migrations()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace tsuke::flow
