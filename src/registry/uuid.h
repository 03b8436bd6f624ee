// Names that nothing else in the world has.
#pragma once

#include <string>

namespace tsuke::registry {

// A random one (RFC 9562 version 4): "urn:uuid:…".
std::string new_uuid();

}  // namespace tsuke::registry
