#include "base/money.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <numeric>

namespace tsuke {
namespace {

Money yen_of(std::int64_t amount) { return {amount, yen}; }

TEST(Money, EachRoundingIsWhatItsNameSays) {
  const Rate three_and_a_half_percent{35, 1000};
  EXPECT_EQ(apply(three_and_a_half_percent, yen_of(590), Rounding::half_up), yen_of(21));  // 20.65
  EXPECT_EQ(apply(three_and_a_half_percent, yen_of(590), Rounding::floor), yen_of(20));
  EXPECT_EQ(apply(three_and_a_half_percent, yen_of(590), Rounding::ceiling), yen_of(21));
  EXPECT_EQ(apply({1, 2}, yen_of(1), Rounding::half_up), yen_of(1));
  EXPECT_EQ(apply({1, 2}, yen_of(1), Rounding::floor), yen_of(0));
  EXPECT_EQ(apply({1, 2}, yen_of(2), Rounding::ceiling), yen_of(1)) << "nothing to round";
}

TEST(Money, LargeAmountsDoNotOverflowOnTheWay) {
  EXPECT_EQ(apply({999, 1000}, yen_of(9'000'000'000'000'000), Rounding::floor), yen_of(8'991'000'000'000'000));
}

TEST(Money, IsWrittenWithItsCurrencysDigits) {
  EXPECT_EQ(format_money(yen_of(1234567)), "¥1,234,567");
  EXPECT_EQ(format_money(yen_of(-5)), "-¥5");
  EXPECT_EQ(format_money({1205, Currency{{'U', 'S', 'D'}}}), "USD 12.05");
  EXPECT_EQ(format_money({1005, Currency{{'K', 'W', 'D'}}}), "KWD 1.005");
}

TEST(Money, ACurrencyIsThreeCapitals) {
  EXPECT_TRUE(Currency::parse("EUR").ok());
  for (const char* bad : {"", "EU", "eur", "EURO", "E1R"})
    EXPECT_EQ(Currency::parse(bad).error().code, "bad-currency") << bad;
}

TEST(Money, RoundingWordsComeBack) {
  for (const Rounding rounding : {Rounding::floor, Rounding::half_up, Rounding::ceiling})
    EXPECT_EQ(parse_rounding(to_string(rounding)).value(), rounding);
  EXPECT_FALSE(parse_rounding("up").ok());
}

TEST(Split, GivesTheTaxOfTheWorkedExample) {
  const std::int64_t weights[] = {590, 21};
  EXPECT_EQ(split_largest_remainder(61, weights), (std::vector<std::int64_t>{59, 2}));
}

TEST(Split, TiesGoToTheEarlierPart) {
  const std::int64_t weights[] = {1, 1, 1};
  EXPECT_EQ(split_largest_remainder(2, weights), (std::vector<std::int64_t>{1, 1, 0}));
}

TEST(Split, WithoutWeightsTheFirstGetsAll) {
  const std::int64_t weights[] = {0, 0};
  EXPECT_EQ(split_largest_remainder(7, weights), (std::vector<std::int64_t>{7, 0}));
  EXPECT_TRUE(split_largest_remainder(7, {}).empty());
}

TEST(Split, SumsToTheWholeAndEachIsWithinOneOfItsShare) {
  EXPECT_TRUE(rc::check("split", [] {
    const auto whole = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000);
    const auto weights =
        *rc::gen::nonEmpty(rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(0, 1'000'000)));
    const auto parts = split_largest_remainder(whole, weights);
    RC_ASSERT(std::accumulate(parts.begin(), parts.end(), std::int64_t{0}) == whole);
    const auto total = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
    if (total == 0) return;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const __int128 exact = static_cast<__int128>(whole) * weights[i];
      RC_ASSERT(static_cast<__int128>(parts[i]) * total > exact - total);
      RC_ASSERT(static_cast<__int128>(parts[i]) * total < exact + total);
    }
  }));
}

}  // namespace
}  // namespace tsuke
