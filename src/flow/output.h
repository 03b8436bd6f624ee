// What an attempt's counts are to the rules: the output that they price.
#pragma once

#include "flow/job.h"
#include "rules/output.h"

namespace tsuke::flow {

rules::Output output_of(const Usage& usage, const Attempt& attempt);

}  // namespace tsuke::flow
