// Blanks comments and the insides of literals out of C++, so that rules about code see code alone.
#pragma once

#include <string>
#include <vector>

#include "tree.h"

namespace tsuke::tidy {

// The same length and the same lines; quotes stay. Each string literal is added to `literals` with its text.
std::string blank(const std::string& text, std::vector<Literal>& literals);

}  // namespace tsuke::tidy
