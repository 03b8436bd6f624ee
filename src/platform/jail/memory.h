// A document for a process that may open nothing itself.
#pragma once

#include "base/result.h"
#include "platform/jail/process.h"
#include "platform/vault/vault.h"

namespace tsuke::jail {

// The plain bytes in memory that has no name and never reaches a disk, sealed against change, at its beginning.
// Fails as the reader does, and with unavailable ("worker-not-started") when there is no memory.
Result<Descriptor> copy_to_memory(vault::Reader& document);

}  // namespace tsuke::jail
