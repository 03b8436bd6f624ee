// What a device says of itself, in our words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/ipp/message.h"
#include "registry/printers.h"

namespace tsuke::devices {

// What is known, changed by what came: a device's word is bounded and, where it is none, left out, since one odd value
// must not cost us the rest. The result is always one that registry::device_reported() takes.
registry::Capabilities abilities(registry::Capabilities known, const ipp::Group& told);

// The first so many values that are IPP keywords.
std::vector<std::string> keywords_in(const ipp::Group& group, std::string_view name, std::size_t most);

}  // namespace tsuke::devices
