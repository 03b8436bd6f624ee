#include "rules/tariff.h"

#include "rules/rated_line.h"

namespace tsuke::rules {

namespace {
using registry::ColorMode;

Error bad_tariff(std::string what) { return {Reason::malformed, "bad-tariff", std::move(what)}; }

bool matches(const TariffLine& line, ColorMode color_mode, std::string_view media, bool two_sided) {
  return (!line.color_mode || *line.color_mode == color_mode) && (!line.media || *line.media == media) &&
         (!line.two_sided || *line.two_sided == two_sided);
}

// Whether every output finds a line, on papers not yet known too: so a line that names a paper completes nothing.
bool prices_everything(const std::vector<TariffLine>& lines) {
  for (const ColorMode color_mode : {ColorMode::monochrome, ColorMode::color})
    for (const bool two_sided : {false, true}) {
      bool found = false;
      for (const TariffLine& line : lines) found = found || (!line.media && matches(line, color_mode, "", two_sided));
      if (!found) return false;
    }
  return true;
}
}  // namespace

Tariff::Tariff(Currency currency, std::vector<TariffLine> lines, Money minimum)
    : currency_(currency), lines_(std::move(lines)), minimum_(minimum) {}

Result<Tariff> Tariff::create(Currency currency, std::vector<TariffLine> lines, Money minimum) {
  if (lines.empty() || lines.size() > tariff_lines_max) return bad_tariff("a tariff has 1 to 100 lines");
  if (minimum.amount_minor == 0) minimum.currency = currency;
  if (minimum.currency != currency) return bad_tariff("the minimum is in the tariff's currency");
  if (minimum.amount_minor < 0 || minimum.amount_minor > price_max)
    return bad_tariff("the minimum is not negative and below a thousand million");
  for (const TariffLine& line : lines) {
    for (const UnitPrice price : {line.per_impression, line.per_sheet})
      if (price.milli_minor < 0 || price.milli_minor > price_max)
        return bad_tariff("a price is not negative and below a million");
    if (line.color_mode == ColorMode::automatic)
      return bad_tariff("a price is for color or for monochrome: auto is what comes out as either");
    if (line.media && registry::find_media(*line.media) == nullptr)
      return bad_tariff("the paper " + *line.media + " is not known");
  }
  if (!prices_everything(lines)) return bad_tariff("some output finds no price: let the last line match everything");
  return Tariff{currency, std::move(lines), minimum};
}

const TariffLine& Tariff::line_for(ColorMode color_mode, const Output& output) const {
  for (const TariffLine& line : lines_)
    if (matches(line, color_mode, output.media, output.two_sided)) return line;
  assert(!"a tariff prices everything");
  return lines_.back();
}

std::vector<RatedLine> Tariff::device_fee_lines(const Output& output) const {
  assert(output.monochrome_impressions >= 0);
  assert(output.color_impressions >= 0);
  assert(output.sheets >= 0);
  std::vector<RatedLine> lines;
  if (output.impressions() == 0) return lines;
  const TariffLine& color = line_for(ColorMode::color, output);
  const TariffLine& monochrome = line_for(ColorMode::monochrome, output);
  const auto add = [&](const char* what, std::int64_t quantity, UnitPrice price) {
    if (quantity > 0) lines.push_back(rated_line(what, quantity, price, currency_));
  };
  add("color-impression", output.color_impressions, color.per_impression);
  add("monochrome-impression", output.monochrome_impressions, monochrome.per_impression);
  const UnitPrice per_sheet = (output.color_impressions > 0 ? color : monochrome).per_sheet;
  if (per_sheet.milli_minor > 0) add("sheet", output.sheets, per_sheet);
  const Money sum = sum_of(lines, currency_);
  if (sum < minimum_) lines.push_back(rated_line("minimum", minimum_ - sum));
  return lines;
}

Money Tariff::device_fee(const Output& output) const { return sum_of(device_fee_lines(output), currency_); }

}  // namespace tsuke::rules
