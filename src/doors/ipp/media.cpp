#include "doors/ipp/media.h"

#include <cstdlib>

namespace tsuke::ippdoor {
namespace {

constexpr int tolerance_hmm = 50;  // sizes come rounded from inches, points and millimetres

const std::int32_t* number_in(const ipp::Collection& members, std::string_view name) {
  for (const ipp::Attribute& member : members)
    if (member.name == name && !member.values.empty()) return std::get_if<std::int32_t>(&member.values.front());
  return nullptr;
}

std::string media_of_size(const ipp::Attribute& size) {
  const auto* members = size.values.empty() ? nullptr : std::get_if<ipp::Collection>(&size.values.front());
  if (!members) return {};
  const std::int32_t* width = number_in(*members, "x-dimension");
  const std::int32_t* height = number_in(*members, "y-dimension");
  if (!width || !height) return {};
  for (const registry::Media& media : registry::known_media()) {
    const auto near = [](std::int64_t a, std::int64_t b) { return std::llabs(a - b) <= tolerance_hmm; };
    if (near(*width, media.width_hmm) && near(*height, media.height_hmm)) return std::string(media.name);
  }
  return {};
}

std::string word_in(const ipp::Attribute& attribute) {
  const auto* word = attribute.values.empty() ? nullptr : std::get_if<std::string>(&attribute.values.front());
  return word ? *word : std::string();
}

bool is_margin(std::string_view name) {
  return name == "media-top-margin" || name == "media-bottom-margin" || name == "media-left-margin" ||
         name == "media-right-margin";
}

// True when the member asks for what every print gets anyway.
bool is_honoured(const ipp::Attribute& member) {
  if (member.name == "media-type") return word_in(member) == "stationery";
  if (member.name == "media-source") return word_in(member) == "auto";
  if (!is_margin(member.name) || member.values.size() != 1) return false;
  const auto* margin = std::get_if<std::int32_t>(&member.values.front());
  return margin && *margin == margin_hmm;
}

}  // namespace

ipp::Collection media_size(const registry::Media& media) {
  return {ipp::integer("x-dimension", media.width_hmm), ipp::integer("y-dimension", media.height_hmm)};
}

ipp::Collection media_col(const registry::Media& media) {
  return {ipp::collection("media-size", media_size(media)),
          ipp::keyword("media-size-name", std::string(media.name)),
          ipp::integer("media-top-margin", margin_hmm),
          ipp::integer("media-bottom-margin", margin_hmm),
          ipp::integer("media-left-margin", margin_hmm),
          ipp::integer("media-right-margin", margin_hmm),
          ipp::keyword("media-source", "auto"),
          ipp::keyword("media-type", "stationery")};
}

std::string media_of(const ipp::Collection& wish, ipp::Collection& unsupported) {
  std::string media;
  for (const ipp::Attribute& member : wish) {
    std::string named;
    if (member.name == "media-size") named = media_of_size(member);
    if (member.name == "media-size-name") named = word_in(member);
    if (registry::find_media(named)) {
      media = named;
    } else if (!is_honoured(member)) {
      unsupported.push_back(member);
    }
  }
  return media;
}

}  // namespace tsuke::ippdoor
