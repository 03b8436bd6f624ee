// The tables of budgets. They stand after the flow's own: a charge names the budgets that bear it.
#include "flow/budget/budget.h"

namespace tsuke::flow {

namespace {

// amount: the limit from now on; NULL: taken away, and what was is kept for when it is set again.
constexpr const char* tables = R"sql(
CREATE TABLE budget (
  id BIGINT PRIMARY KEY,
  organisation_id BIGINT NOT NULL REFERENCES organisation (id),
  scope TEXT NOT NULL,
  subject_id BIGINT NOT NULL,
  holder TEXT NOT NULL,
  period TEXT NOT NULL,
  amount BIGINT,
  currency TEXT NOT NULL,
  is_hard BIGINT NOT NULL,
  thresholds TEXT NOT NULL,
  UNIQUE (holder, period)
);
CREATE INDEX budget_of_organisation ON budget (organisation_id);

CREATE TABLE budget_span (
  account_id BIGINT PRIMARY KEY,
  budget_id BIGINT NOT NULL REFERENCES budget (id),
  period TEXT NOT NULL,
  is_hard BIGINT NOT NULL,
  is_open BIGINT NOT NULL,
  granted BIGINT NOT NULL,
  spent_before BIGINT NOT NULL,
  UNIQUE (budget_id, period, is_hard)
);

CREATE TABLE charge_budget (
  job_id BIGINT NOT NULL REFERENCES charge (job_id),
  account_id BIGINT NOT NULL,
  reservation BYTES,
  PRIMARY KEY (job_id, account_id)
);

CREATE TABLE budget_alert (
  budget_id BIGINT NOT NULL REFERENCES budget (id),
  period TEXT NOT NULL,
  threshold BIGINT NOT NULL,
  used BIGINT NOT NULL,
  granted BIGINT NOT NULL,
  told_at BIGINT NOT NULL,
  PRIMARY KEY (budget_id, period, threshold)
);

CREATE TABLE budget_request (
  id BIGINT PRIMARY KEY,
  budget_id BIGINT NOT NULL REFERENCES budget (id),
  organisation_id BIGINT NOT NULL REFERENCES organisation (id),
  person_id BIGINT NOT NULL REFERENCES person (id),
  purpose_id BIGINT NOT NULL REFERENCES purpose (id),
  job_id BIGINT,
  amount BIGINT NOT NULL,
  currency TEXT NOT NULL,
  reason TEXT NOT NULL,
  state TEXT NOT NULL,
  granted BIGINT NOT NULL,
  lasts TEXT NOT NULL,
  answer TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  answered_at BIGINT,
  answered_by BIGINT
);
CREATE UNIQUE INDEX budget_request_open ON budget_request (budget_id, person_id) WHERE state = 'open';
CREATE INDEX budget_request_of_person ON budget_request (person_id, id);
CREATE INDEX budget_request_of_organisation ON budget_request (organisation_id, id);

CREATE TABLE purpose_overflow (
  purpose_id BIGINT PRIMARY KEY REFERENCES purpose (id)
);

ALTER TABLE charge ADD COLUMN department_id BIGINT;
ALTER TABLE charge ADD COLUMN cost_centre_id BIGINT;
)sql";

// The one monthly budget that an organisation could have before. Whether an old account has seen everything of its
// month is not known, so its span is not open: the next setting counts anew.
constexpr const char* one_budget_before = R"sql(
INSERT INTO budget (id, organisation_id, scope, subject_id, holder, period, amount, currency, is_hard, thresholds)
SELECT o.id, o.id, 'organisation', 0, 'organisation:' || o.id, 'month', p.amount, o.currency, 1, '50 80 100'
  FROM organisation o LEFT JOIN budget_policy p ON p.organisation_id = o.id
 WHERE p.organisation_id IS NOT NULL
    OR EXISTS (SELECT 1 FROM account a WHERE a.name LIKE 'budget:organisation:' || o.id || ':%');
INSERT INTO budget_span (account_id, budget_id, period, is_hard, is_open, granted, spent_before)
SELECT a.id, b.id, substr(a.name, length('budget:' || b.holder || ':') + 1), 1, 0,
       (SELECT COALESCE(SUM(CASE WHEN t.credit = a.id THEN t.amount ELSE -t.amount END), 0) FROM transfer t
         WHERE t.reference = b.organisation_id
           AND ((t.what = 'budget-grant' AND t.credit = a.id) OR (t.what = 'budget-cut' AND t.debit = a.id))),
       (SELECT COALESCE(SUM(t.amount), 0) FROM transfer t
         WHERE t.reference = b.organisation_id AND t.what = 'budget-spent-before' AND t.debit = a.id)
  FROM budget b JOIN account a ON a.name LIKE 'budget:' || b.holder || ':%';
INSERT INTO charge_budget (job_id, account_id, reservation)
SELECT c.job_id, c.budget_account,
       (SELECT t.id FROM transfer t WHERE t.reference = c.job_id AND t.what = 'reserve-budget'
           AND t.event_at = c.released_at AND t.debit = c.budget_account)
  FROM charge c WHERE c.budget_account IS NOT NULL;
DROP TABLE budget_policy;
ALTER TABLE charge DROP COLUMN budget_account;
)sql";

}  // namespace

std::vector<store::Migration> budget_migrations() { return {{"budget", 1, tables}, {"budget", 2, one_budget_before}}; }

}  // namespace tsuke::flow
