// UUIDs for what has none of its own.
#pragma once

#include <string>
#include <string_view>

namespace tsuke {

// "xxxxxxxx-xxxx-8xxx-…" (RFC 9562 version 8): the same words always give the same one.
std::string uuid_from(std::string_view words);

}  // namespace tsuke
