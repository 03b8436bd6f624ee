#include "flow/charge/charge.h"

#include "base/json.h"
#include "flow/audit.h"
#include "flow/charge/capture.h"
#include "flow/charge/meter.h"
#include "flow/purpose_lost.h"
#include "flow/rows.h"
#include "flow/shares.h"

namespace tsuke::flow {

namespace {

using store::Query;

constexpr Query open_charges{"open_charges", R"sql(
    SELECT charge.job_id FROM charge JOIN attempt ON attempt.id = charge.attempt_id
     WHERE charge.state = 'reserved' AND attempt.state = 'ended'
    UNION ALL
    SELECT charge.job_id FROM charge JOIN usage ON usage.attempt_id = charge.attempt_id
     WHERE charge.state = 'unconfirmed' AND usage.reports > 0 AND usage.final = 1
     LIMIT $1)sql"};
constexpr Query close_charge{"close_charge",
                             "UPDATE charge SET state = $2, settled_at = $3 WHERE job_id = $1 AND state <> 'captured'"};
// The evidence was weighed and found no room: it is not weighed again before more comes.
constexpr Query put_aside{"put_evidence_aside", "UPDATE usage SET final = 0 WHERE attempt_id = $1"};
constexpr Query witness{"witness", R"sql(
    INSERT INTO usage_event (source, event_id, attempt_id, received_at, monochrome_impressions, color_impressions, sheets, state)
    VALUES ($1, $2, $3, $4, $5, $6, $7, 'by-hand'))sql"};
constexpr Query witnessed_usage{"witnessed_usage", R"sql(
    INSERT INTO usage (attempt_id, monochrome_impressions, color_impressions, sheets, final, reports) VALUES ($1, $2, $3, $4, 1, 1)
    ON CONFLICT (attempt_id) DO UPDATE SET
      monochrome_impressions = excluded.monochrome_impressions, color_impressions = excluded.color_impressions,
      sheets = excluded.sheets, final = 1, reports = usage.reports + 1)sql"};

Result<void> announce(store::Transaction& in, const Charge& charge, ChargeState state) {
  const std::string subject = to_string(charge.job);
  const std::string payload = Json::object({{"job", subject}, {"state", to_string(state)}}).dump();
  in.publish({"charge", subject, audience(charge.person), payload});
  for (const PayerLine& line : TRY(payer_lines(in, charge)))
    if (!line.payer.is_private()) in.publish({"charge", subject, audience(line.payer), payload});
  in.publish({"charge", subject, audience(charge.provider), payload});
  return {};
}

Result<void> finish(store::Transaction& in, const Charge& charge, ChargeState charge_state, JobState job_state,
                    Instant now) {
  if (charge_state != ChargeState::captured) TRY(in.run(close_charge, {charge.job, to_string(charge_state), now}));
  const Job ended = TRY(job(in, charge.job));
  TRY(job_state == JobState::held ? hold_again(in, ended, now) : set_job_state(in, ended, job_state, now));
  return announce(in, charge, charge_state);
}

Json counts_json(const Usage& counted) {
  return Json::object({{"monochrome_impressions", counted.monochrome_impressions},
                       {"color_impressions", counted.color_impressions},
                       {"sheets", counted.sheets}});
}

JobState printed_state(const Attempt& attempt, const Usage& usage) {
  return usage.impressions() >= attempt.expected_impressions ? JobState::printed : JobState::partly_printed;
}

// Nothing came out, as far as anybody knows: was that the device's word, or is it only silence?
Result<void> settle_without_counts(store::Transaction& in, const Charge& charge, const Attempt& attempt, Instant now) {
  if (charge.state == ChargeState::unconfirmed) return {};
  TRY(release_reservation(in, charge, attempt, now));
  const bool unknown = attempt.result == AttemptResult::completed || attempt.result == AttemptResult::lost;
  if (unknown) return finish(in, charge, ChargeState::unconfirmed, JobState::unconfirmed, now);
  return finish(in, charge, ChargeState::voided, attempt.cancel_asked ? JobState::cancelled : JobState::held, now);
}

}  // namespace

Result<std::vector<JobId>> jobs_to_settle(store::Reader& in, int limit) {
  return in.list<JobId>(open_charges, {limit}, [](const store::Row& row) { return row.id<JobId>(0); });
}

Result<void> settle(store::Transaction& in, JobId job_id, Instant now) {
  const auto charge = TRY(charge_of(in, job_id));
  const bool is_open = charge && (charge->state == ChargeState::reserved || charge->state == ChargeState::unconfirmed);
  if (!is_open) return {};
  const Attempt attempt = TRY(flow::attempt(in, charge->attempt));
  if (attempt.state != AttemptState::ended) return {};
  if (!charge->usage.reported) return settle_without_counts(in, *charge, attempt, now);
  if (charge->would_be) {
    TRY(meter(in, *charge, attempt));
    return finish(in, *charge, ChargeState::metered, printed_state(attempt, charge->usage), now);
  }
  const bool captured = TRY(capture(in, *charge, attempt, now));
  // A late report for which the budget has no room any more stays a question for the operator.
  if (!captured) return in.run(put_aside, {attempt.id});
  return finish(in, *charge, ChargeState::captured, printed_state(attempt, charge->usage), now);
}

Result<void> settle_by_hand(store::Transaction& in, JobId job_id, const Usage& counted, PersonId by, Instant now) {
  const auto charge = TRY(charge_of(in, job_id));
  if (!charge || charge->state != ChargeState::unconfirmed)
    return Error{Reason::conflict, "job-not-unconfirmed", "only an unconfirmed job can be settled by hand"};
  for (const std::int64_t count : {counted.monochrome_impressions, counted.color_impressions, counted.sheets})
    if (count < 0 || count > count_max)
      return Error{Reason::malformed, "bad-report", "counts are whole numbers from 0 to 10,000,000"};
  TRY(in.run(witness, {"operator:" + to_string(by), to_string(job_id), charge->attempt, now,
                       counted.monochrome_impressions, counted.color_impressions, counted.sheets}));
  const bool voids = counted.impressions() == 0;
  TRY(audit(in, {0,
                 now,
                 by,
                 {},
                 voids ? "void" : "settle",
                 "job:" + to_string(job_id),
                 Json("unconfirmed"),
                 counts_json(counted)}));
  if (voids) return finish(in, *charge, ChargeState::voided, JobState::failed, now);
  TRY(in.run(witnessed_usage,
             {charge->attempt, counted.monochrome_impressions, counted.color_impressions, counted.sheets}));
  TRY(settle(in, job_id, now));
  if (TRY(charge_of(in, job_id))->state != ChargeState::unconfirmed) return {};
  return Error{Reason::limit_reached, "budget-exceeded",
               "the payer's budget has no room for this charge; raise it first"};
}

}  // namespace tsuke::flow
