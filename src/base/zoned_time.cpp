#include "base/zoned_time.h"

#include <date/tz.h>

namespace tsuke {

Result<std::string> to_rfc3339_in(Instant at, std::string_view zone) {
  using std::chrono::microseconds, std::chrono::seconds;
  try {
    const date::sys_time<seconds> whole = date::floor<seconds>(date::sys_time<microseconds>{microseconds{at.micros}});
    return date::format("%FT%T%Ez", date::make_zoned(date::locate_zone(std::string(zone)), whole));
  } catch (const std::exception&) {
    return Error{Reason::malformed, "bad-time-zone", "name a time zone such as Asia/Tokyo"};
  }
}

}  // namespace tsuke
