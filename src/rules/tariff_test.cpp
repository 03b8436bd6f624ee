#include "rules/tariff.h"

#include <gtest/gtest.h>

namespace tsuke::rules {
namespace {

using registry::ColorMode;
constexpr Currency dollar{{'U', 'S', 'D'}};

TariffLine line(std::optional<ColorMode> color_mode, std::int64_t per_impression_milli,
                std::int64_t per_sheet_milli = 0) {
  return {color_mode, {}, {}, UnitPrice{per_impression_milli}, UnitPrice{per_sheet_milli}};
}
Tariff tariff(std::vector<TariffLine> lines, std::int64_t minimum = 0) {
  return Tariff::create(yen, std::move(lines), {minimum, yen}).take();
}
std::string refusal(std::vector<TariffLine> lines, Money minimum = {}) {
  const auto made = Tariff::create(yen, std::move(lines), minimum);
  return made.ok() ? "ok" : made.error().code;
}

TEST(TariffTest, PricesImpressionsAndSheetsByTheFirstLineThatMatches) {
  TariffLine a3 = line(ColorMode::color, 50'000);
  a3.media = "iso_a3_297x420mm";
  TariffLine two_sided = line({}, 9'000, 1'000);
  two_sided.two_sided = true;
  const Tariff prices = tariff({a3, line(ColorMode::color, 28'000, 3'000), two_sided, line({}, 10'000, 2'000)});
  EXPECT_EQ(24 * 28 + 12 * 3, prices.device_fee({0, 24, 12, "iso_a4_210x297mm", true}).amount_minor);
  EXPECT_EQ(24 * 50, prices.device_fee({0, 24, 12, "iso_a3_297x420mm", true}).amount_minor);
  EXPECT_EQ(24 * 9 + 12, prices.device_fee({24, 0, 12, "iso_a4_210x297mm", true}).amount_minor);
  EXPECT_EQ(24 * 10 + 24 * 2, prices.device_fee({24, 0, 24, "iso_a4_210x297mm", false}).amount_minor);
  // Some sides of a colour job are monochrome: the sheets cost what colour's do.
  EXPECT_EQ(28 + 5 * 10 + 6 * 3, prices.device_fee({5, 1, 6, "iso_a4_210x297mm", false}).amount_minor);
}

TEST(TariffTest, SheetsCostWhatTheDearestOfTheirSidesAsksFor) {
  const Tariff prices = tariff({line(ColorMode::color, 20'000, 1'000), line({}, 10'000, 4'000)});
  EXPECT_EQ(5 * 20 + 5 * 1, prices.device_fee({0, 5, 5}).amount_minor);
  EXPECT_EQ(5 * 10 + 5 * 4, prices.device_fee({5, 0, 5}).amount_minor);
  EXPECT_EQ(5 * 10 + 5 * 20 + 10 * 4, prices.device_fee({5, 5, 10}).amount_minor);
}

TEST(TariffTest, FinishedCopiesHaveALineOfTheirOwn) {
  const Tariff prices =
      Tariff::create(yen, {line({}, 10'000)}, {30, yen}, {{"staple", {5'000}}, {"punch", {2'500}}, {"fold", {0}}})
          .take();
  const auto lines = [&](std::vector<std::string> finishings, std::int64_t copies) {
    return prices.device_fee_lines({4, 0, 4, "iso_a4_210x297mm", false, std::move(finishings), copies});
  };
  ASSERT_EQ(2u, lines({"staple"}, 2).size());
  EXPECT_EQ((RatedLine{"finishing", 2, {5'000}, {10, yen}}), lines({"staple"}, 2)[1]);
  EXPECT_EQ((RatedLine{"finishing", 1, {7'500}, {8, yen}}), lines({"staple", "punch"}, 1)[1]);  // 7.5, rounded once
  EXPECT_EQ(1u, lines({"staple"}, 0).size());
  EXPECT_EQ(1u, lines({"fold"}, 2).size());
  EXPECT_EQ(1u, lines({"booklet-maker"}, 2).size());  // has no price
  // The minimum counts what finishing costs.
  EXPECT_EQ(30, prices.device_fee({1, 0, 1, "iso_a4_210x297mm", false, {"staple"}, 1}).amount_minor);
  EXPECT_TRUE(prices.device_fee_lines({0, 0, 3, "iso_a4_210x297mm", false, {"staple"}, 1}).empty());
}

TEST(TariffTest, RefusesFinishingPricesThatMakeNoSense) {
  const auto refused = [](std::vector<FinishingPrice> prices) {
    const auto made = Tariff::create(yen, {line({}, 1)}, {}, std::move(prices));
    return made.ok() ? "ok" : made.error().code;
  };
  EXPECT_EQ("ok", refused({{"staple", {0}}}));
  EXPECT_EQ("bad-tariff", refused({{"staple", {-1}}}));
  EXPECT_EQ("bad-tariff", refused({{"staple", {price_max + 1}}}));
  EXPECT_EQ("bad-tariff", refused({{"glue", {1}}}));
  EXPECT_EQ("bad-tariff", refused({{"staple", {1}}, {"staple", {2}}}));
}

TEST(TariffTest, RoundsHalfUpOncePerLine) {
  const Tariff prices = tariff({line(ColorMode::color, 1'500), line({}, 2'499, 500)});
  EXPECT_EQ(2, prices.device_fee({0, 1, 0}).amount_minor);      // 1.5
  EXPECT_EQ(3, prices.device_fee({0, 2, 0}).amount_minor);      // 3.0
  EXPECT_EQ(2 + 1, prices.device_fee({1, 0, 1}).amount_minor);  // 2.499 and 0.5, each by itself
  const auto lines = prices.device_fee_lines({3, 0, 3});
  ASSERT_EQ(2u, lines.size());
  EXPECT_EQ((RatedLine{"monochrome-impression", 3, {2'499}, {7, yen}}), lines[0]);
  EXPECT_EQ((RatedLine{"sheet", 3, {500}, {2, yen}}), lines[1]);
}

TEST(TariffTest, NothingPrintedCostsNothing) {
  const Tariff prices = tariff({line({}, 10'000, 5'000)}, 100);
  EXPECT_TRUE(prices.device_fee_lines({}).empty());
  EXPECT_TRUE(prices.device_fee_lines({0, 0, 3}).empty());  // blank sheets, no impression
  EXPECT_EQ(100, prices.device_fee({1, 0, 1}).amount_minor);
}

TEST(TariffTest, TheMinimumIsALineOfWhatIsMissing) {
  const Tariff prices = tariff({line({}, 10'000)}, 100);
  const auto lines = prices.device_fee_lines({3, 0, 3});
  ASSERT_EQ(2u, lines.size());
  EXPECT_EQ((RatedLine{"minimum", 1, {70'000}, {70, yen}}), lines[1]);
  EXPECT_EQ(1u, prices.device_fee_lines({10, 0, 3}).size());
}

TEST(TariffTest, ATariffThatExistsCanPriceAnyOutput) {
  EXPECT_EQ("bad-tariff", refusal({}));
  EXPECT_EQ("bad-tariff", refusal({line(ColorMode::color, 1)}));
  EXPECT_EQ("ok", refusal({line(ColorMode::color, 1), line(ColorMode::monochrome, 1)}));
  TariffLine a4 = line({}, 1);
  a4.media = "iso_a4_210x297mm";
  EXPECT_EQ("bad-tariff", refusal({a4}));
  TariffLine one_sided = line({}, 1);
  one_sided.two_sided = false;
  EXPECT_EQ("bad-tariff", refusal({one_sided}));
  a4.media = "paper of mine";
  EXPECT_EQ("bad-tariff", refusal({a4, line({}, 1)}));
  EXPECT_EQ("bad-tariff", refusal({line({}, -1)}));
  EXPECT_EQ("bad-tariff", refusal({line({}, 1, -1)}));
  EXPECT_EQ("bad-tariff", refusal({line({}, price_max + 1)}));
  EXPECT_EQ("bad-tariff", refusal({line({}, 1)}, {-1, yen}));
  EXPECT_EQ("bad-tariff", refusal({line({}, 1)}, {1, dollar}));
  EXPECT_EQ("bad-tariff", refusal(std::vector<TariffLine>(tariff_lines_max + 1, line({}, 1))));
}

TEST(TariffTest, ACountFromADeviceCannotOverflow) {
  const Tariff prices = tariff({line({}, price_max, price_max)});
  const Output absurd{INT64_MAX / 4, INT64_MAX / 4, INT64_MAX};
  EXPECT_EQ(3 * (count_max * price_max / 1000), prices.device_fee(absurd).amount_minor);
}

TEST(FeePlanTest, ChargesPerJobPerImpressionAndAShareOfTheDeviceFee) {
  const FeePlan plan =
      FeePlan::create({{5, yen}, {300}, {35, 1000}, Rounding::half_up, {8, 100}, Rounding::floor}).take();
  const auto lines = plan.service_fee_lines({10, 10, 10}, {590, yen});
  ASSERT_EQ(3u, lines.size());
  EXPECT_EQ((RatedLine{"service-per-job", 1, {5'000}, {5, yen}}), lines[0]);
  EXPECT_EQ((RatedLine{"service-per-impression", 20, {300}, {6, yen}}), lines[1]);
  EXPECT_EQ((RatedLine{"service-percentage", 1, {21'000}, {21, yen}}), lines[2]);
  EXPECT_EQ(32, plan.service_fee({10, 10, 10}, {590, yen}).amount_minor);
  EXPECT_EQ(47, plan.commission({590, yen}).amount_minor);
  EXPECT_TRUE(plan.service_fee_lines({0, 0, 2}, {0, yen}).empty());
}

TEST(FeePlanTest, FixedPricesHoldInTheirOwnCurrencyOnly) {
  const FeePlan plan = FeePlan::create({{5, yen}, {300}, {10, 100}}).take();
  EXPECT_EQ((Money{20, dollar}), plan.service_fee({10, 10, 10}, {200, dollar}));
}

TEST(FeePlanTest, TheCommissionIsNeverMoreThanTheDeviceFee) {
  const FeePlan all = FeePlan::create({{}, {}, {}, Rounding::half_up, {1, 1}, Rounding::ceiling}).take();
  for (const std::int64_t fee : {0, 1, 7, 590}) EXPECT_EQ(fee, all.commission({fee, yen}).amount_minor);
}

TEST(FeePlanTest, RefusesTermsThatMakeNoSense) {
  const auto refused = [](FeePlan::Terms terms) {
    const auto made = FeePlan::create(terms);
    return !made.ok() && made.error().code == "bad-fee-plan";
  };
  EXPECT_TRUE(refused({{-1, yen}}));
  EXPECT_TRUE(refused({{0, yen}, {-1}}));
  EXPECT_TRUE(refused({{0, yen}, {0}, {1, 0}}));
  EXPECT_TRUE(refused({{0, yen}, {0}, {-1, 10}}));
  EXPECT_TRUE(refused({{0, yen}, {0}, {11, 1}}));
  EXPECT_TRUE(refused({{0, yen}, {0}, {1, INT64_MAX}}));
  EXPECT_TRUE(refused({{0, yen}, {0}, {0, 1}, Rounding::floor, {101, 100}}));
  EXPECT_FALSE(refused({}));
}

TEST(TermsJsonTest, RoundTrips) {
  TariffLine special = line(ColorMode::color, 28'000, 3'000);
  special.media = "iso_a3_297x420mm";
  special.two_sided = false;
  const Tariff prices = Tariff::create(dollar, {special, line({}, 10'000)}, {50, dollar}, {{"staple", {5'000}}}).take();
  const Tariff read = tariff_from_json(Json::parse(to_json(prices).dump()).take()).take();
  EXPECT_EQ(prices.lines(), read.lines());
  EXPECT_EQ(prices.minimum(), read.minimum());
  EXPECT_EQ(prices.finishings(), read.finishings());
  EXPECT_EQ(prices.currency(), read.currency());
  const FeePlan plan =
      FeePlan::create({{5, yen}, {300}, {35, 1000}, Rounding::ceiling, {8, 100}, Rounding::half_up}).take();
  EXPECT_EQ(plan.terms(), fee_plan_from_json(Json::parse(to_json(plan).dump()).take()).take().terms());
}

TEST(TermsJsonTest, VersionsOfBeforeHaveNoFinishingPrices) {
  const auto read =
      tariff_from_json(Json::parse(R"({"currency":"JPY","lines":[{"per_impression_milli":1000}]})").take());
  ASSERT_TRUE(read.ok());
  EXPECT_TRUE(read.value().finishings().empty());
}

TEST(TermsJsonTest, RefusesWhatIsNoTariff) {
  for (const char* text :
       {"null", "[]", "{}", R"({"currency":"JPY"})", R"({"currency":"yen","lines":[{}]})",
        R"({"currency":"JPY","lines":[{"per_sheet_mili":3}]})", R"({"currency":"JPY","lines":[{"color_mode":"red"}]})",
        R"({"currency":"JPY","lines":[{"two_sided":1}]})", R"({"currency":"JPY","lines":[{"media":7}]})",
        R"({"currency":"JPY","lines":[7]})", R"({"currency":"JPY","lines":[{"per_sheet_milli":"3"}]})",
        R"({"currency":"JPY","lines":[{}],"minimum":5})", R"({"currency":"JPY","lines":[{}],"finishings":{}})",
        R"({"currency":"JPY","lines":[{}],"finishings":["staple"]})",
        R"({"currency":"JPY","lines":[{}],"finishings":[{"finishing":"staple"}]})",
        R"({"currency":"JPY","lines":[{}],"finishings":[{"finishing":"staple","per_copy_milli":5,"per_page":1}]})"}) {
    const auto read = tariff_from_json(Json::parse(text).take());
    ASSERT_FALSE(read.ok()) << text;
    EXPECT_EQ("bad-tariff", read.error().code) << text;
  }
  for (const char* text : {"null", "[]", R"({"per_job":5})", R"({"percentage":{"numerator":1}})",
                           R"({"commission_rounding":"up"})", R"({"per_impression_milli":"3"})"}) {
    const auto read = fee_plan_from_json(Json::parse(text).take());
    ASSERT_FALSE(read.ok()) << text;
    EXPECT_EQ("bad-fee-plan", read.error().code) << text;
  }
}

}  // namespace
}  // namespace tsuke::rules
