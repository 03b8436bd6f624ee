// Where a place is on the earth, and how far it is from there to another, in whole numbers.
#pragma once

#include <cstdint>
#include <optional>

#include "base/result.h"

namespace tsuke::registry {

// Millionths of a degree (WGS 84): a step is 11 cm at most. North and east are positive.
struct Position {
  std::int64_t latitude_e6 = 0;   // -90,000,000..90,000,000
  std::int64_t longitude_e6 = 0;  // -180,000,000..180,000,000
  friend bool operator==(const Position&, const Position&) = default;
};

// Fails with malformed ("bad-position") when a coordinate is out of range.
Result<void> check_position(const std::optional<Position>& position);

// Metres along the ground of a round earth, whole: right to one percent.
std::int64_t distance_m(const Position& from, const Position& to);

}  // namespace tsuke::registry
