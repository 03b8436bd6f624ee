// How rows become the log's, and what is hidden from whom.
#pragma once

#include "flow/log/print_log.h"

namespace tsuke::flow {

// Joined from the outside in, so that charge is read in the order of its index.
#define TSUKE_LOG_SELECT                                                                                               \
  "SELECT charge.job_id, charge.released_at, charge.settled_at, charge.title, charge.title_shown_to, "                 \
  "charge.person_id, charge.person_name, charge.at_once, charge.purpose_id, charge.purpose_name, charge.payer, "       \
  "charge.payer_name, charge.provider_id, charge.provider_name, charge.site_id, charge.site_name, charge.printer_id, " \
  "charge.printer_name, charge.currency, charge.device_fee, charge.service_fee, charge.captured, charge.commission, "  \
  "charge.state, charge.paid_by, charge.asked_color_impressions, attempt.number, attempt.result, "                     \
  "attempt.cancel_asked, attempt.media, attempt.sides, attempt.expected_impressions, attempt.expected_sheets, "        \
  "COALESCE(usage.monochrome_impressions, 0), COALESCE(usage.color_impressions, 0), COALESCE(usage.sheets, 0), "       \
  "charge.comment, charge.comment_shown_to, charge.released_by, charge.released_by_name, charge.submitted_by, "        \
  "charge.submitted_by_name "                                                                                          \
  "FROM charge LEFT JOIN attempt ON attempt.id = charge.attempt_id "                                                   \
  "LEFT JOIN usage ON usage.attempt_id = charge.attempt_id "
LogRow log_row_from(const store::Row& row);

// Nothing is hidden in `row` yet.
bool matches(const LogFilter& filter, const LogView& view, const LogRow& row);
LogRow seen_by(const LogView& view, LogRow row);

// Fails with malformed ("bad-filter") when the view has no such filter.
Result<void> check_filter(const LogFilter& filter, const LogView& view);

}  // namespace tsuke::flow
