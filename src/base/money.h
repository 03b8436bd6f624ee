// Amounts are whole minor units of a currency (yen, cents). No floating point; every division names its rounding.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace tsuke {

// ISO 4217 code. A unit that is not money (a budget) is a different word: see books/ledger.
struct Currency {
  std::array<char, 3> code{'J', 'P', 'Y'};
  auto operator<=>(const Currency&) const = default;
  std::string_view view() const { return {code.data(), code.size()}; }
  // Fails with malformed when the text is not three capital letters.
  static Result<Currency> parse(std::string_view text);
  // Digits after the decimal point: JPY 0, USD 2.
  int exponent() const;
};
inline constexpr Currency yen{};

struct Money {
  std::int64_t amount_minor = 0;
  Currency currency{};
  friend bool operator==(const Money&, const Money&) = default;
};

// All three assert on differing currencies and on overflow: such a mistake is ours, never a user's.
Money operator+(Money a, Money b);
Money operator-(Money a, Money b);
Money operator*(Money each, std::int64_t count);
std::strong_ordering operator<=>(Money a, Money b);

// "¥1,234" for yen, "USD 12.34" for others.
std::string format_money(Money amount);

enum class Rounding { floor, half_up, ceiling };
std::string_view to_string(Rounding rounding);
Result<Rounding> parse_rounding(std::string_view text);

// An exact rate: 3.5 % is {35, 1000}. The denominator is positive, the numerator not negative.
struct Rate {
  std::int64_t numerator = 0;
  std::int64_t denominator = 1;
  friend bool operator==(const Rate&, const Rate&) = default;
};

// amount × rate, rounded once as named. Asserts that the amount is not negative.
Money apply(Rate rate, Money amount, Rounding rounding);

// A price per counted thing, in thousandths of a minor unit: unit prices may carry 1/1000 yen.
struct UnitPrice {
  std::int64_t milli_minor = 0;
  friend bool operator==(const UnitPrice&, const UnitPrice&) = default;
};

// Splits a whole by weights so that the parts sum to it exactly: each gets its floor, and the remaining minor units
// go to the largest remainders, ties to the earlier part. Weights are not negative; all zero gives all to the first.
std::vector<std::int64_t> split_largest_remainder(std::int64_t whole, std::span<const std::int64_t> weights);

}  // namespace tsuke
