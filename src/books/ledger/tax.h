// Consumption tax on a document: once per rate on the sum of its base, then split over the sellers. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/money.h"

namespace tsuke::books {

// base × rate, rounded once as named. The base is not negative.
Money tax_on(Money base, Rate rate, Rounding rounding);

struct SplitTax {
  Money total;
  std::vector<Money> parts;  // one for each seller, in their order; they sum to total
};
// The tax on the sum of the sellers' bases, and each seller's part of it by largest remainder (ties to the earlier).
// The bases are not negative and of one currency; there is at least one.
SplitTax split_tax(std::span<const Money> bases, Rate rate, Rounding rounding);

// The tax of a credit note on what the base falls by. It is rounded once on the note's own base, never credits more
// than is left of what was invoiced, and takes all that is left when nothing of the base remains. `left` is the
// document's state before this note: base and tax invoiced less what earlier notes credited.
struct Taxed {
  Money base;
  Money tax;
};
Money credited_tax(Taxed left, Money credited_base, Rate rate, Rounding rounding);

}  // namespace tsuke::books
