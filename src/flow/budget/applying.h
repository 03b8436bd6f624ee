// The budgets that apply to one job, all at once.
#pragma once

#include <vector>

#include "flow/budget/budget.h"

namespace tsuke::flow {

// Who spends what for whom: frozen with the charge at release.
struct Spender {
  OrganisationId organisation;  // the payer; none: private, and no budget applies
  PersonId person;
  PurposeId purpose;
  DepartmentId department;   // the person's, within the payer
  CostCentreId cost_centre;  // the purpose's
};

// Of a purpose that an organisation pays.
Result<Spender> spender_for(store::Reader& in, const registry::Purpose& purpose);

// One query. The widest first.
Result<std::vector<Budget>> budgets_for(store::Reader& in, const registry::Organisation& organisation,
                                        const Spender& spender, Instant now);
// Of those that are hard; none when there is none.
std::optional<Money> smallest_room(const std::vector<Budget>& budgets);

// Makes and grants the accounts of a period in which nothing was released yet, and notes them in the budgets.
Result<void> open_accounts(store::Transaction& in, std::vector<Budget>& budgets, Instant now);

}  // namespace tsuke::flow
