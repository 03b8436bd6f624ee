#include "flow/budget/period.h"

#include <gtest/gtest.h>

namespace tsuke::flow {
namespace {

std::string begin(BudgetPeriod period, const char* at, const char* zone) {
  return to_rfc3339(period_begin(period, parse_rfc3339(at).take(), zone).take());
}

TEST(PeriodTest, BeginsAtMidnightWhereThePayerIs) {
  EXPECT_EQ(begin(BudgetPeriod::month, "2026-11-18T09:00:00Z", "Asia/Tokyo"), "2026-10-31T15:00:00.000Z");
  EXPECT_EQ(begin(BudgetPeriod::year, "2026-11-18T09:00:00Z", "Asia/Tokyo"), "2025-12-31T15:00:00.000Z");
  EXPECT_EQ(begin(BudgetPeriod::month, "2026-10-31T15:00:00Z", "Asia/Tokyo"), "2026-10-31T15:00:00.000Z");
  EXPECT_EQ(begin(BudgetPeriod::month, "2026-10-31T14:59:59Z", "Asia/Tokyo"), "2026-09-30T15:00:00.000Z");
  EXPECT_EQ(begin(BudgetPeriod::year, "2028-12-31T23:59:59Z", "UTC"), "2028-01-01T00:00:00.000Z");  // a leap year
}

// The clocks change between the two: summer time ends on 1 November 2026, after the month has begun.
TEST(PeriodTest, ClocksThatChangeMoveNoBeginning) {
  EXPECT_EQ(begin(BudgetPeriod::month, "2026-11-18T09:00:00Z", "America/New_York"), "2026-11-01T04:00:00.000Z");
  EXPECT_EQ(begin(BudgetPeriod::year, "2026-07-01T09:00:00Z", "America/New_York"), "2026-01-01T05:00:00.000Z");
}

TEST(PeriodTest, WordsAreReadBackAndOthersAreNot) {
  EXPECT_EQ(parse_budget_period("year").take(), BudgetPeriod::year);
  EXPECT_EQ(parse_budget_period("week").error().code, "bad-period");
  EXPECT_EQ(period_begin(BudgetPeriod::month, Instant{0}, "Mars/Olympus").error().code, "bad-time-zone");
  EXPECT_EQ(period_name(BudgetPeriod::year, Instant{1'795'000'000'000'000}, "UTC").take(), "2026");
}

}  // namespace
}  // namespace tsuke::flow
