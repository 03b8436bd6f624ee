// How a document is to be printed, in IPP's own words (RFC 8011 §5.2, PWG 5100.13 for print-color-mode).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace tsuke::registry {

enum class Sides { one_sided, two_sided_long_edge, two_sided_short_edge };
// automatic: pages with colour come out, and are priced, in colour, the others in monochrome.
enum class ColorMode { monochrome, color, automatic };
enum class Orientation { automatic, portrait, landscape, reverse_landscape, reverse_portrait };
enum class Scaling { automatic, auto_fit, fill, fit, none };
enum class Quality { draft, normal, high };

// Pages of the document, from 1, both ends included (RFC 8011 §5.2.7).
struct PageRange {
  int first = 1;
  int last = 1;
  friend bool operator==(const PageRange&, const PageRange&) = default;
};

inline constexpr int copies_max = 999;
inline constexpr std::size_t page_ranges_max = 100;

struct PrintSettings {
  int copies = 1;
  Sides sides = Sides::one_sided;
  ColorMode color_mode = ColorMode::monochrome;
  std::string media = "iso_a4_210x297mm";  // PWG 5101.1 self-describing name
  std::vector<PageRange> page_ranges;      // ascending, apart; empty: all pages
  int number_up = 1;                       // pages on one impression: 1, 2, 4, 6, 9 or 16
  Orientation orientation = Orientation::automatic;
  Scaling scaling = Scaling::automatic;
  Quality quality = Quality::normal;
  std::vector<std::string> finishings;  // keywords of known_finishings(), in its order, each once; empty: none
  bool collate = true;                  // copy after copy, not page after page
  friend bool operator==(const PrintSettings&, const PrintSettings&) = default;
};

// A wish for some of them; what is absent stays as it is.
struct SettingsChange {
  std::optional<int> copies;
  std::optional<Sides> sides;
  std::optional<ColorMode> color_mode;
  std::optional<std::string> media;
  std::optional<std::vector<PageRange>> page_ranges;
  std::optional<int> number_up;
  std::optional<Orientation> orientation;
  std::optional<Scaling> scaling;
  std::optional<Quality> quality;
  std::optional<std::vector<std::string>> finishings;
  std::optional<bool> collate;
};
// Fails with malformed ("bad-print-settings"): copies out of 1..copies_max, an unknown paper, ranges that do not ascend
// or are more than page_ranges_max, a number-up or a finishing that is not known.
Result<PrintSettings> apply(const PrintSettings& settings, const SettingsChange& change);

std::string_view to_keyword(Sides sides);           // "two-sided-long-edge"
std::string_view to_keyword(ColorMode color_mode);  // "monochrome", "color", "auto"
std::string_view to_keyword(Orientation);           // "auto", "portrait", "landscape", "reverse-landscape", …
std::string_view to_keyword(Scaling scaling);       // "auto", "auto-fit", "fill", "fit", "none"
std::string_view to_keyword(Quality quality);       // "draft", "normal", "high"
Result<Sides> parse_sides(std::string_view keyword);
Result<ColorMode> parse_color_mode(std::string_view keyword);
Result<Orientation> parse_orientation(std::string_view keyword);
Result<Scaling> parse_scaling(std::string_view keyword);
Result<Quality> parse_quality(std::string_view keyword);

inline constexpr int number_ups[] = {1, 2, 4, 6, 9, 16};

// What a finisher can do that Tsuke knows: "staple", "staple-top-left", "staple-dual-left", "punch", "fold", …
struct Finishing {
  std::string_view keyword;
  int ipp_enum;  // PWG 5100.1 table 7
};
std::span<const Finishing> known_finishings();
const Finishing* find_finishing(std::string_view keyword);
const Finishing* find_finishing(int ipp_enum);

struct Media {
  std::string_view name;
  int width_hmm;  // hundredths of a millimetre, as media-size is written
  int height_hmm;
};
// The paper sizes that Tsuke knows: A3, A4, A5, JIS B4, JIS B5, hagaki, letter, legal.
std::span<const Media> known_media();
const Media* find_media(std::string_view name);

// {"copies":1,"sides":"one-sided","print-color-mode":"monochrome","media":"iso_a4_210x297mm","page-ranges":[[1,3]],
//  "number-up":1,"orientation":"auto","print-scaling":"auto","print-quality":"normal","finishings":["staple"],
//  "collate":true}
Json to_json(const PrintSettings& settings);
// Members may be absent; unknown members and wrong kinds are malformed ("bad-print-settings").
Result<SettingsChange> settings_change_from_json(const Json& json);

// How rows keep settings: copies, sides, colour mode and paper in columns of their own, the rest as one JSON text.
std::string rest_to_text(const PrintSettings& settings);
// Asserts: the words come from our own rows.
PrintSettings settings_from_row(int copies, std::string_view sides, std::string_view color_mode, std::string media,
                                std::string_view rest);

}  // namespace tsuke::registry
