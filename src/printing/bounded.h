// What a printer says of itself, cut to what the service can take: a printer's word is untrusted.
#pragma once

#include <string>
#include <vector>

#include "platform/ipp/message.h"

namespace tsuke::printing {

// The attributes of these names, each once, with at most 512 values; longer texts than IPP allows (1023 octets) are
// left out.
std::vector<ipp::Attribute> bounded(const ipp::Group& told, const std::vector<std::string>& names);

}  // namespace tsuke::printing
