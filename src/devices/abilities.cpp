#include "devices/abilities.h"

#include <algorithm>
#include <cctype>

#include "registry/text.h"

namespace tsuke::devices {
namespace {

constexpr std::size_t words_max = 256;
constexpr int dpi_min = 50, dpi_max = 4800, margin_hmm_max = 2540;

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

template <typename T>
bool has(const std::vector<T>& list, const T& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

bool is_format_character(unsigned char c) {
  return std::isalnum(c) || std::string_view("!#$&-^_.+/").find(static_cast<char>(c)) != std::string_view::npos;
}

std::vector<std::string> formats_in(const ipp::Group& group) {
  std::vector<std::string> formats;
  for (const std::string& format : group.texts("document-format-supported")) {
    const std::string bare = lower(format.substr(0, format.find_first_of("; ")));
    const std::size_t slash = bare.find('/');
    const bool two_names = slash != std::string::npos && slash > 0 && slash + 1 < bare.size() &&
                           bare.find('/', slash + 1) == std::string::npos && bare.size() < 128;
    if (two_names && std::all_of(bare.begin(), bare.end(), is_format_character) && formats.size() < words_max)
      formats.push_back(bare);
  }
  return formats;
}

// finishings-supported: enums that we have words for; 3 is none.
std::vector<std::string> finishings_in(const ipp::Group& group) {
  std::vector<std::string> finishings;
  for (const std::int32_t value : group.integers("finishings-supported"))
    if (const auto* known = registry::find_finishing(value); known && !has(finishings, std::string(known->keyword)))
      finishings.emplace_back(known->keyword);
  return finishings;
}

// Square ones, in dots per inch (units 3) or per centimetre (4).
std::vector<int> resolutions_in(const ipp::Group& group, std::string_view name) {
  std::vector<int> found;
  const ipp::Attribute* told = group.find(name);
  if (!told) return found;
  for (const ipp::Value& value : told->values) {
    const auto* each = std::get_if<ipp::Resolution>(&value);
    if (!each || each->x != each->y || each->x < 1 || each->x > dpi_max) continue;
    const int dpi = each->units == 4 ? (each->x * 254 + 50) / 100 : each->x;
    if (dpi >= dpi_min && dpi <= dpi_max && !has(found, dpi) && found.size() < words_max) found.push_back(dpi);
  }
  return found;
}

int copies_in(const ipp::Group& group, int known) {
  const ipp::Attribute* told = group.find("copies-supported");
  if (!told || told->values.empty()) return known;
  const auto* bounds = std::get_if<ipp::Range>(&told->values.front());
  return bounds ? std::clamp(bounds->upper, 1, registry::copies_max) : known;
}

// The widest of all four edges and of all trays, so that nothing is cut off whatever the paper lies in.
int margin_in(const ipp::Group& group, int known) {
  int widest = -1;
  for (const char* edge : {"media-bottom-margin-supported", "media-left-margin-supported",
                           "media-right-margin-supported", "media-top-margin-supported"})
    for (const std::int32_t margin : group.integers(edge)) widest = std::max(widest, margin);
  return widest < 0 ? known : std::min(widest, margin_hmm_max);
}

void take_raster(const ipp::Group& told, registry::Capabilities& known) {
  if (told.find("pwg-raster-document-type-supported"))
    known.raster_types = keywords_in(told, "pwg-raster-document-type-supported", words_max);
  if (told.find("pwg-raster-document-resolution-supported"))
    known.raster_dpi = resolutions_in(told, "pwg-raster-document-resolution-supported");
  if (const auto back = told.text("pwg-raster-document-sheet-back"))
    for (const char* each : {"normal", "flipped", "rotated", "manual-tumble"})
      if (*back == each) known.raster_sheet_back = each;
  if (!told.find("urf-supported")) return;
  known.urf.clear();
  for (const std::string& word : told.texts("urf-supported"))
    if (const std::string small = lower(word);
        registry::is_keyword(small) && known.urf.size() < words_max && !has(known.urf, small))
      known.urf.push_back(small);
}

void take_color(const ipp::Group& told, registry::Capabilities& known) {
  if (told.find("print-color-mode-supported")) {
    const auto modes = keywords_in(told, "print-color-mode-supported", words_max);
    known.color = has(modes, std::string("color"));
    known.auto_color = known.color && has(modes, std::string("auto"));
  } else if (const auto color = told.boolean("color-supported")) {
    known.color = *color;
  }
}

}  // namespace

std::vector<std::string> keywords_in(const ipp::Group& group, std::string_view name, std::size_t most) {
  std::vector<std::string> words;
  for (std::string& word : group.texts(name))
    if (registry::is_keyword(word) && words.size() < most) words.push_back(std::move(word));
  return words;
}

registry::Capabilities abilities(registry::Capabilities known, const ipp::Group& told) {
  if (auto media = keywords_in(told, "media-supported", words_max); !media.empty()) known.media = std::move(media);
  if (auto formats = formats_in(told); !formats.empty()) known.formats = std::move(formats);
  if (told.find("sides-supported")) {
    const auto sides = keywords_in(told, "sides-supported", words_max);
    known.two_sided = has(sides, std::string("two-sided-long-edge")) || has(sides, std::string("two-sided-short-edge"));
  }
  take_color(told, known);
  if (told.find("finishings-supported")) known.finishings = finishings_in(told);
  known.copies_max = copies_in(told, known.copies_max);
  known.margin_hmm = margin_in(told, known.margin_hmm);
  take_raster(told, known);
  return known;
}

}  // namespace tsuke::devices
