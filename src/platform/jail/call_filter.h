// The list of system calls that stay.
#pragma once

namespace tsuke::jail {

// From here on this process reads, writes and seeks what is open, manages its own memory and ends; every other system
// call answers EPERM, and one of a foreign architecture ends the process. With `reads_files` it opens existing files
// and folders besides, for reading only: which ones is for Landlock to say. Wants no-new-privileges set before.
// False when it could not be had.
bool filter_calls(bool reads_files);

// For a large program of others that this process is about to become: everything stays but all networks, connecting to
// other programs, looking into them, namespaces, mounts, keys, and ways around all that (io_uring, BPF). Wants
// no-new-privileges set before. False when it could not be had.
bool forbid_calls();

}  // namespace tsuke::jail
