// How the flow's rows become values: columns and their reading in one place, for the stages' own queries.
#pragma once

#include "flow/job.h"

namespace tsuke::flow {

#define TSUKE_JOB_COLUMNS                                                                                        \
  "job.id, job.number, job.person_id, job.purpose_id, job.name, job.state, job.document, job.document_problem, " \
  "job.copies, job.sides, job.color_mode, job.media, job.format, job.location, job.size_bytes, job.pages, "      \
  "job.channel, job.via_id, job.account_word, job.submitted_at, job.expires_at, job.ended_at, "                  \
  "job.rest_of_settings, job.page_list, job.at_once, job.at_once_problem, job.password"
Job job_from(const store::Row& row);

#define TSUKE_ATTEMPT_COLUMNS                                                                                     \
  "attempt.id, attempt.job_id, attempt.number, attempt.printer_id, attempt.device_number, attempt.state, "        \
  "attempt.result, attempt.device_reasons, attempt.copies, attempt.sides, attempt.color_mode, attempt.media, "    \
  "attempt.pages, attempt.expected_impressions, attempt.expected_sheets, attempt.released_at, attempt.deadline, " \
  "attempt.cancel_asked, attempt.rest_of_settings, attempt.fetched_by"
Attempt attempt_from(const store::Row& row);

#define TSUKE_CHARGE_COLUMNS                                                                                   \
  "charge.job_id, charge.attempt_id, charge.person_id, charge.purpose_id, charge.purpose_name, charge.payer, " \
  "charge.payer_name, charge.provider_id, charge.provider_name, charge.printer_id, charge.printer_name, "      \
  "charge.site_name, charge.tariff_id, charge.fee_plan_id, charge.currency, charge.authorised, "               \
  "charge.device_fee, charge.service_fee, charge.captured, charge.absorbed, charge.commission, charge.state, " \
  "charge.released_at, charge.settled_at, charge.paid_by, COALESCE(usage.monochrome_impressions, 0), "         \
  "COALESCE(usage.color_impressions, 0), COALESCE(usage.sheets, 0), COALESCE(usage.reports, 0), person.name, " \
  "job.name, charge.refunded, charge.refunded_device_fee, charge.refunded_service_fee, "                       \
  "charge.refunded_commission, charge.refunded_absorbed, charge.refund_borne, charge.shared_by, "              \
  "charge.reassignments, charge.shares, metered.job_id, metered.authorised, metered.device_fee, "              \
  "metered.service_fee, metered.captured, metered.absorbed, metered.commission"
#define TSUKE_CHARGE_TABLES                                                                      \
  " FROM charge JOIN person ON person.id = charge.person_id JOIN job ON job.id = charge.job_id " \
  "LEFT JOIN usage ON usage.attempt_id = charge.attempt_id "                                     \
  "LEFT JOIN metered ON metered.job_id = charge.job_id AND metered.position = 0 "
Charge charge_from(const store::Row& row);

DocumentState parse_document_state(std::string_view text);
AttemptState parse_attempt_state(std::string_view text);
AttemptResult parse_attempt_result(std::string_view text);
ChargeState parse_charge_state(std::string_view text);

// "From the newest" as a bound for keyset paging.
inline JobId page_bound(JobId before) { return before.exists() ? before : JobId{INT64_MAX}; }

// Tells the job's person how it stands: payload {"job","state","number","via","purpose"}, and "created" of a new one.
enum class IsNew { no, yes };
void publish_job(store::Transaction& in, const Job& job, JobState state, IsNew is_new);

Error job_not_found();

// The tables of putting right (flow/amend): a part of the schema of its own, since charges carry its sums.
std::vector<store::Migration> amend_migrations();
// The table of prints in a trial (flow/metered.h).
store::Migration metered_migration();

}  // namespace tsuke::flow
