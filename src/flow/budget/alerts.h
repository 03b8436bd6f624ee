// Told thresholds: once for each period and threshold, as a row and as an event.
#pragma once

#include "flow/budget/budget.h"

namespace tsuke::flow {

struct BudgetAlert {
  Budget budget;  // as it stands now
  std::string period;
  int threshold = 0;  // percent
  Money used;         // when it was told
  Money granted;
  Instant told_at{};
};

// Of what is used, not of what is reserved: a reservation may fall back. To the organisation's accountants and admins,
// and to the person whose budget it is: "budget" with {"budget","organisation","period","threshold"}.
Result<void> tell_thresholds(store::Transaction& in, const Budget& budget, Instant now);

// Newest first, at most 200.
Result<std::vector<BudgetAlert>> budget_alerts(store::Reader& in, OrganisationId organisation, Instant now);

}  // namespace tsuke::flow
