// Reads the page tree of a PDF. For the worker process only: the bytes are hostile.
#pragma once

#include <memory>
#include <string>

#include "platform/pages/pages.h"

namespace tsuke::pages {

// Counts the pages of standard input (a file, or a pipe that is read to its end first) and measures them. One page is
// as large as its CropBox within its MediaBox, turned by its Rotate, scaled by its UserUnit; US letter without a box.
// It has colour when drawing.h says so. Fails as analyse() does. What to do when memory runs out is the caller's to
// say, by a new handler.
Result<Summary> inspect_standard_input(const Limits& limits);
// The same of bytes in memory; without colour it only counts and measures, and calls each page coloured.
Result<Summary> inspect_bytes(const std::string& document, const Limits& limits, bool with_color);

// How the three ways a document can be refused are said to a person.
Error damaged();
Error encrypted();
Error too_large(const std::string& which);
Error timed_out();

}  // namespace tsuke::pages
