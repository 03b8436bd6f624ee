#include "rules/quote.h"

#include <algorithm>

#include "rules/rated_line.h"

namespace tsuke::rules {

Quote quote(const Pages& pages, const registry::PrintSettings& settings, const Tariff& tariff, const FeePlan& plan) {
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
