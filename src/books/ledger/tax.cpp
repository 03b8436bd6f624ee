#include "books/ledger/tax.h"

#include <algorithm>

namespace tsuke::books {

Money tax_on(Money base, Rate rate, Rounding rounding) { return apply(rate, base, rounding); }

SplitTax split_tax(std::span<const Money> bases, Rate rate, Rounding rounding) {
  assert(!bases.empty());
  Money sum{0, bases.front().currency};
  std::vector<std::int64_t> weights;
  for (const Money base : bases) {
    sum = sum + base;
    weights.push_back(base.amount_minor);
  }
  SplitTax split{tax_on(sum, rate, rounding), {}};
  for (const std::int64_t part : split_largest_remainder(split.total.amount_minor, weights))
    split.parts.push_back({part, sum.currency});
  return split;
}

Money credited_tax(Taxed left, Money credited_base, Rate rate, Rounding rounding) {
  assert(credited_base.amount_minor >= 0);
  assert(credited_base <= left.base);
  if (credited_base == left.base) return left.tax;
  return std::min(tax_on(credited_base, rate, rounding), left.tax);
}

}  // namespace tsuke::books
