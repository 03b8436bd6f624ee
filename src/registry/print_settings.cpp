#include "registry/print_settings.h"

#include <algorithm>
#include <cassert>

#include "registry/words.h"

namespace tsuke::registry {

namespace {

constexpr std::string_view bad = "bad-print-settings";

constexpr Word<Sides> sides_words[] = {
    {Sides::one_sided, "one-sided"},
    {Sides::two_sided_long_edge, "two-sided-long-edge"},
    {Sides::two_sided_short_edge, "two-sided-short-edge"},
};
constexpr Word<ColorMode> color_mode_words[] = {
    {ColorMode::monochrome, "monochrome"},
    {ColorMode::color, "color"},
    {ColorMode::automatic, "auto"},
};
constexpr Word<Orientation> orientation_words[] = {
    {Orientation::automatic, "auto"},
    {Orientation::portrait, "portrait"},
    {Orientation::landscape, "landscape"},
    {Orientation::reverse_landscape, "reverse-landscape"},
    {Orientation::reverse_portrait, "reverse-portrait"},
};
constexpr Word<Scaling> scaling_words[] = {
    {Scaling::automatic, "auto"}, {Scaling::auto_fit, "auto-fit"}, {Scaling::fill, "fill"},
    {Scaling::fit, "fit"},        {Scaling::none, "none"},
};
constexpr Word<Quality> quality_words[] = {
    {Quality::draft, "draft"}, {Quality::normal, "normal"}, {Quality::high, "high"}};

constexpr Media media_known[] = {
    {"iso_a3_297x420mm", 29700, 42000},   {"iso_a4_210x297mm", 21000, 29700},  {"iso_a5_148x210mm", 14800, 21000},
    {"jis_b4_257x364mm", 25700, 36400},   {"jis_b5_182x257mm", 18200, 25700},  {"jpn_hagaki_100x148mm", 10000, 14800},
    {"na_letter_8.5x11in", 21590, 27940}, {"na_legal_8.5x14in", 21590, 35560},
};
constexpr Finishing finishings_known[] = {
    {"staple", 4},
    {"punch", 5},
    {"fold", 10},
    {"booklet-maker", 13},
    {"staple-top-left", 20},
    {"staple-bottom-left", 21},
    {"staple-top-right", 22},
    {"staple-bottom-right", 23},
    {"staple-dual-left", 28},
    {"staple-dual-top", 29},
    {"punch-dual-left", 74},
    {"punch-dual-top", 75},
};

Error bad_settings(std::string what) { return {Reason::malformed, std::string(bad), std::move(what)}; }

Result<int> checked_copies(std::int64_t copies) {
  if (copies < 1 || copies > copies_max) return bad_settings("ask for 1 to " + std::to_string(copies_max) + " copies");
  return static_cast<int>(copies);
}

Result<int> checked_number_up(std::int64_t pages) {
  for (const int known : number_ups)
    if (pages == known) return known;
  return bad_settings("put 1, 2, 4, 6, 9 or 16 pages on one side");
}

Result<std::string> checked_media(std::string media) {
  if (find_media(media)) return media;
  return bad_settings("choose a paper size that Tsuke knows, for instance iso_a4_210x297mm");
}

Result<std::vector<PageRange>> checked_ranges(std::vector<PageRange> ranges) {
  int before = 0;
  for (const PageRange& range : ranges) {
    if (range.first <= before || range.last < range.first)
      return bad_settings("give page ranges in ascending order, without overlap, from page 1");
    before = range.last;
  }
  if (ranges.size() > page_ranges_max) return bad_settings("give at most 100 page ranges");
  return ranges;
}

Result<std::vector<std::string>> checked_finishings(const std::vector<std::string>& wished) {
  for (const std::string& keyword : wished)
    if (!find_finishing(keyword)) return bad_settings("choose finishings that Tsuke knows, for instance staple");
  std::vector<std::string> ordered;
  for (const Finishing& known : finishings_known)
    if (std::find(wished.begin(), wished.end(), known.keyword) != wished.end()) ordered.emplace_back(known.keyword);
  return ordered;
}

Result<std::vector<PageRange>> read_ranges(const Json& json) {
  std::vector<PageRange> ranges;
  if (!json.is_array() || json.items().size() > page_ranges_max)
    return bad_settings("give page-ranges as up to 100 pairs of numbers: [[1,3],[5,5]]");
  for (const Json& pair : json.items()) {
    const bool numbers =
        pair.is_array() && pair.items().size() == 2 && pair.items()[0].is_integer() && pair.items()[1].is_integer();
    if (!numbers) return bad_settings("give each page range as two numbers: [1,3]");
    const std::int64_t first = pair.items()[0].integer(), last = pair.items()[1].integer();
    if (first < 1 || last > INT32_MAX || first > last) return bad_settings("a page range goes from page 1 upwards");
    ranges.push_back({static_cast<int>(first), static_cast<int>(last)});
  }
  return ranges;
}

Result<std::vector<std::string>> read_words(const Json& json) {
  std::vector<std::string> words;
  if (!json.is_array()) return bad_settings("give finishings as a list of texts");
  for (const Json& item : json.items()) {
    if (!item.is_text()) return bad_settings("give finishings as a list of texts");
    words.push_back(item.text());
  }
  return words;
}

// False when there is no such member.
Result<bool> read_text(SettingsChange& change, const std::string& name, const Json& value) {
  const std::string text = value.is_text() ? value.text() : "";
  if (name == "sides")
    change.sides = TRY(parse_sides(text));
  else if (name == "print-color-mode")
    change.color_mode = TRY(parse_color_mode(text));
  else if (name == "media")
    change.media = TRY(checked_media(text));
  else if (name == "orientation")
    change.orientation = TRY(parse_orientation(text));
  else if (name == "print-scaling")
    change.scaling = TRY(parse_scaling(text));
  else if (name == "print-quality")
    change.quality = TRY(parse_quality(text));
  else
    return false;
  return true;
}

Result<void> read_member(SettingsChange& change, const std::string& name, const Json& value) {
  if (TRY(read_text(change, name, value))) return {};
  if (name == "copies" && value.is_integer())
    change.copies = TRY(checked_copies(value.integer()));
  else if (name == "number-up" && value.is_integer())
    change.number_up = TRY(checked_number_up(value.integer()));
  else if (name == "page-ranges")
    change.page_ranges = TRY(checked_ranges(TRY(read_ranges(value))));
  else if (name == "finishings")
    change.finishings = TRY(checked_finishings(TRY(read_words(value))));
  else if (name == "collate" && value.is_bool())
    change.collate = value.boolean();
  else
    return bad_settings(
        "give copies and number-up as numbers, page-ranges and finishings as lists, collate as true or false, and "
        "sides, print-color-mode, media, orientation, print-scaling and print-quality as texts; nothing else");
  return {};
}

Json to_json(const std::vector<PageRange>& ranges) {
  Json json = Json::array();
  for (const PageRange& range : ranges) json.push(Json::array({range.first, range.last}));
  return json;
}

Json to_json(const std::vector<std::string>& words) {
  Json json = Json::array();
  for (const std::string& word : words) json.push(word);
  return json;
}

// What has no column of its own, and is not as usual.
Json rest_to_json(const PrintSettings& settings) {
  const PrintSettings usual;
  Json json = Json::object();
  if (!settings.page_ranges.empty()) json.set("page-ranges", to_json(settings.page_ranges));
  if (settings.number_up != usual.number_up) json.set("number-up", settings.number_up);
  if (settings.orientation != usual.orientation) json.set("orientation", to_keyword(settings.orientation));
  if (settings.scaling != usual.scaling) json.set("print-scaling", to_keyword(settings.scaling));
  if (settings.quality != usual.quality) json.set("print-quality", to_keyword(settings.quality));
  if (!settings.finishings.empty()) json.set("finishings", to_json(settings.finishings));
  if (!settings.collate) json.set("collate", false);
  return json;
}

}  // namespace

Result<PrintSettings> apply(const PrintSettings& settings, const SettingsChange& change) {
  PrintSettings wished;
  wished.copies = TRY(checked_copies(change.copies.value_or(settings.copies)));
  wished.sides = change.sides.value_or(settings.sides);
  wished.color_mode = change.color_mode.value_or(settings.color_mode);
  wished.media = TRY(checked_media(change.media.value_or(settings.media)));
  wished.page_ranges = TRY(checked_ranges(change.page_ranges.value_or(settings.page_ranges)));
  wished.number_up = TRY(checked_number_up(change.number_up.value_or(settings.number_up)));
  wished.orientation = change.orientation.value_or(settings.orientation);
  wished.scaling = change.scaling.value_or(settings.scaling);
  wished.quality = change.quality.value_or(settings.quality);
  wished.finishings = TRY(checked_finishings(change.finishings.value_or(settings.finishings)));
  wished.collate = change.collate.value_or(settings.collate);
  return wished;
}

std::string_view to_keyword(Sides sides) { return word_of(sides_words, sides); }
std::string_view to_keyword(ColorMode color_mode) { return word_of(color_mode_words, color_mode); }
std::string_view to_keyword(Orientation orientation) { return word_of(orientation_words, orientation); }
std::string_view to_keyword(Scaling scaling) { return word_of(scaling_words, scaling); }
std::string_view to_keyword(Quality quality) { return word_of(quality_words, quality); }
Result<Sides> parse_sides(std::string_view keyword) { return value_of(sides_words, keyword, bad); }
Result<ColorMode> parse_color_mode(std::string_view keyword) { return value_of(color_mode_words, keyword, bad); }
Result<Orientation> parse_orientation(std::string_view keyword) { return value_of(orientation_words, keyword, bad); }
Result<Scaling> parse_scaling(std::string_view keyword) { return value_of(scaling_words, keyword, bad); }
Result<Quality> parse_quality(std::string_view keyword) { return value_of(quality_words, keyword, bad); }

std::span<const Finishing> known_finishings() { return finishings_known; }

const Finishing* find_finishing(std::string_view keyword) {
  for (const Finishing& known : finishings_known)
    if (known.keyword == keyword) return &known;
  return nullptr;
}

const Finishing* find_finishing(int ipp_enum) {
  for (const Finishing& known : finishings_known)
    if (known.ipp_enum == ipp_enum) return &known;
  return nullptr;
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
                       {"media", settings.media},
                       {"page-ranges", to_json(settings.page_ranges)},
                       {"number-up", settings.number_up},
                       {"orientation", to_keyword(settings.orientation)},
                       {"print-scaling", to_keyword(settings.scaling)},
                       {"print-quality", to_keyword(settings.quality)},
                       {"finishings", to_json(settings.finishings)},
                       {"collate", settings.collate}});
}

Result<SettingsChange> settings_change_from_json(const Json& json) {
  if (!json.is_object()) return bad_settings("give the print settings as a JSON object");
  SettingsChange change;
  for (const auto& [name, value] : json.members()) TRY(read_member(change, name, value));
  return change;
}

std::string rest_to_text(const PrintSettings& settings) { return rest_to_json(settings).dump(); }

PrintSettings settings_from_row(int copies, std::string_view sides, std::string_view color_mode, std::string media,
                                std::string_view rest) {
  PrintSettings settings;
  settings.copies = copies;
  settings.sides = stored_value(sides_words, sides);
  settings.color_mode = stored_value(color_mode_words, color_mode);
  settings.media = std::move(media);
  if (rest == "{}") return settings;
  const auto json = Json::parse(rest);
  assert(json.ok());
  const auto change = settings_change_from_json(json.value());
  assert(change.ok());
  auto whole = apply(settings, change.value());
  assert(whole.ok());
  return whole.take();
}

}  // namespace tsuke::registry
