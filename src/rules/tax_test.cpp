#include "rules/tax.h"

#include <gtest/gtest.h>

namespace tsuke::rules {
namespace {

Instant at(const char* text) { return parse_rfc3339(text).value(); }

TEST(Tax, TheRateIsThatOfTheDayInJapan) {
  EXPECT_EQ(tax_rate(yen, at("2026-11-26T00:00:00Z")), (Rate{10, 100}));
  EXPECT_EQ(tax_rate(yen, at("2019-10-01T00:00:00+09:00")), (Rate{10, 100}));
  EXPECT_EQ(tax_rate(yen, at("2019-09-30T23:59:59+09:00")), (Rate{8, 100}));
  EXPECT_EQ(tax_rate(yen, at("2014-03-31T23:59:59+09:00")), std::nullopt);
  EXPECT_EQ(tax_rate(Currency::parse("USD").value(), at("2026-11-26T00:00:00Z")), std::nullopt);
}

TEST(Tax, IsOnTopOrInside) {
  const Instant now = at("2026-11-26T00:00:00Z");
  const ExpectedTax net = *expected_tax({611, yen}, false, now);  // of 61.1
  EXPECT_EQ(net.amount, (Money{61, yen}));
  EXPECT_FALSE(net.included);
  const ExpectedTax gross = *expected_tax({672, yen}, true, now);  // 672 / 11 = 61.09
  EXPECT_EQ(gross.amount, (Money{61, yen}));
  EXPECT_EQ(gross.rate, (Rate{10, 100}));
  EXPECT_TRUE(gross.included);
  EXPECT_EQ(expected_tax({0, yen}, false, now)->amount.amount_minor, 0);
  EXPECT_FALSE(expected_tax({100, Currency::parse("EUR").value()}, false, now));
}

}  // namespace
}  // namespace tsuke::rules
