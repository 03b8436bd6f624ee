// The transfers of one act of putting right: all about the same job, all keyed by the act's own row, posted as one
// chain. Not for other folders.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "flow/money.h"

namespace tsuke::flow {

class AmendChain {
 public:
  // `act` is the id of the row that says what happened: the same act always makes the same transfers.
  AmendChain(store::Transaction& in, JobId job, std::int64_t act, Instant now)
      : in_(in), job_(job), act_(act), now_(now) {}

  // Both are named accounts of the amount's currency. An amount of zero is left out.
  Result<void> money(const char* what, const std::string& debit, const std::string& credit, Money amount);
  // Budget pairs: what a charge's budget bears more, or gets back. None: there is no budget to tell.
  Result<void> bear(const char* what, AccountId budget, Money amount);
  Result<void> free(const char* what, AccountId budget, Money amount);
  Result<void> post();

 private:
  Result<AccountId> account(const std::string& name, const books::Unit& unit);
  void add(const char* what, AccountId debit, AccountId credit, std::int64_t amount);

  store::Transaction& in_;
  JobId job_;
  std::int64_t act_;
  Instant now_;
  std::vector<books::Transfer> transfers_;
};

// Budget pairs of a charge: the account that bears it now, and the one of a new payer in the month of the release.
Result<AccountId> budget_bearing(store::Reader& in, JobId job);
Result<std::optional<books::Account>> budget_to_bear(store::Transaction& in, const registry::Payer& payer,
                                                     Instant released_at);

}  // namespace tsuke::flow
