// Whether an image has a coloured pixel.
#pragma once

#include "platform/pages/color_space.h"

namespace tsuke::pages {

// Decided by its colour space where that is enough, else by its samples, up to the first that is coloured. Its masks
// are not looked at, but for the colours that it leaves out itself. What cannot be read is coloured.
// `stream` is no image mask: that has the colour of what is filled with it. Keys and values have their long names.
bool image_is_colored(QPDFObjectHandle& stream, QPDFObjectHandle& resources, ColorSpaces& spaces, Budget& budget);

}  // namespace tsuke::pages
