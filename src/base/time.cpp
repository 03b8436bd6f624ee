#include "base/time.h"

#include <date/tz.h>
#include <sys/resource.h>
#include <time.h>

#include <cstdio>
#include <sstream>

#include "base/cpu_time.h"

namespace tsuke {

namespace {

std::int64_t read_clock(clockid_t which) {
  timespec at{};
  clock_gettime(which, &at);
  return static_cast<std::int64_t>(at.tv_sec) * 1'000'000 + at.tv_nsec / 1000;
}

class MachineClock : public Clock {
 public:
  Instant now() const override { return {read_clock(CLOCK_REALTIME)}; }
};

date::sys_time<std::chrono::microseconds> to_sys(Instant at) {
  return date::sys_time<std::chrono::microseconds>{std::chrono::microseconds{at.micros}};
}

}  // namespace

const Clock& wall_clock() {
  static const MachineClock clock;
  return clock;
}

Duration monotonic_now() { return {read_clock(CLOCK_MONOTONIC)}; }

Duration thread_cpu_time() { return {read_clock(CLOCK_THREAD_CPUTIME_ID)}; }

Duration children_cpu_time() {
  rusage used{};
  getrusage(RUSAGE_CHILDREN, &used);
  const auto micros = [](const timeval& time) { return time.tv_sec * std::int64_t{1'000'000} + time.tv_usec; };
  return {micros(used.ru_utime) + micros(used.ru_stime)};
}

std::string to_rfc3339(Instant at) {
  return date::format("%FT%TZ", date::floor<std::chrono::milliseconds>(to_sys(at)));
}

Result<Instant> parse_rfc3339(std::string_view text) {
  const Error malformed{Reason::malformed, "bad-time", "write times as 2026-11-23T03:39:17Z (RFC 3339)"};
  for (const char* format : {"%FT%TZ", "%FT%T%Ez"}) {
    std::istringstream in{std::string(text)};
    date::sys_time<std::chrono::microseconds> at;
    in >> date::parse(format, at);
    if (!in.fail() && in.peek() == std::istringstream::traits_type::eof())
      return Instant{at.time_since_epoch().count()};
  }
  return malformed;
}

Result<std::string> month_in_zone(Instant at, std::string_view zone) {
  try {
    return date::format(
        "%Y-%m", date::make_zoned(date::locate_zone(std::string(zone)), date::floor<std::chrono::seconds>(to_sys(at))));
  } catch (const std::exception&) {
    return Error{Reason::malformed, "bad-time-zone", "name a time zone such as Asia/Tokyo"};
  }
}

}  // namespace tsuke
