#include "rules/quote.h"

#include <algorithm>

#include "rules/rated_line.h"

namespace tsuke::rules {

Output expected_output(int pages, const registry::PrintSettings& settings) {
  assert(pages >= 0);
  Output output;
  output.media = settings.media;
  output.two_sided = settings.sides != registry::Sides::one_sided;
  const std::int64_t copies = settings.copies;
  const std::int64_t sheets = output.two_sided ? (std::int64_t{pages} + 1) / 2 : pages;
  const bool in_color = settings.color_mode == registry::ColorMode::color;
  (in_color ? output.color_impressions : output.monochrome_impressions) = pages * copies;
  output.sheets = sheets * copies;
  return output;
}

Quote quote(int pages, const registry::PrintSettings& settings, const Tariff& tariff, const FeePlan& plan) {
  Quote quote;
  quote.most = expected_output(pages, settings);
  quote.device_lines = tariff.device_fee_lines(quote.most);
  quote.device_fee = sum_of(quote.device_lines, tariff.currency());
  quote.service_lines = plan.service_fee_lines(quote.most, quote.device_fee);
  quote.service_fee = sum_of(quote.service_lines, tariff.currency());
  return quote;
}

Rating rate(const Output& printed, const Tariff& tariff, const FeePlan& plan, Money cap) {
  assert(cap.amount_minor >= 0);
  Rating rating;
  rating.device_lines = tariff.device_fee_lines(printed);
  rating.device_fee = sum_of(rating.device_lines, tariff.currency());
  rating.service_lines = plan.service_fee_lines(printed, rating.device_fee);
  rating.service_fee = sum_of(rating.service_lines, tariff.currency());
  const Money total = rating.device_fee + rating.service_fee;
  rating.captured = std::min(total, cap);
  rating.absorbed = total - rating.captured;
  rating.commission = plan.commission(rating.device_fee);
  return rating;
}

}  // namespace tsuke::rules
