// How a document is to be printed, in IPP's own words (RFC 8011 §5.2, PWG 5100.13 for print-color-mode).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"

namespace tsuke::registry {

enum class Sides { one_sided, two_sided_long_edge, two_sided_short_edge };
enum class ColorMode { monochrome, color };

inline constexpr int copies_max = 999;

struct PrintSettings {
  int copies = 1;
  Sides sides = Sides::one_sided;
  ColorMode color_mode = ColorMode::monochrome;
  std::string media = "iso_a4_210x297mm";  // PWG 5101.1 self-describing name
  friend bool operator==(const PrintSettings&, const PrintSettings&) = default;
};

// A wish for some of them; what is absent stays as it is.
struct SettingsChange {
  std::optional<int> copies;
  std::optional<Sides> sides;
  std::optional<ColorMode> color_mode;
  std::optional<std::string> media;
};
// Fails with malformed ("bad-print-settings") when copies are out of 1..copies_max or the paper is unknown.
Result<PrintSettings> apply(const PrintSettings& settings, const SettingsChange& change);

std::string_view to_keyword(Sides sides);           // "two-sided-long-edge"
std::string_view to_keyword(ColorMode color_mode);  // "monochrome", "color"
Result<Sides> parse_sides(std::string_view keyword);
Result<ColorMode> parse_color_mode(std::string_view keyword);

struct Media {
  std::string_view name;
  int width_hmm;  // hundredths of a millimetre, as media-size is written
  int height_hmm;
};
// The paper sizes that Tsuke knows: A3, A4, A5, JIS B4, JIS B5, hagaki, letter, legal.
std::span<const Media> known_media();
const Media* find_media(std::string_view name);

// {"copies":1,"sides":"one-sided","print-color-mode":"monochrome","media":"iso_a4_210x297mm"}
Json to_json(const PrintSettings& settings);
// Members may be absent; unknown members and wrong kinds are malformed ("bad-print-settings").
Result<SettingsChange> settings_change_from_json(const Json& json);

}  // namespace tsuke::registry
