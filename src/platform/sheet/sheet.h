// The sheet that hangs beside a printer, as one A4 page of PDF.
#pragma once

#include <string>
#include <string_view>
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

// Drawn by tsuke-render, whose executable `program` is: the libraries that it takes would be in the service's memory
// for ever, for a page in a month. Blocking, some tenths of a second. Fails with malformed ("bad-qr-text"), unavailable
// ("worker-not-started"), internal ("render-failed").
Result<std::string> draw(const std::string& program, const Sheet& sheet);

// As that program is told, and how it understands it. Fails with malformed when it is no such text.
std::string to_text(const Sheet& sheet);
Result<Sheet> from_text(std::string_view text);

}  // namespace tsuke::sheet
