#include "base/money.h"

#include <algorithm>
#include <numeric>

namespace tsuke {

namespace {
using Wide = __int128;

std::int64_t narrow(Wide value) {
  assert(value <= INT64_MAX);
  assert(value >= INT64_MIN);
  return static_cast<std::int64_t>(value);
}

std::string with_thousands(std::int64_t magnitude) {
  std::string digits = std::to_string(magnitude);
  for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3) digits.insert(static_cast<std::size_t>(at), ",");
  return digits;
}
}  // namespace

Result<Currency> Currency::parse(std::string_view text) {
  const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (text.size() != 3 || !std::all_of(text.begin(), text.end(), capital))
    return Error{Reason::malformed, "bad-currency", "write a currency as its three-letter ISO 4217 code, such as JPY"};
  return Currency{{text[0], text[1], text[2]}};
}

int Currency::exponent() const {
  static constexpr std::string_view none[] = {"JPY", "KRW", "VND", "CLP", "ISK"};
  static constexpr std::string_view three[] = {"BHD", "JOD", "KWD", "OMR", "TND"};
  if (std::find(std::begin(none), std::end(none), view()) != std::end(none)) return 0;
  return std::find(std::begin(three), std::end(three), view()) != std::end(three) ? 3 : 2;
}

Money operator+(Money a, Money b) {
  assert(a.currency == b.currency);
  return {narrow(Wide{a.amount_minor} + b.amount_minor), a.currency};
}

Money operator-(Money a, Money b) {
  assert(a.currency == b.currency);
  return {narrow(Wide{a.amount_minor} - b.amount_minor), a.currency};
}

Money operator*(Money each, std::int64_t count) { return {narrow(Wide{each.amount_minor} * count), each.currency}; }

std::strong_ordering operator<=>(Money a, Money b) {
  assert(a.currency == b.currency);
  return a.amount_minor <=> b.amount_minor;
}

std::string format_money(Money amount) {
  const bool negative = amount.amount_minor < 0;
  const std::int64_t magnitude = negative ? -amount.amount_minor : amount.amount_minor;
  const std::string sign = negative ? "-" : "";
  if (amount.currency == yen) return sign + "¥" + with_thousands(magnitude);
  std::int64_t scale = 1;
  for (int i = 0; i < amount.currency.exponent(); ++i) scale *= 10;
  std::string text = sign + std::string(amount.currency.view()) + " " + with_thousands(magnitude / scale);
  if (scale == 1) return text;
  const std::string fraction = std::to_string(scale + magnitude % scale);  // keeps leading zeros
  return text + "." + fraction.substr(1);
}

std::string_view to_string(Rounding rounding) {
  switch (rounding) {
    case Rounding::floor: return "floor";
    case Rounding::half_up: return "half-up";
    case Rounding::ceiling: return "ceiling";
  }
  return "floor";
}

Result<Rounding> parse_rounding(std::string_view text) {
  for (const Rounding rounding : {Rounding::floor, Rounding::half_up, Rounding::ceiling})
    if (to_string(rounding) == text) return rounding;
  return Error{Reason::malformed, "bad-rounding", "rounding is one of floor, half-up, ceiling"};
}

Money apply(Rate rate, Money amount, Rounding rounding) {
  assert(amount.amount_minor >= 0);
  assert(rate.denominator > 0);
  assert(rate.numerator >= 0);
  const Wide product = Wide{amount.amount_minor} * rate.numerator;
  const Wide whole = product / rate.denominator;
  const Wide rest = product % rate.denominator;
  const bool up =
      rounding == Rounding::ceiling ? rest > 0 : rounding == Rounding::half_up && rest * 2 >= rate.denominator;
  return {narrow(whole + (up ? 1 : 0)), amount.currency};
}

std::vector<std::int64_t> split_largest_remainder(std::int64_t whole, std::span<const std::int64_t> weights) {
  assert(whole >= 0);
  std::vector<std::int64_t> parts(weights.size(), 0);
  if (weights.empty()) return parts;
  const Wide total = std::accumulate(weights.begin(), weights.end(), Wide{0});
  if (total == 0) {
    parts[0] = whole;
    return parts;
  }
  std::vector<Wide> remainders(weights.size());
  std::int64_t given = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    assert(weights[i] >= 0);
    const Wide share = Wide{whole} * weights[i];
    parts[i] = narrow(share / total);
    remainders[i] = share % total;
    given += parts[i];
  }
  std::vector<std::size_t> order(weights.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return remainders[a] > remainders[b]; });
  for (std::size_t i = 0; given < whole; ++i, ++given) ++parts[order[i]];
  return parts;
}

}  // namespace tsuke
