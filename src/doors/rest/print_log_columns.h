// The print log as a table for spreadsheets: which columns a reader gets, and what stands in them.
#pragma once

#include <string_view>
#include <vector>

#include "base/csv.h"
#include "doors/rest/problem.h"
#include "flow/log/print_log.h"

namespace tsuke::doors {

using LogEyes = flow::LogView::Eyes;

std::vector<CsvCell> log_headings(LogEyes eyes, Language language);
// Times on the clocks of an IANA zone that is known to exist; amounts in major and in minor units.
std::vector<CsvCell> log_cells(LogEyes eyes, const flow::LogRow& row, std::string_view time_zone);

}  // namespace tsuke::doors
