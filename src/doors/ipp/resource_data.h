// Whether bytes are what they are said to be.
#pragma once

#include <string_view>

namespace tsuke::ippdoor {

// By the marks that each of registry::resource_formats begins with; strings are text in clean UTF-8. False for an
// unknown format and for nothing.
bool is_of_format(std::string_view bytes, std::string_view format);

}  // namespace tsuke::ippdoor
