// Where a picture lands on paper.
#pragma once

#include <optional>
#include <string>

#include "base/page.h"

namespace tsuke::convert {

struct Density {
  std::int64_t x_per_metre = 0;
  std::int64_t y_per_metre = 0;
};

struct Placement {
  PageSize page;
  std::string matrix;  // "a b c d e f": from the unit square of a PDF picture to the page
};

// `orientation` says how the stored rows and columns lie, in the numbers of Exif: 1 is upright, 6 wants a quarter turn
// to the right, 5 to 8 exchange width and height.
//
// A picture with a density one can believe, and that it makes no larger than A3, is its own page at its true size. 72
// and 96 per inch are what programs write that know nothing, so they are not believed. Any other picture is made to fit
// the sheet, with margins that every printer can keep; the sheet lies as the picture does.
Placement place_picture(std::int64_t width, std::int64_t height, int orientation, std::optional<Density> density,
                        PageSize sheet);

}  // namespace tsuke::convert
