// The capabilities of printers.h: what a device says of itself is not to be trusted, so every value is bounded.
#include <algorithm>

#include "registry/printers.h"
#include "registry/text.h"

namespace tsuke::registry {

namespace {

constexpr std::size_t list_length_max = 256;
constexpr int dpi_min = 50, dpi_max = 4800, margin_hmm_max = 5000;

Error bad_capabilities(std::string what) { return {Reason::malformed, "bad-capabilities", std::move(what)}; }

// type "/" subtype, each of RFC 6838's restricted names in small letters.
bool is_mime_type(std::string_view text) {
  const auto is_name = [](std::string_view name) {
    return !name.empty() && name.size() <= 127 && std::all_of(name.begin(), name.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
             std::string_view("!#$&-^_.+").find(c) != std::string_view::npos;
    });
  };
  const std::size_t slash = text.find('/');
  return slash != std::string_view::npos && is_name(text.substr(0, slash)) && is_name(text.substr(slash + 1));
}

bool is_known_finishing(std::string_view text) { return find_finishing(text) != nullptr; }

bool is_sheet_back(std::string_view text) {
  for (const char* each : {"normal", "flipped", "rotated", "manual-tumble"})
    if (text == each) return true;
  return false;
}

template <typename T>
Json to_json(const std::vector<T>& items) {
  Json list = Json::array();
  for (const T& item : items) list.push(item);
  return list;
}

template <typename T>
void keep_once(std::vector<T>& list, const T& item) {
  if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
}

Result<std::vector<std::string>> read_words(const Json& json, bool (*is_valid)(std::string_view)) {
  if (!json.is_array() || json.items().size() > list_length_max)
    return bad_capabilities("give lists of capabilities as lists of at most 256 texts");
  std::vector<std::string> words;
  for (const Json& item : json.items()) {
    if (!item.is_text() || !is_valid(item.text()))
      return bad_capabilities("give media and finishings as IPP keywords and formats as MIME types, in small letters");
    keep_once(words, item.text());
  }
  return words;
}

Result<std::vector<std::string>> read_some_words(const Json& json, bool (*is_valid)(std::string_view)) {
  std::vector<std::string> words = TRY(read_words(json, is_valid));
  if (words.empty()) return bad_capabilities("give at least one of media and of formats");
  return words;
}

Result<bool> read_boolean(const Json& json) {
  if (!json.is_bool()) return bad_capabilities("give color, two-sided and auto-color as true or false");
  return json.boolean();
}

Result<int> read_number(const Json& json, std::int64_t least, std::int64_t most) {
  if (!json.is_integer() || json.integer() < least || json.integer() > most)
    return bad_capabilities("give numbers of capabilities as whole numbers within their bounds");
  return static_cast<int>(json.integer());
}

Result<std::vector<int>> read_resolutions(const Json& json) {
  if (!json.is_array() || json.items().size() > list_length_max)
    return bad_capabilities("give resolutions as a list of at most 256 numbers");
  std::vector<int> resolutions;
  for (const Json& item : json.items()) keep_once(resolutions, TRY(read_number(item, dpi_min, dpi_max)));
  return resolutions;
}

Result<std::string> read_sheet_back(const Json& json) {
  if (!json.is_text() || !is_sheet_back(json.text()))
    return bad_capabilities("give the sheet's back as normal, flipped, rotated or manual-tumble");
  return json.text();
}

Result<void> read_abilities(const std::string& name, const Json& value, Capabilities& read) {
  if (name == "media")
    read.media = TRY(read_some_words(value, is_keyword));
  else if (name == "color")
    read.color = TRY(read_boolean(value));
  else if (name == "two-sided")
    read.two_sided = TRY(read_boolean(value));
  else if (name == "finishings")
    read.finishings = TRY(read_words(value, is_known_finishing));
  else if (name == "auto-color")
    read.auto_color = TRY(read_boolean(value));
  else if (name == "copies-max")
    read.copies_max = TRY(read_number(value, 1, copies_max));
  else if (name == "margin-hmm")
    read.margin_hmm = TRY(read_number(value, 0, margin_hmm_max));
  return {};
}

Result<void> read_formats(const std::string& name, const Json& value, Capabilities& read) {
  if (name == "formats")
    read.formats = TRY(read_some_words(value, is_mime_type));
  else if (name == "raster-types")
    read.raster_types = TRY(read_words(value, is_keyword));
  else if (name == "raster-dpi")
    read.raster_dpi = TRY(read_resolutions(value));
  else if (name == "raster-sheet-back")
    read.raster_sheet_back = TRY(read_sheet_back(value));
  else if (name == "urf")
    read.urf = TRY(read_words(value, is_keyword));
  return {};
}

}  // namespace

Json to_json(const Capabilities& capabilities) {
  return Json::object({{"media", to_json(capabilities.media)},
                       {"color", capabilities.color},
                       {"two-sided", capabilities.two_sided},
                       {"formats", to_json(capabilities.formats)},
                       {"finishings", to_json(capabilities.finishings)},
                       {"auto-color", capabilities.auto_color},
                       {"copies-max", capabilities.copies_max},
                       {"margin-hmm", capabilities.margin_hmm},
                       {"raster-types", to_json(capabilities.raster_types)},
                       {"raster-dpi", to_json(capabilities.raster_dpi)},
                       {"raster-sheet-back", capabilities.raster_sheet_back},
                       {"urf", to_json(capabilities.urf)}});
}

Result<Capabilities> capabilities_from_json(const Json& json) {
  if (!json.is_object()) return bad_capabilities("give the capabilities as a JSON object");
  Capabilities read;
  for (const auto& [name, value] : json.members()) {
    TRY(read_abilities(name, value, read));
    TRY(read_formats(name, value, read));
  }
  return read;
}

}  // namespace tsuke::registry
