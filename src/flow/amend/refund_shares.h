// A refund of a charge that several payers share: each gets its own part back. Not for other folders.
#pragma once

#include <vector>

#include "flow/amend/chain.h"
#include "flow/amend/refund.h"
#include "flow/shares.h"

namespace tsuke::flow {

struct ShareBack {
  ChargeShare share;  // as it was before
  Amounts back;  // service fee and absorbed part may turn round by a minor unit; what is posted of them is the whole
  Money borne;
};
// What is shared out before, less what is shared out after: so that no sequence of refunds drifts. None when one pays.
Result<std::vector<ShareBack>> shares_back(store::Reader& in, const Charge& charge, const Refund& made);
Result<void> write_shares_back(store::Transaction& in, const Refund& made, const std::vector<ShareBack>& shares);
// What a payer had paid comes back as credit and out of what was payable; the rest is owed no more. Budgets hear of it.
Result<void> post_shares_back(store::Transaction& in, AmendChain& chain, const Charge& charge, const Refund& made,
                              const std::vector<ShareBack>& shares);

}  // namespace tsuke::flow
