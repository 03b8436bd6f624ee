// Making lines of a rating. Not for other folders.
#pragma once

#include <string>
#include <vector>

#include "rules/tariff.h"

namespace tsuke::rules {

// quantity × price, rounded half-up to a minor unit.
RatedLine rated_line(std::string what, std::int64_t quantity, UnitPrice price, Currency currency);
// One thing at this price.
RatedLine rated_line(std::string what, Money amount);
Money sum_of(const std::vector<RatedLine>& lines, Currency currency);

}  // namespace tsuke::rules
