// Tables as text for spreadsheets.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tsuke {

// UTF-8's mark of itself, without which some spreadsheets take a file for something older. At the very beginning.
inline constexpr std::string_view csv_mark = "\xEF\xBB\xBF";

struct CsvCell {
  std::string text;
  bool is_number = false;  // written as it is: ours, and nothing but digits, a sign and a point
};

// One record with its CRLF. A text that a spreadsheet would take for a formula gets an apostrophe before it.
std::string csv_record(const std::vector<CsvCell>& cells);

}  // namespace tsuke
