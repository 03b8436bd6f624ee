// How long this has computed, whatever others did to the processor meanwhile.
#pragma once

#include "base/time.h"

namespace tsuke {

Duration thread_cpu_time();    // of the calling thread, so far
Duration children_cpu_time();  // of all child processes that have ended and been waited for

}  // namespace tsuke
