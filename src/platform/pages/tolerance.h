// When a colour is grey.
#pragma once

#include <algorithm>

namespace tsuke::pages {

// What conversion and rounding make of grey differs by less: five steps of 255.
inline constexpr double grey_tolerance = 0.02;
inline constexpr int grey_tolerance_of_255 = 5;

// Red, green and blue; or cyan, magenta and yellow, whatever the black is. Not equal means coloured.
inline bool all_equal(double a, double b, double c) {
  return std::max({a, b, c}) - std::min({a, b, c}) <= grey_tolerance;
}

}  // namespace tsuke::pages
