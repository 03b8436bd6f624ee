// Private files: written whole or not at all, readable by their owner alone.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace tsuke::printing {

// The file has these bytes on the disk, or is as it was before. Mode 0600. Fails with unavailable.
Result<void> write_private_file(const std::string& path, std::string_view bytes);
// Fails with not_found or unavailable.
Result<std::string> read_file(const std::string& path);

}  // namespace tsuke::printing
