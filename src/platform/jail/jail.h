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
  std::vector<std::string> readable_folders;  // and files; read only, with all below; without any, no file opens
};

// Limits on memory, processor time, open files, new files and new processes; no new privileges, no core, no tracing;
// Landlock without any file but those below the readable folders; and a system call filter that leaves reading,
// writing and memory. Writing to files, network, new processes and tracing are always denied.
//
// False when any of it could not be had: the process must then not go on. Landlock alone may be missing where no folder
// is readable, because the filter lets nothing be opened then. With unjailed_allowed() it is true whatever was missing.
// Linux on x86-64 and AArch64.
bool enter(const Terms& terms);

// The operator's word that workers may go on where the system cannot jail them: this environment variable, set to any
// value. Whoever starts a worker passes it on, and logs a warning for each document (process.h does both).
inline constexpr const char* unjailed_variable = "TSUKE_UNJAILED_WORKERS";
bool unjailed_allowed();
// Sets it for this process and what it starts, with a warning in the log. At start, before there are threads.
void allow_unjailed();

}  // namespace tsuke::jail
