// The sheet that hangs beside a printer, as one A4 page of PDF.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace tsuke::sheet {

struct HowTo {
  std::string title;
  std::vector<std::string> steps;
};

struct Sheet {
  std::string printer, place;
  std::string link;           // what the QR code holds, and what is printed below it for typing
  std::vector<HowTo> how_to;  // one for each language, side by side
};

// Blocking, some tens of milliseconds. Fails with malformed ("bad-qr-text"), internal ("no-sheet": the drawing library
// refuses).
Result<std::string> draw(const Sheet& sheet);

}  // namespace tsuke::sheet
