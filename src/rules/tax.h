// What tax is to be expected on a price: for display before printing. Tax itself is reckoned once per document and
// rate, so it is no part of any quote, reservation or charge.
#pragma once

#include <optional>

#include "base/money.h"
#include "base/time.h"

namespace tsuke::rules {

// The rate on printing for amounts in this currency at that time; none where it is not known.
std::optional<Rate> tax_rate(Currency currency, Instant at);

struct ExpectedTax {
  Rate rate;
  Money amount;           // rounded down once
  bool included = false;  // in the price already, and not on top of it
};
// A person pays what is quoted, tax included; an organisation's prices are net. The price is not negative.
std::optional<ExpectedTax> expected_tax(Money price, bool included, Instant at);

}  // namespace tsuke::rules
