// Locks this process in before it touches a hostile document.
#pragma once

#include "platform/pages/pages.h"

namespace tsuke::pages {

// Limits on memory, processor time, open files, new files and new processes; no new privileges, no core, no tracing;
// and a system call filter that leaves reading, writing and memory, so neither network nor files can be opened.
// False when any of it could not be had: the process must then not go on.
bool enter_jail(const Limits& limits);

}  // namespace tsuke::pages
