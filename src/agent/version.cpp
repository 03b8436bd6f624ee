#include "agent/version.h"

namespace tsuke::agent {

std::string_view version() { return TSUKE_VERSION; }

}  // namespace tsuke::agent
