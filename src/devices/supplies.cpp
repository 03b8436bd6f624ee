// printer-supply (PWG 5100.13 §5.6): one octet string for each supply
//
//   supply = *( key "=" value ";" )
//   keys   = "type" toner, ink, wasteToner, …  "class" supplyThatIsConsumed / receptacleThatIsFilled
//            "maxcapacity" "level" integers; below 0: other (-1), unknown (-2), some is left (-3)
//            "colorantname" black, cyan, …
//
// printer-supply-description names them, in the same order. marker-names, -types, -colors, -levels (percent, below 0 as
// above), -low-levels and -high-levels are parallel lists, too; a waste box counts upwards there.
#include "devices/supplies.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

namespace tsuke::devices {
namespace {

constexpr int low_percent = 10;  // where the device has no threshold of its own

// "wasteToner" is "waste-toner" among the keywords.
std::string keyword_of(std::string_view text) {
  std::string keyword;
  for (const char c : text) {
    if (std::isupper(static_cast<unsigned char>(c)) && !keyword.empty()) keyword.push_back('-');
    keyword.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
  }
  return keyword;
}

std::string color_of(std::string_view colorant) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> known{{{"black", "#000000"},
                                                                                       {"cyan", "#00ffff"},
                                                                                       {"magenta", "#ff00ff"},
                                                                                       {"yellow", "#ffff00"},
                                                                                       {"red", "#ff0000"},
                                                                                       {"green", "#00ff00"},
                                                                                       {"blue", "#0000ff"},
                                                                                       {"white", "#ffffff"}}};
  const auto at = std::find_if(known.begin(), known.end(), [&](const auto& each) { return each.first == colorant; });
  return at == known.end() ? std::string() : std::string(at->second);
}

std::string value_of(std::string_view supply, std::string_view key) {
  while (!supply.empty()) {
    const std::string_view part = supply.substr(0, supply.find(';'));
    const auto equals = part.find('=');
    if (equals != std::string_view::npos && part.substr(0, equals) == key) return std::string(part.substr(equals + 1));
    supply.remove_prefix(std::min(part.size() + 1, supply.size()));
  }
  return {};
}

std::optional<std::int64_t> number_of(std::string_view supply, std::string_view key) {
  const std::string text = value_of(supply, key);
  std::int32_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || read.ec != std::errc{} || read.ptr != text.data() + text.size()) return {};
  return number;
}

registry::Supply supply_of(std::string_view text, std::string name) {
  registry::Supply supply{
      std::move(name), keyword_of(value_of(text, "type")), color_of(value_of(text, "colorantname")), {}, false};
  const auto level = number_of(text, "level"), capacity = number_of(text, "maxcapacity");
  if (level && capacity && *level >= 0 && *capacity > 0)
    supply.percent = static_cast<int>(std::min<std::int64_t>(*level * 100 / *capacity, 100));
  supply.low = supply.percent && *supply.percent <= low_percent;
  return supply;
}

std::vector<registry::Supply> of_printer_supply(const ipp::Attribute& told, const ipp::Group& group) {
  const auto names = group.texts("printer-supply-description");
  std::vector<registry::Supply> supplies;
  for (const ipp::Value& value : told.values) {
    const auto* text = std::get_if<std::string>(&value);
    const std::size_t at = static_cast<std::size_t>(&value - told.values.data());
    if (text && supplies.size() < registry::supplies_max)
      supplies.push_back(supply_of(*text, at < names.size() ? names[at] : std::string()));
  }
  return supplies;
}

template <typename T>
T at_or(const std::vector<T>& list, std::size_t at, T fallback) {
  return at < list.size() ? list[at] : fallback;
}

std::vector<registry::Supply> of_markers(const ipp::Group& told) {
  const auto names = told.texts("marker-names"), types = told.texts("marker-types"),
             colors = told.texts("marker-colors");
  const auto levels = told.integers("marker-levels"), low = told.integers("marker-low-levels"),
             high = told.integers("marker-high-levels");
  std::vector<registry::Supply> supplies;
  for (std::size_t at = 0; at < levels.size() && at < registry::supplies_max; ++at) {
    const bool fills = at_or<std::string>(types, at, "").starts_with("waste");
    registry::Supply supply{at_or<std::string>(names, at, ""),
                            keyword_of(at_or<std::string>(types, at, "other")),
                            at_or<std::string>(colors, at, "").substr(0, 7),
                            {},
                            false};
    const std::int32_t level = levels[at];
    if (level >= 0 && level <= 100) {
      supply.percent = fills ? 100 - level : level;
      supply.low = fills ? level >= at_or<std::int32_t>(high, at, 100 - low_percent)
                         : level <= at_or<std::int32_t>(low, at, low_percent);
    }
    supplies.push_back(std::move(supply));
  }
  return supplies;
}

}  // namespace

bool tells_supplies(const ipp::Group& told) { return told.find("printer-supply") || told.find("marker-levels"); }

std::vector<registry::Supply> supplies_in(const ipp::Group& told) {
  const ipp::Attribute* supply = told.find("printer-supply");
  return supply && !supply->values.empty() ? of_printer_supply(*supply, told) : of_markers(told);
}

}  // namespace tsuke::devices
