// The only place that reads a clock. Instants are UTC microseconds; everything that decides by time takes an Instant.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace tsuke {

struct Duration {
  std::int64_t micros = 0;
  auto operator<=>(const Duration&) const = default;
};
constexpr Duration milliseconds(std::int64_t n) { return {n * 1000}; }
constexpr Duration seconds(std::int64_t n) { return {n * 1'000'000}; }
constexpr Duration minutes(std::int64_t n) { return seconds(n * 60); }
constexpr Duration hours(std::int64_t n) { return minutes(n * 60); }
constexpr Duration operator-(Duration a, Duration b) { return {a.micros - b.micros}; }

struct Instant {
  std::int64_t micros = 0;  // since 1970-01-01T00:00:00Z
  auto operator<=>(const Instant&) const = default;
};
constexpr Instant operator+(Instant at, Duration d) { return {at.micros + d.micros}; }
constexpr Instant operator-(Instant at, Duration d) { return {at.micros - d.micros}; }
constexpr Duration operator-(Instant a, Instant b) { return {a.micros - b.micros}; }

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

// The machine's clock.
const Clock& wall_clock();

// A clock that moves only when told to: tests and simulation.
class ManualClock : public Clock {
 public:
  explicit ManualClock(Instant start) : now_(start) {}
  Instant now() const override { return now_; }
  void advance(Duration d) { now_ = now_ + d; }
  void set(Instant at) { now_ = at; }

 private:
  Instant now_;
};

// Time that only runs forward, for measuring how long something took.
Duration monotonic_now();

// RFC 3339 in UTC with milliseconds: "2026-11-23T03:39:17.123Z".
std::string to_rfc3339(Instant at);
// Fails with malformed.
Result<Instant> parse_rfc3339(std::string_view text);

// Calendar month of an instant in an IANA zone: "2026-11". Fails with malformed when the zone is unknown.
Result<std::string> month_in_zone(Instant at, std::string_view zone);

}  // namespace tsuke
