#include "rules/quote.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace tsuke::rules {
namespace {

using registry::ColorMode;
using registry::PrintSettings;
using registry::Sides;

Pages pages(int count) { return Pages(static_cast<std::size_t>(count), {{21000, 29700}, true}); }

// The worked example of the books: 28 per impression and 3 per sheet, 3.5 % half-up, commission 8 % floor.
Tariff example_tariff() { return Tariff::create(yen, {{{}, {}, {}, {28'000}, {3'000}}}).take(); }
FeePlan example_plan() {
  return FeePlan::create({{}, {}, {35, 1000}, Rounding::half_up, {8, 100}, Rounding::floor}).take();
}

TEST(QuoteTest, TheWorkedExampleIsRightToTheYen) {
  const Quote most =
      quote(pages(24), {1, Sides::two_sided_long_edge, ColorMode::color}, example_tariff(), example_plan());
  EXPECT_EQ((Output{0, 24, 12, "iso_a4_210x297mm", true}), most.most);
  EXPECT_EQ(708, most.device_fee.amount_minor);
  EXPECT_EQ(25, most.service_fee.amount_minor);
  EXPECT_EQ(733, most.total().amount_minor);
  const Rating jammed = rate({0, 20, 10, "iso_a4_210x297mm", true}, example_tariff(), example_plan(), most.total());
  EXPECT_EQ(590, jammed.device_fee.amount_minor);
  EXPECT_EQ(21, jammed.service_fee.amount_minor);
  EXPECT_EQ(611, jammed.captured.amount_minor);
  EXPECT_EQ(0, jammed.absorbed.amount_minor);
  EXPECT_EQ(47, jammed.commission.amount_minor);
}

TEST(QuoteTest, ACopyStartsOnANewSheet) {
  EXPECT_EQ((Output{15, 0, 9, "iso_a4_210x297mm", true}), expected_output(pages(5), {3, Sides::two_sided_short_edge}));
  EXPECT_EQ((Output{15, 0, 15}), expected_output(pages(5), {3}));
  EXPECT_EQ((Output{}), expected_output({}, {3}));
  EXPECT_EQ(INT64_C(100000) * 999, expected_output(pages(100000), {999}).monochrome_impressions);
}

TEST(QuoteTest, WhatPassesTheCapIsAbsorbed) {
  const Rating over = rate({0, 40, 20, "iso_a4_210x297mm", true}, example_tariff(), example_plan(), {733, yen});
  EXPECT_EQ(40 * 28 + 20 * 3, over.device_fee.amount_minor);  // the provider is paid for all of it
  EXPECT_EQ(733, over.captured.amount_minor);
  EXPECT_EQ(over.device_fee + over.service_fee, over.captured + over.absorbed);
}

TEST(QuoteTest, NothingPrintedCostsNothing) {
  const Tariff dear = Tariff::create(yen, {{{}, {}, {}, {28'000}, {3'000}}}, {500, yen}).take();
  const FeePlan plan = FeePlan::create({{50, yen}, {100}, {1, 10}}).take();
  const Rating none = rate({}, dear, plan, {1000, yen});
  EXPECT_EQ((Money{0, yen}), none.captured);
  EXPECT_EQ((Money{0, yen}), none.device_fee);
  EXPECT_EQ((Money{0, yen}), none.service_fee);
  EXPECT_EQ((Money{0, yen}), none.absorbed);
  EXPECT_TRUE(none.device_lines.empty() && none.service_lines.empty());
}

rc::Gen<UnitPrice> any_price() {
  return rc::gen::map(rc::gen::inRange<std::int64_t>(0, 60'000), [](std::int64_t milli) { return UnitPrice{milli}; });
}

Tariff any_tariff() {
  std::vector<TariffLine> lines;
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
    TariffLine line{{}, {}, {}, *any_price(), *any_price()};
    if (*rc::gen::arbitrary<bool>()) line.color_mode = *rc::gen::element(ColorMode::color, ColorMode::monochrome);
    if (*rc::gen::arbitrary<bool>()) line.two_sided = *rc::gen::arbitrary<bool>();
    if (*rc::gen::arbitrary<bool>())
      line.media = *rc::gen::element<std::string>("iso_a4_210x297mm", "iso_a3_297x420mm");
    lines.push_back(line);
  }
  lines.push_back({{}, {}, {}, *any_price(), *any_price()});
  std::vector<FinishingPrice> finishings;
  for (const char* keyword : {"staple", "punch"})
    if (*rc::gen::arbitrary<bool>()) finishings.push_back({keyword, *any_price()});
  return Tariff::create(yen, lines, {*rc::gen::inRange<std::int64_t>(0, 200), yen}, finishings).take();
}

FeePlan any_plan() {
  const auto rate = [] { return Rate{*rc::gen::inRange<std::int64_t>(0, 1000), 1000}; };
  const auto rounding = [] { return *rc::gen::element(Rounding::floor, Rounding::half_up, Rounding::ceiling); };
  return FeePlan::create(
             {{*rc::gen::inRange<std::int64_t>(0, 50), yen}, *any_price(), rate(), rounding(), rate(), rounding()})
      .take();
}

PrintSettings any_settings() {
  PrintSettings any{*rc::gen::inRange(1, 5), *rc::gen::element(Sides::one_sided, Sides::two_sided_long_edge),
                    *rc::gen::element(ColorMode::color, ColorMode::monochrome, ColorMode::automatic),
                    *rc::gen::element<std::string>("iso_a4_210x297mm", "iso_a3_297x420mm", "na_letter_8.5x11in")};
  any.number_up = *rc::gen::element(1, 2, 4);
  any.collate = *rc::gen::arbitrary<bool>();
  for (const char* keyword : {"staple", "punch", "fold"})
    if (*rc::gen::arbitrary<bool>()) any.finishings.emplace_back(keyword);
  const int first = *rc::gen::inRange(1, 20);
  if (*rc::gen::arbitrary<bool>()) any.page_ranges = {{first, first + *rc::gen::inRange(0, 20)}};
  return any;
}

Pages any_pages() {
  Pages any;
  for (const bool color : *rc::gen::resize(40, rc::gen::arbitrary<std::vector<bool>>()))
    any.push_back({{21000, 29700}, color});
  return any;
}

std::int64_t sum_of(const std::vector<RatedLine>& lines) {
  std::int64_t sum = 0;
  for (const RatedLine& line : lines) sum += line.amount.amount_minor;
  return sum;
}

RC_GTEST_PROP(QuoteProperty, LessOutputNeverCostsMoreThanTheQuote, ()) {
  const Tariff tariff = any_tariff();
  const FeePlan plan = any_plan();
  const PrintSettings settings = any_settings();
  const Quote most = quote(any_pages(), settings, tariff, plan);
  Output less = most.most;
  less.color_impressions = *rc::gen::inRange<std::int64_t>(0, most.most.color_impressions + 1);
  less.monochrome_impressions = *rc::gen::inRange<std::int64_t>(0, most.most.monochrome_impressions + 1);
  less.sheets = *rc::gen::inRange<std::int64_t>(0, most.most.sheets + 1);
  less.finished_copies =
      finished_copies({less.impressions(), less.sheets}, {most.most.impressions(), most.most.sheets}, settings);
  RC_ASSERT(less.finished_copies <= most.most.finished_copies);
  const Rating rating = rate(less, tariff, plan, most.total());
  RC_ASSERT(rating.absorbed.amount_minor == 0);
  RC_ASSERT(rating.captured == rating.device_fee + rating.service_fee);
  RC_ASSERT(rating.captured <= most.total());
  if (less.impressions() == 0) RC_ASSERT(rating.captured.amount_minor == 0);
}

RC_GTEST_PROP(QuoteProperty, LinesSumToTheFeesAndNothingIsLost, ()) {
  const Tariff tariff = any_tariff();
  const FeePlan plan = any_plan();
  const auto count = rc::gen::inRange<std::int64_t>(0, 100);
  const PrintSettings settings = any_settings();
  const Output printed{*count, *count, *count, settings.media, *rc::gen::arbitrary<bool>(), settings.finishings,
                       *count};
  const Rating rating = rate(printed, tariff, plan, {*rc::gen::inRange<std::int64_t>(0, 5000), yen});
  RC_ASSERT(sum_of(rating.device_lines) == rating.device_fee.amount_minor);
  RC_ASSERT(sum_of(rating.service_lines) == rating.service_fee.amount_minor);
  RC_ASSERT(tariff.device_fee(printed) == rating.device_fee);
  RC_ASSERT(rating.captured + rating.absorbed == rating.device_fee + rating.service_fee);
  RC_ASSERT(rating.commission <= rating.device_fee);
  for (const auto* lines : {&rating.device_lines, &rating.service_lines})
    for (const RatedLine& line : *lines)
      RC_ASSERT(line.amount.amount_minor == (line.quantity * line.unit_price.milli_minor + 500) / 1000);
}

}  // namespace
}  // namespace tsuke::rules
