// Instants as the clocks of a place show them.
#pragma once

#include <string>
#include <string_view>

#include "base/time.h"

namespace tsuke {

// RFC 3339 with the offset of an IANA zone, whole seconds: "2026-11-23T12:39:17+09:00". Fails with malformed
// ("bad-time-zone") when the zone is unknown.
Result<std::string> to_rfc3339_in(Instant at, std::string_view zone);

}  // namespace tsuke
