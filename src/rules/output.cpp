#include "rules/output.h"

#include <algorithm>

namespace tsuke::rules {

namespace {

using registry::ColorMode;
using registry::PrintSettings;

bool prints_in_color(const Page& page, ColorMode mode) {
  return mode == ColorMode::color || (mode == ColorMode::automatic && page.color);
}

std::int64_t count_of_color(const std::vector<bool>& sides) { return std::count(sides.begin(), sides.end(), true); }

// Of a stack that holds `all` of `copies` equal copies. Page after page, no copy is whole before its last page.
std::int64_t whole_copies(std::int64_t came_out, std::int64_t all, const PrintSettings& settings) {
  const std::int64_t copies = settings.copies, one = all / copies;
  if (one == 0) return 0;
  const std::int64_t whole = settings.collate ? came_out / one : came_out - (one - 1) * copies;
  return std::clamp<std::int64_t>(whole, 0, copies);
}

}  // namespace

std::vector<int> chosen_pages(int page_count, const std::vector<registry::PageRange>& ranges) {
  std::vector<int> chosen;
  const std::vector<registry::PageRange> all{{1, page_count}};
  for (const registry::PageRange& range : ranges.empty() ? all : ranges)
    for (int page = range.first; page <= std::min(range.last, page_count); ++page) chosen.push_back(page - 1);
  return chosen;
}

std::vector<bool> sides_in_color(const Pages& pages, const PrintSettings& settings) {
  const std::vector<int> chosen = chosen_pages(static_cast<int>(pages.size()), settings.page_ranges);
  const std::size_t together = static_cast<std::size_t>(settings.number_up);
  std::vector<bool> sides((chosen.size() + together - 1) / together, false);
  for (std::size_t i = 0; i < chosen.size(); ++i)
    if (prints_in_color(pages[static_cast<std::size_t>(chosen[i])], settings.color_mode)) sides[i / together] = true;
  return sides;
}

Output expected_output(const Pages& pages, const PrintSettings& settings) {
  const std::vector<bool> sides = sides_in_color(pages, settings);
  const std::int64_t copies = settings.copies, count = static_cast<std::int64_t>(sides.size());
  Output output;
  output.media = settings.media;
  output.two_sided = settings.sides != registry::Sides::one_sided;
  output.color_impressions = count_of_color(sides) * copies;
  output.monochrome_impressions = count * copies - output.color_impressions;
  output.sheets = (output.two_sided ? (count + 1) / 2 : count) * copies;
  output.finishings = settings.finishings;
  if (!output.finishings.empty() && count > 0) output.finished_copies = copies;
  return output;
}

std::int64_t color_among_first(std::int64_t impressions, const Pages& pages, const PrintSettings& settings) {
  const std::vector<bool> sides = sides_in_color(pages, settings);
  const std::int64_t count = static_cast<std::int64_t>(sides.size()), copies = settings.copies;
  if (count == 0) return 0;
  std::int64_t left = std::min(impressions, count * copies), color = 0;
  if (settings.collate) {
    color = left / count * count_of_color(sides);
    for (std::int64_t i = 0; i < left % count; ++i) color += sides[static_cast<std::size_t>(i)] ? 1 : 0;
    return color;
  }
  for (std::int64_t i = 0; left > 0; ++i, left -= copies)
    if (sides[static_cast<std::size_t>(i)]) color += std::min(left, copies);
  return color;
}

std::int64_t finished_copies(Counts came_out, Counts expected, const PrintSettings& settings) {
  if (settings.finishings.empty()) return 0;
  return std::max(whole_copies(came_out.sheets, expected.sheets, settings),
                  whole_copies(came_out.impressions, expected.impressions, settings));
}

PrintSettings settings_at(const PrintSettings& wished, bool printer_has_color) {
  PrintSettings real = wished;
  if (real.color_mode == ColorMode::automatic && !printer_has_color) real.color_mode = ColorMode::monochrome;
  return real;
}

}  // namespace tsuke::rules
