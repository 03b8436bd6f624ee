// Metering instead of charging: for jobs that were released in a trial.
#pragma once

#include "flow/job.h"

namespace tsuke::flow {

// Rates what was reported as capture() does, with the cap that would have been authorised, and writes it beside the
// charge: for the whole, and for each share. Nothing is posted, so no budget can refuse it.
Result<void> meter(store::Transaction& in, const Charge& charge, const Attempt& attempt);

}  // namespace tsuke::flow
