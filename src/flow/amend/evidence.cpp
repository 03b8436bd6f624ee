#include "flow/amend/evidence.h"

#include "flow/rows.h"
#include "registry/printers.h"

namespace tsuke::flow {

namespace {

using store::Query;

constexpr Duration day = hours(24);

constexpr Query attempts_of_job{"evidence_attempts",
                                "SELECT " TSUKE_ATTEMPT_COLUMNS " FROM attempt WHERE job_id = $1 ORDER BY number"};
constexpr Query said_about{"evidence_said", R"sql(
    SELECT source, received_at, monochrome_impressions, color_impressions, sheets, state
      FROM usage_event WHERE attempt_id = $1 ORDER BY received_at, event_id LIMIT 200)sql"};

#define TSUKE_NEARBY_SELECT                                                                               \
  "SELECT a.id, a.released_at, a.result, a.expected_impressions, COALESCE(u.monochrome_impressions, 0), " \
  "COALESCE(u.color_impressions, 0), COALESCE(u.sheets, 0), COALESCE(u.reports, 0) "                      \
  "FROM attempt a LEFT JOIN usage u ON u.attempt_id = a.id "
constexpr Query nearby_before{"evidence_before", TSUKE_NEARBY_SELECT R"sql(
     WHERE a.printer_id = $1 AND a.device_number < $2 AND a.released_at >= $3
     ORDER BY a.device_number DESC LIMIT 20)sql"};
constexpr Query nearby_after{"evidence_after", TSUKE_NEARBY_SELECT R"sql(
     WHERE a.printer_id = $1 AND a.device_number > $2 AND a.released_at <= $3
     ORDER BY a.device_number LIMIT 20)sql"};

// Of the attempts around this one at the same printer, by the device's own words only.
constexpr Query heard{"evidence_heard", R"sql(
    SELECT MAX(CASE WHEN e.received_at <= $4 THEN e.received_at END),
           MIN(CASE WHEN e.received_at > $4 THEN e.received_at END),
           MAX(CASE WHEN e.received_at BETWEEN $3 AND $4 THEN 1 ELSE 0 END)
      FROM attempt a JOIN usage_event e ON e.attempt_id = a.id
     WHERE a.printer_id = $1 AND a.device_number BETWEEN $2 - 20 AND $2 + 20 AND e.state <> 'by-hand')sql"};

PrintNearby nearby_from(const store::Row& row) {
  return {row.id<AttemptId>(0),
          row.instant(1),
          parse_attempt_result(row.text(2)),
          row.integer(3),
          {row.integer(4), row.integer(5), row.integer(6), row.integer(7) > 0}};
}

Result<void> gather_heard(store::Reader& in, const Attempt& attempt, Evidence& found) {
  const store::Values values{attempt.printer, attempt.device_number, attempt.released_at, attempt.deadline};
  return in.each(heard, values, [&](const store::Row& row) -> Result<void> {
    found.heard_before = row.instant(0);
    found.heard_after = row.instant(1);
    found.agent_was_alive = row.boolean(2);
    return {};
  });
}

}  // namespace

Result<Evidence> evidence(store::Reader& in, JobId job) {
  const auto charge = TRY(charge_of(in, job));
  if (!charge) return job_not_found();
  const Attempt attempt = TRY(flow::attempt(in, charge->attempt));
  Evidence found;
  found.job = job;
  found.charge = charge->state;
  found.attempts = TRY(in.list<Attempt>(attempts_of_job, {job}, attempt_from));
  found.said = TRY(in.list<SaidByDevice>(said_about, {attempt.id}, [](const store::Row& row) {
    return SaidByDevice{
        row.text(0), row.instant(1), {row.integer(2), row.integer(3), row.integer(4), true}, row.text(5)};
  }));
  found.before = TRY(in.list<PrintNearby>(
      nearby_before, {attempt.printer, attempt.device_number, attempt.released_at - day}, nearby_from));
  found.after = TRY(in.list<PrintNearby>(
      nearby_after, {attempt.printer, attempt.device_number, attempt.released_at + day}, nearby_from));
  TRY(gather_heard(in, attempt, found));
  const registry::Printer printer = TRY(registry::printer(in, attempt.printer));
  found.printer_state = printer.state;
  found.printer_reasons = printer.state_reasons;
  found.printer_seen_at = printer.seen_at;
  return found;
}

}  // namespace tsuke::flow
