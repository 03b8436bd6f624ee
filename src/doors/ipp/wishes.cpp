#include "doors/ipp/wishes.h"

#include <algorithm>

#include "doors/ipp/job_template.h"
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

bool take_page_ranges(const ipp::Attribute& attribute, Wishes& wishes) {
  std::vector<registry::PageRange> ranges;
  for (const ipp::Value& value : attribute.values) {
    const auto* range = std::get_if<ipp::Range>(&value);
    if (!range) return false;
    ranges.push_back({range->lower, range->upper});
  }
  registry::SettingsChange change;
  change.page_ranges = ranges;
  if (ranges.empty() || !registry::apply({}, change).ok()) return false;
  wishes.settings.page_ranges = std::move(ranges);
  return true;
}

bool take_number_up(const ipp::Attribute& attribute, Wishes& wishes) {
  const std::int32_t* pages = only_number(attribute);
  const auto& known = registry::number_ups;
  if (!pages || std::find(std::begin(known), std::end(known), *pages) == std::end(known)) return false;
  wishes.settings.number_up = *pages;
  return true;
}

bool take_orientation(const ipp::Attribute& attribute, Wishes& wishes) {
  if (attribute.tag == ipp::Tag::no_value) {
    wishes.settings.orientation = registry::Orientation::automatic;
    return true;
  }
  const std::int32_t* number = only_number(attribute);
  const auto orientation = number ? orientation_of(*number) : std::nullopt;
  if (orientation) wishes.settings.orientation = orientation;
  return orientation.has_value();
}

bool take_scaling(const ipp::Attribute& attribute, Wishes& wishes) {
  const std::string* word = only_word(attribute);
  if (!word) return false;
  auto scaling = registry::parse_scaling(*word);
  if (scaling.ok()) wishes.settings.scaling = scaling.value();
  return scaling.ok();
}

bool take_quality(const ipp::Attribute& attribute, Wishes& wishes) {
  const std::int32_t* number = only_number(attribute);
  const auto quality = number ? quality_of(*number) : std::nullopt;
  if (quality) wishes.settings.quality = quality;
  return quality.has_value();
}

bool take_finishings(const ipp::Attribute& attribute, Wishes& wishes) {
  std::vector<std::int32_t> numbers;
  for (const ipp::Value& value : attribute.values)
    if (const auto* number = std::get_if<std::int32_t>(&value)) numbers.push_back(*number);
  if (numbers.empty() || numbers.size() != attribute.values.size()) return false;
  const auto finishings = finishings_of(numbers);
  if (finishings) wishes.settings.finishings = finishings;
  return finishings.has_value();
}

// {finishing-template} alone: what staples and holes are like in detail is the printer's choice.
bool take_finishings_col(const ipp::Attribute& attribute, Wishes& wishes) {
  std::vector<std::string> finishings;
  for (const ipp::Value& value : attribute.values) {
    const auto* wish = std::get_if<ipp::Collection>(&value);
    if (!wish || wish->size() != 1 || wish->front().name != "finishing-template") return false;
    const std::string* word = only_word(wish->front());
    if (!word || !(*word == "none" || registry::find_finishing(*word))) return false;
    if (*word != "none") finishings.push_back(*word);
  }
  wishes.settings.finishings = std::move(finishings);
  return true;
}

bool take_collate(const ipp::Attribute& attribute, Wishes& wishes) {
  const std::string* word = only_word(attribute);
  const bool yes = word && (*word == collated || *word == "collated");
  const bool no = word && (*word == uncollated || *word == "uncollated");
  if (yes || no) wishes.settings.collate = yes;
  return yes || no;
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

bool take_account_type(const ipp::Attribute& attribute, Wishes& wishes) {
  const std::string* word = only_word(attribute);
  if (!word || (*word != account_of_one && *word != account_of_many)) return false;
  wishes.account_type = *word;
  return true;
}

// A hint that some clients send of themselves: who prints is who came in by the queue, and the job says so.
bool take_accounting_user(const ipp::Attribute& attribute, Wishes&) {
  const std::string* word = only_word(attribute);
  return word && !word->empty();
}

// Attributes with one value that every print has.
bool take_auto(const ipp::Attribute& attribute, Wishes&) {
  const std::string* word = only_word(attribute);
  return word && *word == "auto";
}

bool take_resolution(const ipp::Attribute& attribute, Wishes&) {
  const auto* asked = attribute.values.size() == 1 ? std::get_if<ipp::Resolution>(&attribute.values.front()) : nullptr;
  return asked && *asked == ipp::Resolution{600, 600, 3};
}

struct Known {
  const char* name;
  Taker take;
  bool settable = true;
};
constexpr Known known[] = {
    {"copies", take_copies},
    {"finishings", take_finishings},
    {"finishings-col", take_finishings_col},
    {"job-account-id", take_account},
    {"job-account-type", take_account_type, false},
    {"job-accounting-user-id", take_accounting_user, false},
    {"job-hold-until", take_hold, false},
    {"job-release-action", take_release, false},
    {"media", take_media},
    {"media-col", take_media_col},
    {"multiple-document-handling", take_collate},
    {"number-up", take_number_up},
    {"orientation-requested", take_orientation},
    {"output-bin", take_auto, false},
    {"overrides", take_overrides, false},
    {"page-ranges", take_page_ranges},
    {"print-color-mode", take_color_mode},
    {"print-content-optimize", take_auto, false},
    {"print-quality", take_quality},
    {"print-rendering-intent", take_auto, false},
    {"print-scaling", take_scaling},
    {"printer-resolution", take_resolution, false},
    {"sheet-collate", take_collate},
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

std::string account_type_of(const registry::Purpose& purpose) {
  return purpose.payer.is_private() ? account_of_one : account_of_many;
}

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

std::vector<std::string> job_settable_attributes() {
  std::vector<std::string> names{"job-name"};
  for (const Known& each : known)
    if (each.settable) names.emplace_back(each.name);
  return names;
}

}  // namespace tsuke::ippdoor
