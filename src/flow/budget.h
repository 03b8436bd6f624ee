// A payer's monthly budget, kept as accounts of the ledger in a unit of their own, so that limit, reservation and
// release use the same proven code as money.
#pragma once

#include <optional>
#include <string>

#include "base/money.h"
#include "books/ledger/ledger.h"
#include "registry/purposes.h"

namespace tsuke::flow {

struct Budget {
  std::optional<Money> monthly;  // none: no limit
  std::string month;             // "2026-11", in the organisation's time zone
  Money used;
  Money reserved;
  std::optional<Money> room;
};

// Sets the limit from this month on; what the month has cost already counts. Fails with malformed for a negative
// amount, conflict ("budget-below-use") when more than that is used or reserved already.
Result<void> set_budget(store::Transaction& in, OrganisationId organisation, std::optional<Money> monthly, Instant now);
Result<Budget> budget(store::Reader& in, OrganisationId organisation, Instant now);
// This month's budget account of the payer, made and granted when the month is new. None when there is no limit.
Result<std::optional<books::Account>> budget_account(store::Transaction& in, const registry::Payer& payer, Instant now);

}  // namespace tsuke::flow
