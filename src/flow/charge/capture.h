// The postings of one charge.
#pragma once

#include "flow/job.h"

namespace tsuke::flow {

// Rates the usage of the charge with the versions it stores, posts capture and shares in one chain, and writes the
// charge row and its lines. False when an unconfirmed charge, whose reservation has fallen back, finds no room in the
// budget any more: nothing is written then.
Result<bool> capture(store::Transaction& in, const Charge& charge, const Attempt& attempt, Instant now);

// Voids the reservations of a reserved charge.
Result<void> release_reservation(store::Transaction& in, const Charge& charge, const Attempt& attempt, Instant now);

}  // namespace tsuke::flow
