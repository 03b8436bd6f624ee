#include "rules/tariff.h"

#include <algorithm>
#include <set>

#include "rules/rated_line.h"

namespace tsuke::rules {

namespace {
using registry::ColorMode;

Error bad_tariff(std::string what) { return {Reason::malformed, "bad-tariff", std::move(what)}; }

bool matches(const TariffLine& line, ColorMode color_mode, std::string_view media, bool two_sided) {
  return (!line.color_mode || *line.color_mode == color_mode) && (!line.media || *line.media == media) &&
         (!line.two_sided || *line.two_sided == two_sided);
}

Result<void> check_price(UnitPrice price) {
  if (price.milli_minor < 0 || price.milli_minor > price_max)
    return bad_tariff("a price is not negative and below a million");
  return {};
}

Result<void> check_line(const TariffLine& line) {
  for (const UnitPrice price : {line.per_impression, line.per_sheet}) TRY(check_price(price));
  if (line.color_mode == ColorMode::automatic)
    return bad_tariff("a price is for color or for monochrome: auto is what comes out as either");
  if (line.media && registry::find_media(*line.media) == nullptr)
    return bad_tariff("the paper " + *line.media + " is not known");
  return {};
}

Result<void> check_finishings(const std::vector<FinishingPrice>& prices) {
  std::set<std::string_view> priced;
  for (const FinishingPrice& price : prices) {
    TRY(check_price(price.per_copy));
    if (registry::find_finishing(price.finishing) == nullptr)
      return bad_tariff("the finishing " + price.finishing + " is not known");
    if (!priced.insert(price.finishing).second)
      return bad_tariff("the finishing " + price.finishing + " is priced twice");
  }
  return {};
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

Tariff::Tariff(Currency currency, std::vector<TariffLine> lines, Money minimum, std::vector<FinishingPrice> finishings)
    : currency_(currency), lines_(std::move(lines)), minimum_(minimum), finishings_(std::move(finishings)) {}

Result<Tariff> Tariff::create(Currency currency, std::vector<TariffLine> lines, Money minimum,
                              std::vector<FinishingPrice> finishings) {
  if (lines.empty() || lines.size() > tariff_lines_max) return bad_tariff("a tariff has 1 to 100 lines");
  if (minimum.amount_minor == 0) minimum.currency = currency;
  if (minimum.currency != currency) return bad_tariff("the minimum is in the tariff's currency");
  if (minimum.amount_minor < 0 || minimum.amount_minor > price_max)
    return bad_tariff("the minimum is not negative and below a thousand million");
  for (const TariffLine& line : lines) TRY(check_line(line));
  TRY(check_finishings(finishings));
  if (!prices_everything(lines)) return bad_tariff("some output finds no price: let the last line match everything");
  return Tariff{currency, std::move(lines), minimum, std::move(finishings)};
}

const TariffLine& Tariff::line_for(ColorMode color_mode, const Output& output) const {
  for (const TariffLine& line : lines_)
    if (matches(line, color_mode, output.media, output.two_sided)) return line;
  assert(!"a tariff prices everything");
  return lines_.back();
}

UnitPrice Tariff::price_per_sheet(const Output& output) const {
  UnitPrice dearest;
  const auto consider = [&](ColorMode color_mode) {
    dearest.milli_minor = std::max(dearest.milli_minor, line_for(color_mode, output).per_sheet.milli_minor);
  };
  if (output.color_impressions > 0) consider(ColorMode::color);
  if (output.monochrome_impressions > 0) consider(ColorMode::monochrome);
  return dearest;
}

UnitPrice Tariff::price_per_copy(const std::vector<std::string>& finishings) const {
  UnitPrice sum;
  for (const FinishingPrice& price : finishings_)
    if (std::find(finishings.begin(), finishings.end(), price.finishing) != finishings.end())
      sum.milli_minor += price.per_copy.milli_minor;
  return sum;
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
  if (const UnitPrice price = price_per_sheet(output); price.milli_minor > 0) add("sheet", output.sheets, price);
  if (const UnitPrice price = price_per_copy(output.finishings); price.milli_minor > 0)
    add("finishing", output.finished_copies, price);
  const Money sum = sum_of(lines, currency_);
  if (sum < minimum_) lines.push_back(rated_line("minimum", minimum_ - sum));
  return lines;
}

Money Tariff::device_fee(const Output& output) const { return sum_of(device_fee_lines(output), currency_); }

}  // namespace tsuke::rules
