// What an instant is called where somebody lives: days and hours of an IANA zone.
#pragma once

#include <string_view>

#include "base/time.h"

namespace tsuke {

struct LocalTime {
  int year = 1970;
  int month = 1;
  int day = 1;
  int weekday = 4;  // 1 = Monday … 7 = Sunday
  int minute = 0;   // of the day, as the clock on the wall shows it: 0..1439
  friend bool operator==(const LocalTime&, const LocalTime&) = default;
};

// Both fail with malformed ("bad-time-zone") when the zone is unknown.
Result<LocalTime> local_time(Instant at, std::string_view zone);
// When the day of that instant began there. Where a zone skips midnight, the first moment after it.
Result<Instant> day_start(Instant at, std::string_view zone);

}  // namespace tsuke
