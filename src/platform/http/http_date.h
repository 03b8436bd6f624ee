// The time of an answer (RFC 9110 §5.6.7): "Sun, 06 Nov 1994 08:49:37 GMT".
#pragma once

#include <string>

#include "base/time.h"

namespace tsuke::http {

std::string http_date(Instant at);
// Of now, to the second; made anew only when the second has changed.
const std::string& http_date_now();

}  // namespace tsuke::http
