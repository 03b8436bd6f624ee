// A document for a process that may open nothing itself.
#pragma once

#include "base/result.h"
#include "platform/jail/process.h"
#include "platform/vault/vault.h"

namespace tsuke::jail {

// The plain bytes in memory that has no name and never reaches a disk, sealed against change, at its beginning.
// Fails as the reader does, and with unavailable ("worker-not-started") when there is no memory.
Result<Descriptor> copy_to_memory(vault::Reader& document);
Result<Descriptor> copy_to_memory(std::string_view bytes);
// The same for what a program writes, to its end: whether it was whole, the program's end tells. Fails besides with
// malformed ("document-too-large") past `bytes_max`.
Result<Descriptor> copy_to_memory(Process& process, std::int64_t bytes_max);

}  // namespace tsuke::jail
