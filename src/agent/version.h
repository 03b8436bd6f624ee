#pragma once

#include <string_view>

namespace tsuke::agent {

std::string_view version();  // "0.1.0", of the build

}  // namespace tsuke::agent
