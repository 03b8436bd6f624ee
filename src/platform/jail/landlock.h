// The kernel's own lock on files: a process takes rights from itself, and no descriptor or path brings them back.
#pragma once

#include <string>
#include <vector>

namespace tsuke::jail {

// The version of Landlock that this kernel offers; 0 where there is none, or a container's filter hides it.
int landlock_version();

// From here on this process reads files and lists folders below `readable_folders` only, and writes, makes, removes and
// executes nothing; from version 4 it connects and binds no TCP socket, from version 6 it signals no other process.
// What is open already stays open. A folder that does not exist is none to read. Wants no-new-privileges set before.
// False, with nothing changed, when it could not be had.
bool enter_landlock(const std::vector<std::string>& readable_folders);

// The same with more than reading: what other programs need that this process is about to become.
struct Grants {
  std::vector<std::string> readable, runnable, writable;  // folders or files, with all below
};
bool enter_landlock(const Grants& grants);

}  // namespace tsuke::jail
