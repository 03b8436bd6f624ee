// Locks this process in before it touches a hostile document.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/time.h"

namespace tsuke::jail {

// What the process may still do beside reading its input and writing its answer.
struct Terms {
  std::int64_t memory_bytes = 512LL << 20;
  Duration cpu_time = seconds(10);
};

// Limits on memory, processor time, open files, new files and new processes; no new privileges, no core, no tracing;
// and a system call filter that leaves reading, writing and memory, so neither network nor files can be opened.
// False when any of it could not be had: the process must then not go on. Linux on x86-64 and AArch64.
bool enter(const Terms& terms);

}  // namespace tsuke::jail
