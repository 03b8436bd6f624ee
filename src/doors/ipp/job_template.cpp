#include "doors/ipp/job_template.h"

#include "doors/ipp/media.h"

namespace tsuke::ippdoor {
namespace {

using registry::Orientation;
using registry::PrintSettings;
using registry::Quality;

constexpr std::int32_t finishings_none = 3, resolution_dpi = 600;

constexpr std::pair<std::int32_t, Orientation> orientations[] = {{3, Orientation::portrait},
                                                                 {4, Orientation::landscape},
                                                                 {5, Orientation::reverse_landscape},
                                                                 {6, Orientation::reverse_portrait}};
constexpr std::pair<std::int32_t, Quality> qualities[] = {
    {3, Quality::draft}, {4, Quality::normal}, {5, Quality::high}};

template <typename Enum, std::size_t count>
std::optional<Enum> value_in(const std::pair<std::int32_t, Enum> (&table)[count], std::int32_t number) {
  for (const auto& [known, value] : table)
    if (known == number) return value;
  return std::nullopt;
}

template <typename Enum, std::size_t count>
std::optional<std::int32_t> number_in(const std::pair<std::int32_t, Enum> (&table)[count], Enum wanted) {
  for (const auto& [number, value] : table)
    if (value == wanted) return number;
  return std::nullopt;
}

template <typename Enum, std::size_t count>
std::vector<std::int32_t> numbers_of(const std::pair<std::int32_t, Enum> (&table)[count]) {
  std::vector<std::int32_t> numbers;
  for (const auto& [number, value] : table) numbers.push_back(number);
  return numbers;
}

std::string word(auto value) { return std::string(registry::to_keyword(value)); }

std::vector<std::int32_t> finishing_numbers(const std::vector<std::string>& finishings) {
  std::vector<std::int32_t> numbers;
  for (const std::string& keyword : finishings) numbers.push_back(registry::find_finishing(keyword)->ipp_enum);
  return numbers.empty() ? std::vector{finishings_none} : numbers;
}

std::vector<ipp::Collection> finishing_cols(const std::vector<std::string>& finishings) {
  std::vector<ipp::Collection> all;
  for (const std::string& keyword : finishings) all.push_back({ipp::keyword("finishing-template", keyword)});
  if (all.empty()) all.push_back({ipp::keyword("finishing-template", "none")});
  return all;
}

std::vector<std::string> known_finishing_words() {
  std::vector<std::string> words;
  for (const registry::Finishing& known : registry::known_finishings()) words.emplace_back(known.keyword);
  return words;
}

ipp::Attribute page_ranges(const std::vector<registry::PageRange>& ranges) {
  ipp::Attribute attribute{"page-ranges", ipp::Tag::range, {}};
  for (const registry::PageRange& range : ranges) attribute.values.emplace_back(ipp::Range{range.first, range.last});
  return attribute;
}

void add_supported_finishings(const PrintSettings& defaults, Picker& put) {
  const Kind kind = Kind::job_template;
  std::vector<std::string> words = known_finishing_words();
  std::vector<std::int32_t> numbers = finishing_numbers(words);
  numbers.insert(numbers.begin(), finishings_none);
  put.add(ipp::enumerations("finishings-default", finishing_numbers(defaults.finishings)), kind);
  put.add(ipp::enumerations("finishings-supported", std::move(numbers)), kind);
  put.add(ipp::collections("finishings-col-default", finishing_cols(defaults.finishings)), kind);
  put.add(ipp::keyword("finishings-col-supported", "finishing-template"), kind);
  if (put.wants("finishings-col-database", kind))
    put.add(ipp::collections("finishings-col-database", finishing_cols(words)), kind);
  words.insert(words.begin(), "none");
  put.add(ipp::keywords("finishing-template-supported", std::move(words)), kind);
}

// Where pages go: which of them, how many on a side, and which way round.
void add_supported_layout(const PrintSettings& defaults, Picker& put) {
  const Kind kind = Kind::job_template;
  put.add(ipp::boolean("page-ranges-supported", true), kind);
  put.add(ipp::integer("number-up-default", defaults.number_up), kind);
  put.add(ipp::integers("number-up-supported", {std::begin(registry::number_ups), std::end(registry::number_ups)}),
          kind);
  const auto orientation = number_in(orientations, defaults.orientation);
  put.add(orientation ? ipp::enumeration("orientation-requested-default", *orientation)
                      : ipp::no_value("orientation-requested-default"),
          kind);
  put.add(ipp::enumerations("orientation-requested-supported", numbers_of(orientations)), kind);
  put.add(ipp::keyword("print-scaling-default", word(defaults.scaling)), kind);
  put.add(ipp::keywords("print-scaling-supported", {"auto", "auto-fit", "fill", "fit", "none"}), kind);
  put.add(ipp::keyword("multiple-document-handling-default", defaults.collate ? collated : uncollated), kind);
  put.add(ipp::keywords("multiple-document-handling-supported", {collated, uncollated}), kind);
  put.add(ipp::keyword("sheet-collate-default", defaults.collate ? "collated" : "uncollated"), kind);
  put.add(ipp::keywords("sheet-collate-supported", {"collated", "uncollated"}), kind);
}

}  // namespace

std::optional<Orientation> orientation_of(std::int32_t number) { return value_in(orientations, number); }
std::optional<Quality> quality_of(std::int32_t number) { return value_in(qualities, number); }
std::vector<std::int32_t> supported_qualities() { return numbers_of(qualities); }

std::optional<std::vector<std::string>> finishings_of(const std::vector<std::int32_t>& numbers) {
  std::vector<std::string> keywords;
  if (numbers == std::vector{finishings_none}) return keywords;
  for (const std::int32_t number : numbers) {
    const registry::Finishing* known = registry::find_finishing(number);
    if (known == nullptr) return std::nullopt;
    keywords.emplace_back(known->keyword);
  }
  return keywords;
}

void add_job_settings(const PrintSettings& settings, Picker& put) {
  const Kind kind = Kind::job_template;
  put.add(ipp::integer("copies", settings.copies), kind);
  put.add(ipp::keyword("sides", word(settings.sides)), kind);
  put.add(ipp::keyword("print-color-mode", word(settings.color_mode)), kind);
  put.add(ipp::keyword("media", settings.media), kind);
  if (const registry::Media* media = registry::find_media(settings.media); media && put.wants("media-col", kind))
    put.add(ipp::collection("media-col", media_col(*media)), kind);
  if (!settings.page_ranges.empty()) put.add(page_ranges(settings.page_ranges), kind);
  put.add(ipp::integer("number-up", settings.number_up), kind);
  if (const auto orientation = number_in(orientations, settings.orientation))
    put.add(ipp::enumeration("orientation-requested", *orientation), kind);
  put.add(ipp::keyword("print-scaling", word(settings.scaling)), kind);
  put.add(ipp::enumeration("print-quality", *number_in(qualities, settings.quality)), kind);
  put.add(ipp::enumerations("finishings", finishing_numbers(settings.finishings)), kind);
  if (put.wants("finishings-col", kind))
    put.add(ipp::collections("finishings-col", finishing_cols(settings.finishings)), kind);
  put.add(ipp::keyword("multiple-document-handling", settings.collate ? collated : uncollated), kind);
  put.add(ipp::keyword("sheet-collate", settings.collate ? "collated" : "uncollated"), kind);
}

void add_supported_settings(const PrintSettings& defaults, Picker& put) {
  const Kind kind = Kind::job_template;
  put.add(ipp::integer("copies-default", defaults.copies), kind);
  put.add(ipp::range("copies-supported", 1, registry::copies_max), kind);
  put.add(ipp::keyword("sides-default", word(defaults.sides)), kind);
  put.add(ipp::keywords("sides-supported", {"one-sided", "two-sided-long-edge", "two-sided-short-edge"}), kind);
  put.add(ipp::keyword("print-color-mode-default", word(defaults.color_mode)), kind);
  put.add(ipp::keywords("print-color-mode-supported", {"auto", "monochrome", "color"}), kind);
  add_supported_layout(defaults, put);
  add_supported_finishings(defaults, put);
  for (const std::string name : {"output-bin", "print-content-optimize", "print-rendering-intent"}) {
    put.add(ipp::keyword(name + "-default", "auto"), kind);
    put.add(ipp::keyword(name + "-supported", "auto"), kind);
  }
  put.add(ipp::enumeration("print-quality-default", *number_in(qualities, defaults.quality)), kind);
  put.add(ipp::enumerations("print-quality-supported", supported_qualities()), kind);
  put.add(ipp::resolution("printer-resolution-default", resolution_dpi), kind);
  put.add(ipp::resolution("printer-resolution-supported", resolution_dpi), kind);
}

}  // namespace tsuke::ippdoor
