// How rows become the log's, and what is hidden from whom.
#pragma once

#include "flow/log/print_log.h"

namespace tsuke::flow {

// A charge that several share is paid when all of them have paid.
#define TSUKE_LOG_PAID_BY                                                                           \
  "CASE WHEN charge.shares = 0 THEN charge.paid_by "                                                \
  "ELSE (SELECT CASE WHEN COUNT(*) = COUNT(p.paid_by) THEN MAX(p.paid_by) END FROM charge_share p " \
  "WHERE p.job_id = charge.job_id) END"

// Joined from the outside in, so that charge is read in the order of its index.
#define TSUKE_LOG_SELECT                                                                                               \
  "SELECT charge.job_id, charge.released_at, charge.settled_at, charge.title, charge.title_shown_to, "                 \
  "charge.person_id, charge.person_name, charge.at_once, charge.purpose_id, charge.purpose_name, charge.payer, "       \
  "charge.payer_name, charge.provider_id, charge.provider_name, charge.site_id, charge.site_name, charge.printer_id, " \
  "charge.printer_name, charge.currency, charge.device_fee, charge.service_fee, charge.captured, charge.commission, "  \
  "charge.state, " TSUKE_LOG_PAID_BY                                                                                   \
  ", charge.asked_color_impressions, attempt.number, attempt.result, "                                                 \
  "attempt.cancel_asked, attempt.media, attempt.sides, attempt.expected_impressions, attempt.expected_sheets, "        \
  "COALESCE(usage.monochrome_impressions, 0), COALESCE(usage.color_impressions, 0), COALESCE(usage.sheets, 0), "       \
  "charge.comment, charge.comment_shown_to, charge.released_by, charge.released_by_name, charge.submitted_by, "        \
  "charge.submitted_by_name, "                                                                                         \
  "charge.shares, '', 0, 0, "                                                                                          \
  "charge.refunded, charge.refunded_device_fee, charge.refunded_service_fee, charge.refunded_commission, "             \
  "charge.refund_borne, charge.reassignments, m.job_id, m.device_fee, m.service_fee, m.captured, m.commission "        \
  "FROM charge LEFT JOIN metered m ON m.job_id = charge.job_id AND m.position = 0 "                                    \
  "LEFT JOIN attempt ON attempt.id = charge.attempt_id "                                                               \
  "LEFT JOIN usage ON usage.attempt_id = charge.attempt_id "
// One payer's share of a charge, with the same columns: in the order of its own index.
#define TSUKE_LOG_SHARE_SELECT                                                                                    \
  "SELECT s.job_id, s.released_at, charge.settled_at, charge.title, s.title_shown_to, "                           \
  "s.person_id, charge.person_name, charge.at_once, s.purpose_id, s.purpose_name, s.payer, "                      \
  "s.payer_name, charge.provider_id, charge.provider_name, charge.site_id, charge.site_name, charge.printer_id, " \
  "charge.printer_name, charge.currency, s.device_fee, s.service_fee, s.captured, s.commission, "                 \
  "charge.state, s.paid_by, charge.asked_color_impressions, attempt.number, attempt.result, "                     \
  "attempt.cancel_asked, attempt.media, attempt.sides, attempt.expected_impressions, attempt.expected_sheets, "   \
  "COALESCE(usage.monochrome_impressions, 0), COALESCE(usage.color_impressions, 0), COALESCE(usage.sheets, 0), "  \
  "'', '', charge.released_by, charge.released_by_name, charge.submitted_by, charge.submitted_by_name, "          \
  "0, s.unit, s.weight, (SELECT CAST(SUM(t.weight) AS BIGINT) FROM charge_share t WHERE t.job_id = s.job_id), "   \
  "s.refunded, s.refunded_device_fee, s.refunded_service_fee, s.refunded_commission, s.refund_borne, 0, "         \
  "m.job_id, m.device_fee, m.service_fee, m.captured, m.commission "                                              \
  "FROM charge_share s JOIN charge ON charge.job_id = s.job_id "                                                  \
  "LEFT JOIN metered m ON m.job_id = s.job_id AND m.position = s.position "                                       \
  "LEFT JOIN attempt ON attempt.id = charge.attempt_id LEFT JOIN usage ON usage.attempt_id = charge.attempt_id "
LogRow log_row_from(const store::Row& row);

// Nothing is hidden in `row` yet.
bool matches(const LogFilter& filter, const LogView& view, const LogRow& row);
LogRow seen_by(const LogView& view, LogRow row);

// Fails with malformed ("bad-filter") when the view has no such filter.
Result<void> check_filter(const LogFilter& filter, const LogView& view);

}  // namespace tsuke::flow
