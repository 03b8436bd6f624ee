// Counts: what is charged for is the largest that was reported.
#include "books/verify/findings.h"

namespace tsuke::books::verifying {

namespace {
using store::Query;

// A report after the end of an attempt counts only while its charge is an open question, so it may be in the usage or
// not; a person's word replaces what devices said,
// unless it is that nothing came out: then nothing is charged.
constexpr Query wrong_usage{"verify_usage", R"sql(
    SELECT attempt_id, monochrome_impressions, color_impressions, sheets FROM (
      SELECT u.attempt_id, u.monochrome_impressions, u.color_impressions, u.sheets,
             (SELECT COUNT(*) FROM usage_event e WHERE e.attempt_id = u.attempt_id AND e.state = 'by-hand'
                 AND e.monochrome_impressions + e.color_impressions > 0) AS by_hand,
             (SELECT COUNT(*) FROM usage_event e WHERE e.attempt_id = u.attempt_id AND e.state = 'by-hand'
                 AND e.monochrome_impressions = u.monochrome_impressions AND e.color_impressions = u.color_impressions
                 AND e.sheets = u.sheets) AS by_hand_same,
             COALESCE((SELECT MAX(e.monochrome_impressions) FROM usage_event e WHERE e.attempt_id = u.attempt_id), 0) AS most_monochrome,
             COALESCE((SELECT MAX(e.color_impressions) FROM usage_event e WHERE e.attempt_id = u.attempt_id), 0) AS most_color,
             COALESCE((SELECT MAX(e.sheets) FROM usage_event e WHERE e.attempt_id = u.attempt_id), 0) AS most_sheets,
             COALESCE((SELECT MAX(e.monochrome_impressions) FROM usage_event e
                        WHERE e.attempt_id = u.attempt_id AND (a.state <> 'ended' OR e.received_at < a.deadline)), 0) AS least_monochrome,
             COALESCE((SELECT MAX(e.color_impressions) FROM usage_event e
                        WHERE e.attempt_id = u.attempt_id AND (a.state <> 'ended' OR e.received_at < a.deadline)), 0) AS least_color,
             COALESCE((SELECT MAX(e.sheets) FROM usage_event e
                        WHERE e.attempt_id = u.attempt_id AND (a.state <> 'ended' OR e.received_at < a.deadline)), 0) AS least_sheets
        FROM usage u JOIN attempt a ON a.id = u.attempt_id) AS compared
     WHERE (by_hand > 0 AND by_hand_same = 0)
        OR (by_hand = 0
            AND (monochrome_impressions NOT BETWEEN least_monochrome AND most_monochrome
                 OR color_impressions NOT BETWEEN least_color AND most_color
                 OR sheets NOT BETWEEN least_sheets AND most_sheets))
     ORDER BY attempt_id)sql"};
}  // namespace

Result<void> check_usage(store::Reader& in, Findings& findings) {
  return in.each(wrong_usage, {}, [&](const store::Row& row) -> Result<void> {
    findings.add("usage-differs", "usage " + std::to_string(row.integer(0)),
                 std::to_string(row.integer(1)) + " monochrome, " + std::to_string(row.integer(2)) + " colour, " +
                     std::to_string(row.integer(3)) + " sheets are not the largest counts reported");
    return {};
  });
}

}  // namespace tsuke::books::verifying
