// The act itself, after all questions are answered. Not for other folders.
#pragma once

#include "flow/amend/reassign.h"

namespace tsuke::flow {

struct Move {
  registry::Purpose to;
  std::string category, reason;
  PersonId asked_by, decided_by;
};
// Writes the row, moves the charge, posts, and tells everybody concerned.
Result<Reassignment> move_charge(store::Transaction& in, const Charge& charge, const Move& move, Instant now);

// Whether the new payer would take the charge: what of the permission decision still makes sense when the paper is out,
// and whether its budget of that month has room.
Result<rules::Decision> permission_after(store::Transaction& in, const Charge& charge, const registry::Purpose& to,
                                         Instant now);

}  // namespace tsuke::flow
