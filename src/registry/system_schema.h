// The tables of the system service: the step of the registry's schema that brought it.
#pragma once

namespace tsuke::registry {

const char* system_schema();

}  // namespace tsuke::registry
