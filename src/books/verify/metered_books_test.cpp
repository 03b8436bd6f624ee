// Two prints of trials in the good books: one of an organisation's own trial, one that is shared in a trial for
// everybody. Nothing is posted about either.
#include "books/verify/good_books.h"

namespace tsuke::books {

const char* const metered_tables = R"sql(
    CREATE TABLE trial (id BIGINT PRIMARY KEY, provider_id BIGINT NOT NULL, organisation_id BIGINT,
      begins BIGINT NOT NULL, ends BIGINT NOT NULL, provider_said TEXT NOT NULL, provider_at BIGINT,
      operator_said TEXT NOT NULL, operator_at BIGINT, ended_at BIGINT);
    CREATE TABLE metered (job_id BIGINT NOT NULL, position BIGINT NOT NULL, trial_id BIGINT, payer TEXT NOT NULL,
      authorised BIGINT NOT NULL, device_fee BIGINT NOT NULL, service_fee BIGINT NOT NULL, captured BIGINT NOT NULL,
      absorbed BIGINT NOT NULL, commission BIGINT NOT NULL);)sql";

void GoodBooks::meter() {
  static constexpr store::Query trial{"trial", R"sql(
      INSERT INTO trial (id, provider_id, organisation_id, begins, ends, provider_said, provider_at, operator_said,
        operator_at)
      VALUES ($1, 2, $2, $3, $4, 'yes', $3, 'yes', $3))sql"};
  write([&](store::Transaction& in) -> Result<void> {
    TRY(in.run(trial, {1, OrganisationId{1}, now_, now_ + hours(24)}));
    return in.run(trial, {2, OrganisationId{}, now_, now_ + hours(24)});
  });
  meter({113, 221, "organisation:1"});
  meter({114, 222, "person:5", false, false, 1, false, true});
}

// 590 + 21 for 20 sides on 10 sheets, of the 733 that 24 sides would be.
void GoodBooks::meter(const Release& about) {
  now_ = now_ + minutes(1);
  released_[about.attempt] = now_;
  static constexpr store::Query attempt{"metered_attempt", R"sql(
      INSERT INTO attempt (id, job_id, number, printer_id, state, sides, media, released_at, deadline, copies,
        expected_impressions, expected_sheets, rest_of_settings)
      VALUES ($1, $2, 1, 7, 'printing', 'two-sided-long-edge', 'iso_a4_210x297mm', $3, $3, 1, 24, 12, '{}'))sql"};
  static constexpr store::Query charge{"metered_charge", R"sql(
      INSERT INTO charge (job_id, attempt_id, payer, provider_id, printer_id, tariff_id, fee_plan_id, currency,
        authorised, device_fee, service_fee, captured, absorbed, commission, state, released_at, shares)
      VALUES ($1, $2, $3, 2, 7, $4, $5, 'JPY', 0, 0, 0, 0, 0, 0, 'metered', $6, $7))sql"};
  static constexpr store::Query lines{"metered_lines", R"sql(
      INSERT INTO rated_line (job_id, position, part, what, quantity, unit_price_milli, amount)
      SELECT $1, position, part, what, quantity, unit_price_milli, amount FROM rated_line WHERE job_id = 101)sql"};
  static constexpr store::Query row{"metered", "INSERT INTO metered VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9)"};
  static constexpr store::Query share{"metered_share", R"sql(
      INSERT INTO charge_share (job_id, position, payer, weight, authorised, device_fee, service_fee, captured, absorbed,
        commission, refunded, refunded_device_fee, refunded_service_fee, refunded_commission, refunded_absorbed,
        refund_borne, released_at)
      VALUES ($1, $2, $3, $4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, $5))sql"};
  write([&](store::Transaction& in) -> Result<void> {
    TRY(in.run(attempt, {about.attempt, about.job, now_}));
    TRY(in.run(charge, {about.job, about.attempt, about.payer, tariff, plan, now_, about.shared ? 2 : 0}));
    TRY(in.run(lines, {about.job}));
    TRY(in.run(row, {about.job, 0, about.shared ? nullptr : store::Value(1), about.payer, 733, 590, 21, 611, 47}));
    if (!about.shared) return {};
    TRY(in.run(share, {about.job, 1, "organisation:2", 70, now_}));
    TRY(in.run(share, {about.job, 2, about.payer, 30, now_}));
    TRY(in.run(row, {about.job, 1, 2, "organisation:2", 513, 413, 15, 428, 33}));
    return in.run(row, {about.job, 2, 2, about.payer, 220, 177, 6, 183, 14});
  });
  now_ = now_ + minutes(1);
  report(about, 20, 10);
}

namespace {
std::string row(const std::string& set, int job, int position) {
  return "UPDATE metered SET " + set + " WHERE job_id = " + std::to_string(job) +
         " AND position = " + std::to_string(position);
}
std::string trial(const std::string& set, int id) {
  return "UPDATE trial SET " + set + " WHERE id = " + std::to_string(id);
}
const std::string released = "(SELECT released_at FROM charge WHERE job_id = 113)";
}  // namespace

const std::vector<Seed>& metered_seeds() {
  static const std::vector<Seed> seeds{
      {"money moved about what nobody pays",
       {"metered-but-charged"},
       {"UPDATE transfer SET reference = 113 WHERE what = 'adjustment'"},
       hashes},
      {"money set aside for what nobody pays",
       {"metered-but-charged", "reservation-differs"},
       {"UPDATE charge SET authorised = 733 WHERE job_id = 113"}},
      {"what was metered is called captured",
       {"metered-but-charged", "metered-differs", "rating-differs"},
       {"UPDATE charge SET state = 'captured' WHERE job_id = 113"}},
      {"what was charged is called metered",
       {"metered-differs"},
       {"UPDATE charge SET state = 'metered' WHERE job_id = 106"}},
      {"it would have cost less", {"metered-differs"}, {row("captured = 610, absorbed = 1", 113, 0)}},
      {"it would have been allowed less", {"metered-differs"}, {row("authorised = 600", 113, 0)}},
      {"the commission was another", {"metered-differs"}, {row("commission = 48", 113, 0)}},
      {"what was metered is forgotten", {"metered-differs"}, {"DELETE FROM metered WHERE job_id = 113"}},
      {"its lines are forgotten", {"lines-differ"}, {"DELETE FROM rated_line WHERE job_id = 113"}},
      {"a part of it is another", {"metered-differs"}, {row("device_fee = 412, service_fee = 16", 114, 1)}},
      {"a part of it is missing", {"metered-differs"}, {"DELETE FROM metered WHERE job_id = 114 AND position = 2"}},
      {"a part is another payer's", {"metered-differs"}, {row("payer = 'organisation:9'", 114, 1)}},
      {"it is not known what came out but what it cost",
       {"metered-differs", "lines-differ"},
       {"UPDATE charge SET state = 'unconfirmed' WHERE job_id = 113"}},
      {"nothing came out of it",
       {"metered-differs", "usage-differs", "lines-differ"},
       {"UPDATE usage SET color_impressions = 0 WHERE attempt_id = 221"}},
      {"no trial", {"not-in-trial"}, {row("trial_id = NULL", 113, 0)}},
      {"a trial for the whole of what is shared", {"not-in-trial"}, {row("trial_id = 2", 114, 0)}},
      {"a trial that is none", {"not-in-trial"}, {row("trial_id = 9", 114, 2)}},
      {"the provider had not agreed", {"not-in-trial"}, {trial("provider_said = 'no'", 1)}},
      {"the operator had not agreed", {"not-in-trial"}, {trial("operator_said = 'nothing'", 2)}},
      {"the operator agreed afterwards", {"not-in-trial"}, {trial("operator_at = " + released + " + 1", 1)}},
      {"it began afterwards", {"not-in-trial"}, {trial("begins = " + released + " + 1", 1)}},
      {"it was over", {"not-in-trial"}, {trial("ends = " + released, 1)}},
      {"somebody had ended it", {"not-in-trial"}, {trial("ended_at = " + released + " - 1", 1)}},
      {"it was another provider's", {"not-in-trial"}, {trial("provider_id = 3", 1)}},
      {"it was another organisation's", {"not-in-trial"}, {trial("organisation_id = 2", 1)}},
  };
  return seeds;
}

}  // namespace tsuke::books
