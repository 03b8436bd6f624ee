// Which budgets bear a charge: reserved with it, posted with it, released with it.
#pragma once

#include <optional>
#include <vector>

#include "flow/budget/budget.h"

namespace tsuke::flow {

// A charge that is being printed, or that nobody could confirm.
struct OpenCharge {
  JobId job;
  AttemptId attempt;
  std::int64_t authorised = 0;
  bool is_reserved = true;
};

struct Bearer {
  Budget budget;
  std::optional<books::TransferId> reservation;  // none when nothing was authorised, or nothing was reserved any more
  bool is_open = true;                           // the budget is still in force in that period
};

// What every budget's spending goes to.
Result<AccountId> used_account(store::Transaction& in, Currency currency);
books::Transfer budget_reservation(const OpenCharge& charge, AccountId budget, AccountId used, Instant at);
// Notes that the account bears the charge, with the reservation made at that time.
Result<void> bear(store::Transaction& in, const OpenCharge& charge, AccountId budget, Instant at);
// A job that is released again is borne by what applies then.
Result<void> bear_no_more(store::Transaction& in, JobId job);

// Those of the charge with how they stand, in the charge's own period.
Result<std::vector<Bearer>> bearers_of(store::Reader& in, JobId job);
// A charge without a reservation is no matter of budgets that were taken away since.
Result<void> leave_closed(store::Transaction& in, JobId job);

}  // namespace tsuke::flow
