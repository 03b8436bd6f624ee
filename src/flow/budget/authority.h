// Who may set which budget.
#pragma once

#include "flow/budget/budget.h"

namespace tsuke::flow {

// An organisation's admin sets all of its budgets, the operator the cap. An approver sets those of others in their own
// department, where the department has a budget of that period to bound them. Fails with not_found for whoever is
// neither, not_permitted ("budget-not-yours"), conflict ("no-department-budget").
Result<void> may_set_budget(store::Reader& in, PersonId by, const BudgetKey& key, Instant now);

// The department that an approver answers for; none for whoever is not an approver, or of no department.
Result<DepartmentId> approves_for(store::Reader& in, PersonId person, OrganisationId organisation);

// Whether the budget is the department's, or of somebody who is in it now.
Result<bool> is_within(store::Reader& in, const BudgetKey& key, DepartmentId department);

}  // namespace tsuke::flow
