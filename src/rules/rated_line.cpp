#include "rules/rated_line.h"

#include <algorithm>

namespace tsuke::rules {

RatedLine rated_line(std::string what, std::int64_t quantity, UnitPrice price, Currency currency) {
  quantity = std::min(quantity, count_max);
  const Money thousandths = Money{price.milli_minor, currency} * quantity;
  return {std::move(what), quantity, price, apply(Rate{1, 1000}, thousandths, Rounding::half_up)};
}

RatedLine rated_line(std::string what, Money amount) {
  const Money thousandths = amount * 1000;
  return {std::move(what), 1, UnitPrice{thousandths.amount_minor}, amount};
}

Money sum_of(const std::vector<RatedLine>& lines, Currency currency) {
  Money sum{0, currency};
  for (const RatedLine& line : lines) sum = sum + line.amount;
  return sum;
}

}  // namespace tsuke::rules
