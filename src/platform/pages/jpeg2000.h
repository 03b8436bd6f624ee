// What a JPEG 2000 picture says of its own colour: read from its head, never from its pixels.
#pragma once

#include <string_view>

namespace tsuke::pages {

// True only when everything that the file says of colour fits a grey picture: one component (or two, the second not of
// colour), no palette of colours, no space but grey, and box and codestream of one mind. Whatever cannot be read, or
// contradicts itself, is not grey.
bool jpeg2000_is_grey(std::string_view file);

}  // namespace tsuke::pages
