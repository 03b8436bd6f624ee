// What the budgets of a payer hear when a charge of it is put right: all in the period of the release, so that there
// and back is the identity. Not for other folders.
#pragma once

#include <optional>
#include <vector>

#include "flow/amend/chain.h"
#include "flow/budget/applying.h"
#include "flow/shares.h"

namespace tsuke::flow {

// The budgets that bear the charge get the amount back; so do those set after it was captured, which have counted it
// among what was spent before.
Result<void> give_back_to_budgets(store::Transaction& in, AmendChain& chain, const Charge& charge, const char* what,
                                  Money amount);
// The same of what one payer's share of it gets back: by the budgets of that payer alone.
Result<void> give_back_to_budgets_of(store::Transaction& in, AmendChain& chain, const Charge& charge,
                                     const ChargeShare& share, const char* what, Money amount);

// Those of another payer, for a charge that moves to it. A private payer has none.
struct NewBearers {
  Spender spender;
  std::vector<Budget> budgets;
};
Result<NewBearers> budgets_to_bear(store::Transaction& in, const Charge& charge, const registry::Purpose& to,
                                   Instant now);
// None when no hard budget applies.
std::optional<Money> room_of(const NewBearers& bearers);
// From now on these bear the charge, and no others.
Result<void> bear_by(store::Transaction& in, AmendChain& chain, const Charge& charge, NewBearers& bearers, Instant now);

}  // namespace tsuke::flow
