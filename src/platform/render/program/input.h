// Standard input, where it is text and not a document.
#pragma once

#include <cstddef>
#include <string>

#include "base/result.h"

namespace tsuke::render {

// To its end. Fails with "document-too-large" past `bytes_max`.
Result<std::string> read_standard_input(std::size_t bytes_max);

}  // namespace tsuke::render
