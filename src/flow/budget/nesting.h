// Budgets within budgets. Not for other folders.
#pragma once

#include "flow/budget/budget.h"

namespace tsuke::flow::budgets {

// Fails with not_found ("budget-subject-not-found") when the organisation has no such department, member, …
Result<void> check_subject(store::Reader& in, const BudgetKey& key);

// A budget may not be larger than one of the same period around it, nor smaller than one within it. A cap binds what is
// set after it, and every release; what stood before it is left as it is. Fails with conflict ("budget-above-<scope>",
// "budget-below-inner"), naming the other.
Result<void> check_nesting(store::Reader& in, const registry::Organisation& organisation, const BudgetKey& key,
                           Money limit, Instant now);
// The same of what is raised for this period alone.
Result<void> check_granted(store::Reader& in, const registry::Organisation& organisation, const BudgetKey& key,
                           Money granted, Instant now);

}  // namespace tsuke::flow::budgets
