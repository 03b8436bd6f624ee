#include "registry/print_settings.h"

#include <array>

#include "registry/words.h"

namespace tsuke::registry {

namespace {

constexpr Word<Sides> sides_words[] = {
    {Sides::one_sided, "one-sided"},
    {Sides::two_sided_long_edge, "two-sided-long-edge"},
    {Sides::two_sided_short_edge, "two-sided-short-edge"},
};
constexpr Word<ColorMode> color_mode_words[] = {
    {ColorMode::monochrome, "monochrome"},
    {ColorMode::color, "color"},
};
constexpr Media media_known[] = {
    {"iso_a3_297x420mm", 29700, 42000},   {"iso_a4_210x297mm", 21000, 29700},  {"iso_a5_148x210mm", 14800, 21000},
    {"jis_b4_257x364mm", 25700, 36400},   {"jis_b5_182x257mm", 18200, 25700},  {"jpn_hagaki_100x148mm", 10000, 14800},
    {"na_letter_8.5x11in", 21590, 27940}, {"na_legal_8.5x14in", 21590, 35560},
};

Error bad_settings(std::string what) { return {Reason::malformed, "bad-print-settings", std::move(what)}; }

Result<int> checked_copies(std::int64_t copies) {
  if (copies < 1 || copies > copies_max) return bad_settings("ask for 1 to " + std::to_string(copies_max) + " copies");
  return static_cast<int>(copies);
}

Result<void> read_member(SettingsChange& change, const std::string& name, const Json& value) {
  if (name == "copies" && value.is_integer())
    change.copies = TRY(checked_copies(value.integer()));
  else if (name == "sides" && value.is_text())
    change.sides = TRY(parse_sides(value.text()));
  else if (name == "print-color-mode" && value.is_text())
    change.color_mode = TRY(parse_color_mode(value.text()));
  else if (name == "media" && value.is_text())
    change.media = value.text();
  else
    return bad_settings("give copies as a number, and sides, print-color-mode and media as texts; nothing else");
  return {};
}

}  // namespace

Result<PrintSettings> apply(const PrintSettings& settings, const SettingsChange& change) {
  const PrintSettings wished{TRY(checked_copies(change.copies.value_or(settings.copies))),
                             change.sides.value_or(settings.sides), change.color_mode.value_or(settings.color_mode),
                             change.media.value_or(settings.media)};
  if (find_media(wished.media) == nullptr)
    return bad_settings("choose a paper size that Tsuke knows, for instance iso_a4_210x297mm");
  return wished;
}

std::string_view to_keyword(Sides sides) { return word_of(sides_words, sides); }
std::string_view to_keyword(ColorMode color_mode) { return word_of(color_mode_words, color_mode); }
Result<Sides> parse_sides(std::string_view keyword) { return value_of(sides_words, keyword, "bad-print-settings"); }
Result<ColorMode> parse_color_mode(std::string_view keyword) {
  return value_of(color_mode_words, keyword, "bad-print-settings");
}

std::span<const Media> known_media() { return media_known; }

const Media* find_media(std::string_view name) {
  for (const Media& media : media_known) {
    if (media.name == name) return &media;
  }
  return nullptr;
}

Json to_json(const PrintSettings& settings) {
  return Json::object({{"copies", settings.copies},
                       {"sides", to_keyword(settings.sides)},
                       {"print-color-mode", to_keyword(settings.color_mode)},
                       {"media", settings.media}});
}

Result<SettingsChange> settings_change_from_json(const Json& json) {
  if (!json.is_object()) return bad_settings("give the print settings as a JSON object");
  SettingsChange change;
  for (const auto& [name, value] : json.members()) TRY(read_member(change, name, value));
  if (change.media && find_media(*change.media) == nullptr)
    return bad_settings("choose a paper size that Tsuke knows, for instance iso_a4_210x297mm");
  return change;
}

}  // namespace tsuke::registry
