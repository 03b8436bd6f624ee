// The transfers of one act of putting right: all about the same job, all keyed by the act's own row, posted as one
// chain. Not for other folders.
#pragma once

#include <string>
#include <vector>

#include "flow/budget/bearing.h"
#include "flow/money.h"

namespace tsuke::flow {

class AmendChain {
 public:
  // `act` is the id of the row that says what happened: the same act always makes the same transfers.
  AmendChain(store::Transaction& in, JobId job, std::int64_t act, Instant now)
      : in_(in), job_(job), act_(act), now_(now) {}

  // Both are named accounts of the amount's currency. An amount of zero is left out. `number` tells the postings of one
  // act about several payers apart.
  Result<void> money(const char* what, const std::string& debit, const std::string& credit, Money amount,
                     std::int64_t number = 0);
  // Budget pairs: what a budget's account bears more, or gets back.
  Result<void> bear(const char* what, AccountId budget, Money amount);
  Result<void> free(const char* what, AccountId budget, Money amount);
  // The same of a budget that only counted the charge, among what was spent before it was set: about its organisation.
  Result<void> spent_back(const char* what, AccountId budget, OrganisationId organisation, Money amount);
  Result<void> post();

 private:
  Result<AccountId> account(const std::string& name, const books::Unit& unit);
  void add(const char* what, AccountId debit, AccountId credit, std::int64_t amount, std::int64_t number,
           std::int64_t reference);

  store::Transaction& in_;
  JobId job_;
  std::int64_t act_;
  Instant now_;
  std::vector<books::Transfer> transfers_;
};

}  // namespace tsuke::flow
