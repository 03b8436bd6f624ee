// Comma-separated values (RFC 4180) in UTF-8.
//
//   record = *(cell ",") cell CRLF
//   cell   = quoted / plain
//   quoted = DQUOTE *(any but DQUOTE / 2DQUOTE) DQUOTE
//
// A cell is quoted when it has a comma, a quote, CR or LF, or a blank at an end. A text that begins with "=", "+", "-",
// "@", TAB, CR or LF, or with the wide form of one of the signs, which some spreadsheets read as the narrow one, gets
// an apostrophe before it.
#include "base/csv.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace tsuke {

namespace {

constexpr std::array<std::string_view, 11> formula_starts{"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"};

bool starts_formula(std::string_view text) {
  return std::any_of(formula_starts.begin(), formula_starts.end(),
                     [&](std::string_view start) { return text.starts_with(start); });
}

bool needs_quotes(std::string_view text) {
  return text.find_first_of(",\"\r\n") != std::string_view::npos || text.starts_with(' ') || text.ends_with(' ') ||
         text.starts_with('\t') || text.ends_with('\t');
}

std::string in_quotes(std::string_view text) {
  std::string cell = "\"";
  for (const char c : text) cell.append(c == '"' ? 2 : 1, c);
  return cell + "\"";
}

std::string to_text(const CsvCell& cell) {
  assert(!cell.is_number || cell.text.find_first_not_of("0123456789.-") == std::string::npos);
  if (cell.is_number) return cell.text;
  const std::string safe = starts_formula(cell.text) ? "'" + cell.text : cell.text;
  return needs_quotes(safe) ? in_quotes(safe) : safe;
}

}  // namespace

std::string csv_record(const std::vector<CsvCell>& cells) {
  std::string record;
  for (const CsvCell& cell : cells) {
    if (&cell != &cells.front()) record += ',';
    record += to_text(cell);
  }
  return record + "\r\n";
}

}  // namespace tsuke
