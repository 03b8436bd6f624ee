// A budget's account of one period: made, granted, and counted up to what the period has already cost. Not for other
// folders.
#pragma once

#include "flow/budget/budget.h"

namespace tsuke::flow::budgets {

// Makes the account of the present period, without a limit granted. Known ones are left as they are.
Result<void> open_span(store::Transaction& in, Budget& budget, Instant now);

// Brings the account to this limit: grants or cuts what differs, books what the period has cost in the scope without
// this account, and reserves what is being printed in it. Fails with conflict ("budget-below-use").
Result<void> bring_to(store::Transaction& in, const registry::Organisation& organisation, Budget& budget,
                      std::int64_t limit, Instant now);
// In a period in which nothing of its scope was released yet there is nothing to count.
Result<void> grant_first(store::Transaction& in, Budget& budget, Instant now);

// The budget is in force no more: what is released from now on is not borne by this account.
Result<void> close_span(store::Transaction& in, const Budget& budget);

}  // namespace tsuke::flow::budgets
