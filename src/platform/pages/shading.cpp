#include "platform/pages/shading.h"

#include <cmath>

namespace tsuke::pages {

namespace {

constexpr int places = 256;          // along one input
constexpr int places_of_plane = 32;  // along each of two

// Of too few results the rest is 0, as readers take it.
bool is_colored_at(const TintFunction& function, std::span<const double> inputs, const ColorSpace& space) {
  Values values = function.at(inputs);
  values.resize(static_cast<std::size_t>(space.components()));
  return space.is_colored(values);
}

bool is_colored_along(const TintFunction& function, const Range& domain, const ColorSpace& space) {
  for (int i = 0; i <= places; ++i) {
    const double input = domain.at(static_cast<double>(i) / places);
    if (is_colored_at(function, std::span(&input, 1), space)) return true;
  }
  return false;
}

bool is_colored_across(const TintFunction& function, const Ranges& domain, const ColorSpace& space) {
  for (int i = 0; i <= places_of_plane; ++i)
    for (int j = 0; j <= places_of_plane; ++j) {
      const double inputs[] = {domain[0].at(static_cast<double>(i) / places_of_plane),
                               domain[1].at(static_cast<double>(j) / places_of_plane)};
      if (is_colored_at(function, inputs, space)) return true;
    }
  return false;
}

Ranges domain_of(QPDFObjectHandle& facts, int type) {
  Ranges domain = read_ranges(facts.getKey("/Domain"));
  domain.resize(type == 1 ? 2 : 1);
  return domain;
}

// The input of a mesh's function comes from the mesh, within what its decoding can give.
Range mesh_domain(QPDFObjectHandle& facts) {
  const Ranges decode = read_ranges(facts.getKey("/Decode"));
  return decode.size() > 2 ? decode[2] : Range{};
}

}  // namespace

bool shading_is_colored(QPDFObjectHandle& shading, bool as_pattern, QPDFObjectHandle& resources, ColorSpaces& spaces,
                        Budget& budget) {
  QPDFObjectHandle facts = shading.isStream() ? shading.getDict() : shading;
  int type = 0;
  if (!facts.isDictionary() || !facts.getKey("/ShadingType").getValueAsInt(type)) return true;
  const ColorSpace& space = spaces.find(facts.getKey("/ColorSpace"), resources);
  if (!space.can_color()) return false;
  if (space.is_pattern()) return true;
  const Values background = read_numbers(facts.getKey("/Background"));
  if (as_pattern && background.size() == static_cast<std::size_t>(space.components()) && space.is_colored(background))
    return true;

  QPDFObjectHandle described = facts.getKey("/Function");
  if (described.isNull()) return !shading.isStream() || mesh_is_colored(shading, type, space, budget);
  const auto function = TintFunction::create(described, budget);
  // Its places cost, and a page of thousands of shadings is bounded by that.
  if (!function || !budget.spend_bytes(1 << 14)) return true;
  if (type == 1) return is_colored_across(*function, domain_of(facts, type), space);
  if (type == 2 || type == 3) return is_colored_along(*function, domain_of(facts, type)[0], space);
  return is_colored_along(*function, mesh_domain(facts), space);
}

}  // namespace tsuke::pages
