// What comes out of a printer for these pages and settings: the sides, their colour, the sheets. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/page.h"
#include "registry/print_settings.h"

namespace tsuke::rules {

// What came out, or the most that can: an impression is one printed side. Counts are not negative; a count above
// count_max is priced as count_max, since counts come from devices and must not overflow a price.
inline constexpr std::int64_t count_max = 1'000'000'000;
struct Output {
  std::int64_t monochrome_impressions = 0;
  std::int64_t color_impressions = 0;
  std::int64_t sheets = 0;
  std::string media = "iso_a4_210x297mm";
  bool two_sided = false;
  std::vector<std::string> finishings;  // what each finished copy got; empty: nothing
  std::int64_t finished_copies = 0;     // 0 without finishings
  std::int64_t impressions() const { return monochrome_impressions + color_impressions; }
  friend bool operator==(const Output&, const Output&) = default;
};

// The pages that page-ranges let through, as numbers from 0, in order. Ranges past the last page let nothing through.
std::vector<int> chosen_pages(int page_count, const std::vector<registry::PageRange>& ranges);

// The sides of one copy in the order in which they come out: true where a side is printed, and priced, in colour. A
// side holds number-up pages, and has colour when one of them has; monochrome has none, and color is all colour.
std::vector<bool> sides_in_color(const Pages& pages, const registry::PrintSettings& settings);

// Two-sided halves the sheets, and a copy starts on a new sheet.
Output expected_output(const Pages& pages, const registry::PrintSettings& settings);

// How many of the first impressions to come out are in colour: for devices that count sides without telling their
// colour. Copies come one after the other, or side after side when they are not collated.
std::int64_t color_among_first(std::int64_t impressions, const Pages& pages, const registry::PrintSettings& settings);

// How many copies have come out whole, and so are finished: told from the sheets that came out and those that all
// copies take, or from the sides where these say more. Never above the copies asked for; 0 without finishings.
struct Counts {
  std::int64_t impressions = 0;
  std::int64_t sheets = 0;
};
std::int64_t finished_copies(Counts came_out, Counts expected, const registry::PrintSettings& settings);

// What a printer makes of the settings: automatic colour is monochrome where there is no colour.
registry::PrintSettings settings_at(const registry::PrintSettings& wished, bool printer_has_color);

}  // namespace tsuke::rules
