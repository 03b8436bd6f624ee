// Counts: what is charged for is the largest that was reported.
#include "books/verify/findings.h"

namespace tsuke::books::verifying {

namespace {
using store::Query;

// A report after the end of an attempt counts only while its charge is an open question, so it may be in the usage or
// not: `least` leaves it out, `most` has it. A person's word replaces what devices said, unless it is that nothing came
// out: then nothing is charged.
constexpr Query wrong_usage{"verify_usage", R"sql(
    SELECT u.attempt_id, u.monochrome_impressions, u.color_impressions, u.sheets
      FROM usage u
      LEFT JOIN (
        SELECT e.attempt_id,
               MAX(e.monochrome_impressions) AS most_monochrome,
               MAX(e.color_impressions) AS most_color,
               MAX(e.sheets) AS most_sheets,
               MAX(CASE WHEN a.state <> 'ended' OR e.received_at < a.deadline
                        THEN e.monochrome_impressions ELSE 0 END) AS least_monochrome,
               MAX(CASE WHEN a.state <> 'ended' OR e.received_at < a.deadline
                        THEN e.color_impressions ELSE 0 END) AS least_color,
               MAX(CASE WHEN a.state <> 'ended' OR e.received_at < a.deadline THEN e.sheets ELSE 0 END) AS least_sheets,
               MAX(CASE WHEN e.state = 'by-hand' AND e.monochrome_impressions + e.color_impressions > 0
                        THEN 1 ELSE 0 END) AS by_hand
          FROM usage_event e JOIN attempt a ON a.id = e.attempt_id
         GROUP BY e.attempt_id) AS m ON m.attempt_id = u.attempt_id
     WHERE (COALESCE(m.by_hand, 0) = 1 AND NOT EXISTS (
              SELECT 1 FROM usage_event h
               WHERE h.attempt_id = u.attempt_id AND h.state = 'by-hand' AND h.sheets = u.sheets
                 AND h.monochrome_impressions = u.monochrome_impressions AND h.color_impressions = u.color_impressions))
        OR (COALESCE(m.by_hand, 0) = 0
            AND (u.monochrome_impressions NOT BETWEEN COALESCE(m.least_monochrome, 0) AND COALESCE(m.most_monochrome, 0)
                 OR u.color_impressions NOT BETWEEN COALESCE(m.least_color, 0) AND COALESCE(m.most_color, 0)
                 OR u.sheets NOT BETWEEN COALESCE(m.least_sheets, 0) AND COALESCE(m.most_sheets, 0)))
     ORDER BY u.attempt_id)sql"};
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
