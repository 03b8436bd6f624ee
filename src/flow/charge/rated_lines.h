// The lines of a rating, as the charge keeps them. Not for other folders.
#pragma once

#include "flow/job.h"
#include "rules/quote.h"

namespace tsuke::flow {

Result<void> write_lines(store::Transaction& in, JobId job, const rules::Rating& rating);

}  // namespace tsuke::flow
