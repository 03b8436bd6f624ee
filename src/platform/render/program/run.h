// The whole program behind main.
#pragma once

#include <string>
#include <vector>

namespace tsuke::render {

// Locks the process in, does what the arguments ask for, and returns the exit status.
int run(const std::vector<std::string>& arguments);

}  // namespace tsuke::render
