#include "rules/tax.h"

#include <array>

namespace tsuke::rules {

namespace {

struct DatedRate {
  Currency currency;
  Instant from;
  Rate rate;
};

constexpr Instant april_2014_in_tokyo{1'396'278'000'000'000}, october_2019_in_tokyo{1'569'855'600'000'000};

// The latest first.
constexpr std::array<DatedRate, 2> rates{
    {{yen, october_2019_in_tokyo, {10, 100}}, {yen, april_2014_in_tokyo, {8, 100}}}};

}  // namespace

std::optional<Rate> tax_rate(Currency currency, Instant at) {
  for (const DatedRate& dated : rates)
    if (dated.currency == currency && at >= dated.from) return dated.rate;
  return std::nullopt;
}

std::optional<ExpectedTax> expected_tax(Money price, bool included, Instant at) {
  const auto rate = tax_rate(price.currency, at);
  if (!rate) return std::nullopt;
  const Rate of_price = included ? Rate{rate->numerator, rate->denominator + rate->numerator} : *rate;
  return ExpectedTax{*rate, apply(of_price, price, Rounding::floor), included};
}

}  // namespace tsuke::rules
