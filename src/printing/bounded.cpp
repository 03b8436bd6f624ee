#include "printing/bounded.h"

namespace tsuke::printing {
namespace {

constexpr std::size_t values_max = 512, text_octets_max = 1023;

bool is_too_long(const ipp::Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return text->size() > text_octets_max;
  if (const auto* local = std::get_if<ipp::LocalText>(&value)) return local->text.size() > text_octets_max;
  return false;
}

}  // namespace

std::vector<ipp::Attribute> bounded(const ipp::Group& told, const std::vector<std::string>& names) {
  std::vector<ipp::Attribute> kept;
  for (const std::string& name : names) {
    const ipp::Attribute* attribute = told.find(name);
    if (!attribute) continue;
    ipp::Attribute cut{attribute->name, attribute->tag, {}};
    for (const ipp::Value& value : attribute->values)
      if (cut.values.size() < values_max && !is_too_long(value)) cut.values.push_back(value);
    if (!cut.values.empty() || attribute->values.empty()) kept.push_back(std::move(cut));
  }
  return kept;
}

}  // namespace tsuke::printing
