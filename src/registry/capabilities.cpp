// The capabilities of printers.h: what a device says of itself is not to be trusted, so every value is bounded.
#include <algorithm>

#include "registry/printers.h"
#include "registry/text.h"

namespace tsuke::registry {

namespace {

constexpr std::size_t list_length_max = 256;

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

Json to_json(const std::vector<std::string>& words) {
  Json list = Json::array();
  for (const std::string& word : words) list.push(word);
  return list;
}

Result<std::vector<std::string>> read_words(const Json& json, bool (*is_valid)(std::string_view)) {
  if (!json.is_array() || json.items().empty() || json.items().size() > list_length_max)
    return bad_capabilities("give media and formats as lists of 1 to 256 texts");
  std::vector<std::string> words;
  for (const Json& item : json.items()) {
    if (!item.is_text() || !is_valid(item.text()))
      return bad_capabilities("give media as IPP keywords and formats as MIME types, in small letters");
    if (std::find(words.begin(), words.end(), item.text()) == words.end()) words.push_back(item.text());
  }
  return words;
}

Result<bool> read_boolean(const Json& json) {
  if (!json.is_bool()) return bad_capabilities("give color and two-sided as true or false");
  return json.boolean();
}

}  // namespace

Json to_json(const Capabilities& capabilities) {
  return Json::object({{"media", to_json(capabilities.media)},
                       {"color", capabilities.color},
                       {"two-sided", capabilities.two_sided},
                       {"formats", to_json(capabilities.formats)}});
}

Result<Capabilities> capabilities_from_json(const Json& json) {
  if (!json.is_object()) return bad_capabilities("give the capabilities as a JSON object");
  Capabilities read;
  for (const auto& [name, value] : json.members()) {
    if (name == "media")
      read.media = TRY(read_words(value, is_keyword));
    else if (name == "color")
      read.color = TRY(read_boolean(value));
    else if (name == "two-sided")
      read.two_sided = TRY(read_boolean(value));
    else if (name == "formats")
      read.formats = TRY(read_words(value, is_mime_type));
  }
  return read;
}

}  // namespace tsuke::registry
