// Writes the sides of an imposition as PDF. For the worker process only: the bytes are hostile.
#pragma once

#include "platform/impose/imposition.h"

namespace tsuke::impose {

// From standard input (a file) to standard output. Fails as outcome() does, with nothing written where the document is
// to blame.
Result<void> impose_standard_input(const Imposition& imposition);

}  // namespace tsuke::impose
