#include "base/calendar.h"

#include <date/tz.h>

namespace tsuke {

namespace {

using Micros = std::chrono::microseconds;

// `read` is given the local time of the instant and the zone.
template <typename Read>
auto in_zone(Instant at, std::string_view name, Read read)
    -> Result<decltype(read(date::local_time<Micros>{}, std::declval<const date::time_zone&>()))> {
  try {
    const date::time_zone* zone = date::locate_zone(std::string(name));
    return read(zone->to_local(date::sys_time<Micros>{Micros{at.micros}}), *zone);
  } catch (const std::exception&) {
    return Error{Reason::malformed, "bad-time-zone", "name a time zone such as Asia/Tokyo"};
  }
}

}  // namespace

Result<LocalTime> local_time(Instant at, std::string_view zone) {
  return in_zone(at, zone, [](date::local_time<Micros> local, const date::time_zone&) {
    const auto day = date::floor<date::days>(local);
    const date::year_month_day named{day};
    const auto minute = std::chrono::duration_cast<std::chrono::minutes>(local - day).count();
    return LocalTime{static_cast<int>(named.year()), static_cast<int>(static_cast<unsigned>(named.month())),
                     static_cast<int>(static_cast<unsigned>(named.day())),
                     static_cast<int>(date::weekday{day}.iso_encoding()), static_cast<int>(minute)};
  });
}

Result<Instant> day_start(Instant at, std::string_view zone) {
  return in_zone(at, zone, [](date::local_time<Micros> local, const date::time_zone& place) {
    const auto midnight = date::local_time<Micros>{date::floor<date::days>(local)};
    return Instant{place.to_sys(midnight, date::choose::earliest).time_since_epoch().count()};
  });
}

}  // namespace tsuke
