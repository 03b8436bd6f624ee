// Supplies in a device's own report: marker-* of CUPS, or printer-supply of PWG 5100.13.
#pragma once

#include <vector>

#include "platform/ipp/message.h"
#include "registry/supplies.h"

namespace tsuke::devices {

bool tells_supplies(const ipp::Group& told);
// printer-supply where there is one, for it also names what is a receptacle. What cannot be read is left out; bounds
// are the registry's matter.
std::vector<registry::Supply> supplies_in(const ipp::Group& told);

}  // namespace tsuke::devices
