// The few words of Exif that say how a picture lies and how large it is.
//
//   TIFF  = ("II" / "MM") 002A offset:4 …      II: little end first; offsets count from the first letter
//   IFD   = count:2 count*entry                at that offset
//   entry = tag:2 kind:2 count:4 value:4       kind 3: a number of two bytes, 5: offset of numerator:4 denominator:4
//   0112 Orientation   011A XResolution   011B YResolution   0128 ResolutionUnit (2 inch, 3 centimetre)
#pragma once

#include <optional>
#include <string_view>

#include "platform/convert/placement.h"

namespace tsuke::convert {

struct Exif {
  int orientation = 1;  // 1..8
  std::optional<Density> density;
};

// What cannot be understood is left out: a picture prints without it.
Exif read_exif(std::string_view tiff);

}  // namespace tsuke::convert
