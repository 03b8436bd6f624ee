#include "flow/budget/period.h"

namespace tsuke::flow {

std::string_view to_string(BudgetPeriod period) { return period == BudgetPeriod::year ? "year" : "month"; }

Result<BudgetPeriod> parse_budget_period(std::string_view text) {
  for (const BudgetPeriod period : {BudgetPeriod::month, BudgetPeriod::year})
    if (to_string(period) == text) return period;
  return Error{Reason::malformed, "bad-period", "a budget's period is month or year"};
}

Result<std::string> period_name(BudgetPeriod period, Instant at, std::string_view zone) {
  std::string month = TRY(month_in_zone(at, zone));
  return period == BudgetPeriod::year ? month.substr(0, 4) : month;
}

// By halving: names of periods only grow with time, whatever the zone's offset does in between.
Result<Instant> period_begin(BudgetPeriod period, Instant at, std::string_view zone) {
  const std::string name = TRY(period_name(period, at, zone));
  Instant before = at - hours(std::int64_t{period == BudgetPeriod::year ? 367 : 32} * 24), within = at;
  while (within.micros - before.micros > 1) {
    const Instant middle{before.micros + (within.micros - before.micros) / 2};
    (TRY(period_name(period, middle, zone)) == name ? within : before) = middle;
  }
  return within;
}

}  // namespace tsuke::flow
