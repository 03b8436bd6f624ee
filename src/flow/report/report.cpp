#include "flow/report/report.h"

#include <algorithm>

#include "base/json.h"
#include "flow/attempts.h"
#include "rules/output.h"

namespace tsuke::flow {

namespace {

using store::Query;

constexpr std::size_t reasons_bytes_max = 1000;

// The row's identity is its content: the same report again finds itself there.
constexpr Query keep_evidence{"keep_evidence", R"sql(
    INSERT INTO usage_event (source, event_id, attempt_id, received_at, monochrome_impressions, color_impressions, sheets, state)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (source, event_id) DO NOTHING)sql"};
constexpr Query put_usage{"put_usage", R"sql(
    INSERT INTO usage (attempt_id, monochrome_impressions, color_impressions, sheets, final, reports) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (attempt_id) DO UPDATE SET
      monochrome_impressions = excluded.monochrome_impressions, color_impressions = excluded.color_impressions,
      sheets = excluded.sheets, final = excluded.final, reports = usage.reports + excluded.reports)sql"};
constexpr Query put_device_reasons{"put_device_reasons", "UPDATE attempt SET device_reasons = $2 WHERE id = $1"};

std::string_view word(DeviceReport::State state) {
  switch (state) {
    case DeviceReport::State::working: return "working";
    case DeviceReport::State::stopped: return "stopped";
    case DeviceReport::State::completed: return "completed";
    case DeviceReport::State::aborted: return "aborted";
    case DeviceReport::State::cancelled: return "cancelled";
  }
  return "working";
}

AttemptResult result_of(DeviceReport::State state) {
  switch (state) {
    case DeviceReport::State::completed: return AttemptResult::completed;
    case DeviceReport::State::aborted: return AttemptResult::aborted;
    case DeviceReport::State::cancelled: return AttemptResult::cancelled;
    case DeviceReport::State::working:
    case DeviceReport::State::stopped: return AttemptResult::none;
  }
  return AttemptResult::none;
}

Result<void> check_counts(const DeviceReport& report) {
  for (const auto& count : {report.impressions, report.monochrome_impressions, report.color_impressions, report.sheets})
    if (count && (*count < 0 || *count > count_max))
      return Error{Reason::malformed, "bad-report", "counts are whole numbers from 0 to 10,000,000"};
  return {};
}

// What this one report claims, completed from what the device leaves out.
Usage claim_of(const DeviceReport& report, const Attempt& attempt, const Job& job) {
  Usage claim;
  const bool two_sided = attempt.settings.sides != registry::Sides::one_sided;
  std::int64_t impressions = report.impressions.value_or(report.sheets.value_or(0));
  if (report.monochrome_impressions || report.color_impressions) {
    // Of a split that tells one colour only, the other one is what is left of the whole.
    const std::int64_t told = report.monochrome_impressions.value_or(0) + report.color_impressions.value_or(0);
    const std::int64_t rest = std::max<std::int64_t>(report.impressions.value_or(0) - told, 0);
    claim.monochrome_impressions = report.monochrome_impressions.value_or(rest);
    claim.color_impressions = report.color_impressions.value_or(rest);
    impressions = claim.impressions();
  } else {
    // A count beyond what was to come out is of the colour that the whole job was asked in.
    const std::int64_t beyond = std::max<std::int64_t>(impressions - attempt.expected_impressions, 0);
    claim.color_impressions = rules::color_among_first(impressions, pages_of(job), attempt.settings);
    if (attempt.settings.color_mode == registry::ColorMode::color) claim.color_impressions += beyond;
    claim.monochrome_impressions = impressions - claim.color_impressions;
  }
  claim.sheets = report.sheets.value_or(two_sided ? (impressions + 1) / 2 : impressions);
  claim.reported = impressions > 0;
  return claim;
}

Result<bool> is_news(store::Transaction& in, const Attempt& attempt, const Usage& claim, DeviceReport::State state,
                     Instant now) {
  const std::string event_id = std::to_string(attempt.device_number) + ":" + std::string(word(state)) + ":" +
                               std::to_string(claim.monochrome_impressions) + ":" +
                               std::to_string(claim.color_impressions) + ":" + std::to_string(claim.sheets);
  const std::int64_t kept =
      TRY(in.change(keep_evidence, {"printer:" + to_string(attempt.printer), event_id, attempt.id, now,
                                    claim.monochrome_impressions, claim.color_impressions, claim.sheets, word(state)}));
  return kept > 0;
}

Result<void> keep_largest(store::Transaction& in, const Attempt& attempt, const Usage& claim, bool final) {
  Usage largest = TRY(usage_of(in, attempt.id));
  largest.monochrome_impressions = std::max(largest.monochrome_impressions, claim.monochrome_impressions);
  largest.color_impressions = std::max(largest.color_impressions, claim.color_impressions);
  largest.sheets = std::max(largest.sheets, claim.sheets);
  return in.run(put_usage, {attempt.id, largest.monochrome_impressions, largest.color_impressions, largest.sheets,
                            final, claim.reported ? 1 : 0});
}

Result<void> tell_progress(store::Transaction& in, const Attempt& attempt, const Job& job) {
  const Usage usage = TRY(usage_of(in, attempt.id));
  const Json payload = Json::object({{"job", to_string(job.id)},
                                     {"state", to_string(job.state)},
                                     {"impressions", usage.impressions()},
                                     {"sheets", usage.sheets},
                                     {"expected_impressions", attempt.expected_impressions}});
  in.publish({"job", to_string(job.id), audience(job.person), payload.dump()});
  return {};
}

// After the end only an unconfirmed charge still listens to evidence.
Result<Attempt> late_report(store::Transaction& in, const Attempt& attempt, const Usage& claim) {
  const auto charge = TRY(charge_of(in, attempt.job));
  const bool open_question = charge && charge->attempt == attempt.id && charge->state == ChargeState::unconfirmed;
  if (!open_question || !claim.reported) return attempt;
  TRY(keep_largest(in, attempt, claim, true));
  const Json payload = Json::object({{"job", to_string(attempt.job)}, {"result", "late-report"}});
  in.publish({"attempt", to_string(attempt.job), "stage:charge", payload.dump()});
  return attempt;
}

}  // namespace

Result<Attempt> record_report(store::Transaction& in, PrinterId printer, std::int32_t device_number,
                              const DeviceReport& report, Instant now) {
  TRY(check_counts(report));
  const Attempt found = TRY(attempt_at_printer(in, printer, device_number));
  if (found.state == AttemptState::fetchable)
    return Error{Reason::conflict, "not-fetched", "fetch the job before reporting on it"};
  TRY(require_winner(found, report.device));
  Job job = TRY(flow::job(in, found.job));
  const Usage claim = claim_of(report, found, job);
  const bool news = TRY(is_news(in, found, claim, report.state, now));
  if (found.state == AttemptState::ended) return news ? late_report(in, found, claim) : Result<Attempt>(found);
  const AttemptState state = found.state == AttemptState::stopping ? AttemptState::stopping : AttemptState::printing;
  TRY(set_attempt_state(in, found, state, now + silence_limit));
  if (!news) return found;
  const AttemptResult result = result_of(report.state);
  TRY(keep_largest(in, found, claim, result != AttemptResult::none));
  TRY(in.run(put_device_reasons, {found.id, report.reasons.substr(0, reasons_bytes_max)}));
  if (job.state == JobState::releasing) {
    TRY(set_job_state(in, job, JobState::printing, now));
    job.state = JobState::printing;
  }
  TRY(tell_progress(in, found, job));
  if (result != AttemptResult::none) TRY(end_attempt(in, found, result, now));
  return attempt(in, found.id);
}

}  // namespace tsuke::flow
