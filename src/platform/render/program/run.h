// The whole program behind main.
#pragma once

#include <string>
#include <vector>

#include "platform/jail/jail.h"
#include "platform/render/request.h"

namespace tsuke::render {

// Only fonts can be read, and what is needed to choose among them.
jail::Terms terms_for(const Request& request);

// Locks the process in, does what the arguments ask for, and returns the exit status.
int run(const std::vector<std::string>& arguments);

}  // namespace tsuke::render
