#include "doors/ipp/wishes.h"

#include <algorithm>

#include "doors/ipp/media.h"

namespace tsuke::ippdoor {
namespace {

// Each takes one attribute; false when its value cannot be honoured.
using Taker = bool (*)(const ipp::Attribute&, Wishes&);

const std::string* only_word(const ipp::Attribute& attribute) {
  return attribute.values.size() == 1 ? std::get_if<std::string>(&attribute.values.front()) : nullptr;
}

const std::int32_t* only_number(const ipp::Attribute& attribute) {
  return attribute.values.size() == 1 ? std::get_if<std::int32_t>(&attribute.values.front()) : nullptr;
}

bool take_copies(const ipp::Attribute& attribute, Wishes& wishes) {
  const std::int32_t* copies = only_number(attribute);
  if (!copies || *copies < 1 || *copies > registry::copies_max) return false;
  wishes.settings.copies = *copies;
  return true;
}

bool take_sides(const ipp::Attribute& attribute, Wishes& wishes) {
  const std::string* word = only_word(attribute);
  if (!word) return false;
  auto sides = registry::parse_sides(*word);
  if (sides.ok()) wishes.settings.sides = sides.value();
  return sides.ok();
}

bool take_color_mode(const ipp::Attribute& attribute, Wishes& wishes) {
  const std::string* word = only_word(attribute);
  if (!word) return false;
  auto mode = registry::parse_color_mode(*word);
  if (mode.ok()) wishes.settings.color_mode = mode.value();
  return mode.ok();
}

bool take_media(const ipp::Attribute& attribute, Wishes& wishes) {
  const std::string* word = only_word(attribute);
  if (!word || !registry::find_media(*word)) return false;
  wishes.settings.media = *word;
  return true;
}

// Reports the members that it cannot honour by itself, so it always "succeeds" for a collection.
bool take_media_col(const ipp::Attribute& attribute, Wishes& wishes) {
  const auto* wish = attribute.values.size() == 1 ? std::get_if<ipp::Collection>(&attribute.values.front()) : nullptr;
  if (!wish) return false;
  ipp::Collection unsupported;
  const std::string media = media_of(*wish, unsupported);
  if (!media.empty()) wishes.settings.media = media;
  if (!unsupported.empty()) wishes.unsupported.push_back(ipp::collection("media-col", std::move(unsupported)));
  return true;
}

bool take_release(const ipp::Attribute& attribute, Wishes& wishes) {
  const std::string* word = only_word(attribute);
  if (!word || (*word != release_at_once && *word != release_by_owner)) return false;
  wishes.release = *word;
  if (*word == release_by_owner) wishes.hold = true;
  return true;
}

// Says which pages it is about and nothing else: then there is nothing to be different. Any other member is reported.
bool take_overrides(const ipp::Attribute& attribute, Wishes& wishes) {
  std::vector<ipp::Collection> unsupported;
  for (const ipp::Value& value : attribute.values) {
    const auto* part = std::get_if<ipp::Collection>(&value);
    if (!part) return false;
    ipp::Collection rest = *part;
    std::erase_if(rest, [](const ipp::Attribute& member) {
      return std::find(std::begin(override_members), std::end(override_members), member.name) !=
             std::end(override_members);
    });
    if (!rest.empty()) unsupported.push_back(std::move(rest));
  }
  if (!unsupported.empty()) wishes.unsupported.push_back(ipp::collections("overrides", std::move(unsupported)));
  return true;
}

// A held job waits for its owner in any case; "indefinite" keeps one that would print at once.
bool take_hold(const ipp::Attribute& attribute, Wishes& wishes) {
  const std::string* word = only_word(attribute);
  if (!word || (*word != no_hold && *word != hold_until_released)) return false;
  if (*word == hold_until_released) wishes.hold = true;
  return true;
}

bool take_account(const ipp::Attribute& attribute, Wishes& wishes) {
  const std::string* word = only_word(attribute);
  if (!word || word->empty()) return false;
  wishes.account_word = *word;
  return true;
}

// Attributes with one value that every print has.
template <std::int32_t only>
bool take_fixed(const ipp::Attribute& attribute, Wishes&) {
  const std::int32_t* number = only_number(attribute);
  return number && *number == only;
}

bool take_auto(const ipp::Attribute& attribute, Wishes&) {
  const std::string* word = only_word(attribute);
  return word && *word == "auto";
}

bool take_resolution(const ipp::Attribute& attribute, Wishes&) {
  const auto* asked = attribute.values.size() == 1 ? std::get_if<ipp::Resolution>(&attribute.values.front()) : nullptr;
  return asked && *asked == ipp::Resolution{600, 600, 3};
}

constexpr std::int32_t finishings_none = 3, orientation_portrait = 3, quality_normal = 4;

struct Known {
  const char* name;
  Taker take;
};
constexpr Known known[] = {
    {"copies", take_copies},
    {"finishings", take_fixed<finishings_none>},
    {"job-account-id", take_account},
    {"job-hold-until", take_hold},
    {"job-release-action", take_release},
    {"media", take_media},
    {"media-col", take_media_col},
    {"orientation-requested", take_fixed<orientation_portrait>},
    {"output-bin", take_auto},
    {"overrides", take_overrides},
    {"print-color-mode", take_color_mode},
    {"print-content-optimize", take_auto},
    {"print-quality", take_fixed<quality_normal>},
    {"print-rendering-intent", take_auto},
    {"printer-resolution", take_resolution},
    {"sides", take_sides},
};

void take(const ipp::Attribute& attribute, Wishes& wishes) {
  for (const Known& each : known) {
    if (attribute.name != each.name) continue;
    if (!each.take(attribute, wishes)) wishes.unsupported.push_back(attribute);
    return;
  }
  wishes.unsupported.push_back(ipp::unsupported_value(attribute.name));
}

}  // namespace

Wishes read_wishes(const ipp::Message& request) {
  Wishes wishes;
  const ipp::Group& operation = request.operation();
  wishes.name = operation.text("job-name").value_or(operation.text("document-name").value_or(""));
  wishes.fidelity = operation.boolean("ipp-attribute-fidelity").value_or(false);
  for (const ipp::Attribute& attribute : request.group(ipp::Tag::job).attributes) take(attribute, wishes);
  return wishes;
}

std::vector<std::string> job_creation_attributes() {
  std::vector<std::string> names{"ipp-attribute-fidelity", "job-name", "job-password", "job-password-encryption"};
  for (const Known& each : known) names.emplace_back(each.name);
  return names;
}

}  // namespace tsuke::ippdoor
