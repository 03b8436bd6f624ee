// Months and years of a payer's own calendar.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace tsuke::flow {

enum class BudgetPeriod { month, year };
std::string_view to_string(BudgetPeriod period);  // "month", "year"
// Fails with malformed ("bad-period").
Result<BudgetPeriod> parse_budget_period(std::string_view text);

// "2026-11" or "2026", in an IANA time zone. Fails with malformed when the zone is unknown.
Result<std::string> period_name(BudgetPeriod period, Instant at, std::string_view zone);
// When the period that `at` lies in began there.
Result<Instant> period_begin(BudgetPeriod period, Instant at, std::string_view zone);

}  // namespace tsuke::flow
