#include "registry/position.h"

#include <array>
#include <cassert>

namespace tsuke::registry {

namespace {

// Angles in radians, sines and lengths on a sphere of radius 1: all with 30 binary places.
constexpr int places = 30;
constexpr std::int64_t one = std::int64_t{1} << places;
constexpr std::int64_t pi = 3'373'259'426;
constexpr std::int64_t half_turn_e6 = 180'000'000;
constexpr std::int64_t earth_radius_m = 6'371'009;  // the mean of the ellipsoid's

using Wide = __int128;

std::int64_t product(std::int64_t a, std::int64_t b) { return static_cast<std::int64_t>((Wide{a} * b) >> places); }

std::int64_t radians(std::int64_t degrees_e6) {
  return static_cast<std::int64_t>(Wide{degrees_e6} * pi / half_turn_e6);
}

// Between a quarter turn back and forth, where nine terms of the series leave nothing that 30 places could hold.
std::int64_t sine(std::int64_t angle) {
  const std::int64_t square = product(angle, angle);
  std::int64_t term = angle, sum = angle;
  for (int n = 2; n <= 16; n += 2) {
    term = -product(term, square) / (n * (n + 1));
    sum += term;
  }
  return sum;
}

// Between half a turn back and forth.
std::int64_t cosine(std::int64_t angle) { return sine(pi / 2 - (angle < 0 ? -angle : angle)); }

// Between half a turn back and forth.
std::int64_t wide_sine(std::int64_t angle) {
  if (angle > pi / 2) return sine(pi - angle);
  if (angle < -pi / 2) return sine(-pi - angle);
  return sine(angle);
}

std::array<std::int64_t, 3> on_sphere(const Position& position) {
  const std::int64_t latitude = radians(position.latitude_e6), longitude = radians(position.longitude_e6);
  const std::int64_t to_axis = cosine(latitude);
  return {product(to_axis, cosine(longitude)), product(to_axis, wide_sine(longitude)), sine(latitude)};
}

std::int64_t square_root(std::int64_t square) {
  std::int64_t root = 0;
  for (std::int64_t bit = std::int64_t{1} << 31; bit > 0; bit >>= 1)
    if (Wide{root + bit} * (root + bit) <= square) root += bit;
  return root;
}

// The largest angle up to a quarter turn whose sine is not above this one.
std::int64_t angle_of_sine(std::int64_t wanted) {
  std::int64_t low = 0, high = pi / 2;
  while (low < high) {
    const std::int64_t middle = (low + high + 1) / 2;
    if (sine(middle) <= wanted)
      low = middle;
    else
      high = middle - 1;
  }
  return low;
}

}  // namespace

Result<void> check_position(const std::optional<Position>& position) {
  const auto within = [](std::int64_t value, std::int64_t most) { return value >= -most && value <= most; };
  if (!position || (within(position->latitude_e6, half_turn_e6 / 2) && within(position->longitude_e6, half_turn_e6)))
    return {};
  return Error{Reason::malformed, "bad-position",
               "give latitude (-90 to 90 degrees) and longitude (-180 to 180) in millionths of a degree"};
}

std::int64_t distance_m(const Position& from, const Position& to) {
  assert(check_position(from).ok());
  assert(check_position(to).ok());
  const auto a = on_sphere(from), b = on_sphere(to);
  std::int64_t square = 0;
  for (std::size_t axis = 0; axis < a.size(); ++axis) square += (a[axis] - b[axis]) * (a[axis] - b[axis]);
  // The straight line through the earth is twice the sine of half the angle between them.
  const std::int64_t half_chord = square_root(square) / 2;
  const std::int64_t angle = 2 * angle_of_sine(half_chord < one ? half_chord : one);
  return (product(angle, earth_radius_m * 2) + 1) / 2;
}

}  // namespace tsuke::registry
