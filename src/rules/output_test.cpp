#include "rules/output.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace tsuke::rules {
namespace {

using registry::ColorMode;
using registry::PrintSettings;
using registry::Sides;

constexpr PageSize a4{21000, 29700};

// "m" is a page without colour, "c" one with.
Pages pages(std::string_view kinds) {
  Pages made;
  for (const char kind : kinds) made.push_back({a4, kind == 'c'});
  return made;
}

PrintSettings settings(ColorMode mode, int number_up = 1, int copies = 1) {
  PrintSettings made;
  made.color_mode = mode;
  made.number_up = number_up;
  made.copies = copies;
  return made;
}

TEST(Output, ColourModeDecidesWhichSidesAreInColour) {
  EXPECT_EQ(sides_in_color(pages("mcm"), settings(ColorMode::monochrome)), (std::vector{false, false, false}));
  EXPECT_EQ(sides_in_color(pages("mcm"), settings(ColorMode::color)), (std::vector{true, true, true}));
  EXPECT_EQ(sides_in_color(pages("mcm"), settings(ColorMode::automatic)), (std::vector{false, true, false}));
}

TEST(Output, ASideOfSeveralPagesHasColourWhenOneOfThemHas) {
  EXPECT_EQ(sides_in_color(pages("mmcmm"), settings(ColorMode::automatic, 2)), (std::vector{false, true, false}));
  EXPECT_EQ(sides_in_color(pages("mmcmm"), settings(ColorMode::automatic, 4)), (std::vector{true, false}));
}

TEST(Output, PageRangesChooseAndPastTheEndNothing) {
  EXPECT_EQ(chosen_pages(5, {}), (std::vector{0, 1, 2, 3, 4}));
  EXPECT_EQ(chosen_pages(5, {{2, 3}, {5, 900}}), (std::vector{1, 2, 4}));
  EXPECT_TRUE(chosen_pages(5, {{6, 7}}).empty());
  PrintSettings some = settings(ColorMode::automatic);
  some.page_ranges = {{2, 2}, {4, 4}};
  EXPECT_EQ(expected_output(pages("mcmmc"), some), (Output{1, 1, 2}));
}

TEST(Output, SheetsAreCountedPerCopy) {
  PrintSettings both = settings(ColorMode::automatic, 1, 3);
  both.sides = Sides::two_sided_long_edge;
  EXPECT_EQ(expected_output(pages("mmcmm"), both), (Output{12, 3, 9, "iso_a4_210x297mm", true}));
  both.number_up = 2;
  EXPECT_EQ(expected_output(pages("mmcmm"), both), (Output{6, 3, 6, "iso_a4_210x297mm", true}));
}

TEST(Output, ColourOfAPartFollowsTheOrderInWhichSidesComeOut) {
  PrintSettings copies = settings(ColorMode::automatic, 1, 2);
  EXPECT_EQ(color_among_first(3, pages("cmm"), copies), 1);  // c m m
  EXPECT_EQ(color_among_first(4, pages("cmm"), copies), 2);  // c m m c
  copies.collate = false;
  EXPECT_EQ(color_among_first(1, pages("cmm"), copies), 1);  // c
  EXPECT_EQ(color_among_first(3, pages("cmm"), copies), 2);  // c c m
  EXPECT_EQ(color_among_first(3, {}, copies), 0);
}

PrintSettings stapled(int copies, bool collate = true) {
  PrintSettings made = settings(ColorMode::monochrome, 1, copies);
  made.finishings = {"staple"};
  made.collate = collate;
  return made;
}

TEST(Output, OnlyWholeCopiesAreFinished) {
  const Counts two_copies{10, 6};  // of five pages on both sides
  EXPECT_EQ(finished_copies({0, 0}, two_copies, stapled(2)), 0);
  EXPECT_EQ(finished_copies({4, 2}, two_copies, stapled(2)), 0);
  EXPECT_EQ(finished_copies({5, 3}, two_copies, stapled(2)), 1);
  EXPECT_EQ(finished_copies({9, 5}, two_copies, stapled(2)), 1);
  EXPECT_EQ(finished_copies({10, 5}, two_copies, stapled(2)), 2);  // sheets that a device made of the sides
  EXPECT_EQ(finished_copies({900, 900}, two_copies, stapled(2)), 2);
  EXPECT_EQ(finished_copies({10, 6}, {0, 0}, stapled(2)), 0);
  EXPECT_EQ(finished_copies({10, 6}, two_copies, settings(ColorMode::monochrome, 1, 2)), 0);
}

TEST(Output, PageAfterPageNoCopyIsWholeBeforeItsLastPage) {
  const Counts three_copies{12, 12};
  EXPECT_EQ(finished_copies({9, 9}, three_copies, stapled(3, false)), 0);
  EXPECT_EQ(finished_copies({10, 10}, three_copies, stapled(3, false)), 1);
  EXPECT_EQ(finished_copies({12, 12}, three_copies, stapled(3, false)), 3);
}

TEST(Output, AllCopiesAreExpectedToBeFinished) {
  const Output all = expected_output(pages("mmm"), stapled(4));
  EXPECT_EQ(all.finished_copies, 4);
  EXPECT_EQ(all.finishings, std::vector<std::string>{"staple"});
  EXPECT_EQ(finished_copies({all.impressions(), all.sheets}, {all.impressions(), all.sheets}, stapled(4)), 4);
  PrintSettings nothing = stapled(4);
  nothing.page_ranges = {{9, 9}};
  EXPECT_EQ(expected_output(pages("mmm"), nothing).finished_copies, 0);
}

TEST(Output, AutomaticColourIsMonochromeWhereThereIsNone) {
  EXPECT_EQ(settings_at(settings(ColorMode::automatic), false).color_mode, ColorMode::monochrome);
  EXPECT_EQ(settings_at(settings(ColorMode::automatic), true).color_mode, ColorMode::automatic);
  EXPECT_EQ(settings_at(settings(ColorMode::color), false).color_mode, ColorMode::color);
}

RC_GTEST_PROP(OutputProperties, TheWholeAndItsPartsAgree, (std::vector<bool> colors, bool collate)) {
  Pages all;
  for (const bool color : colors) all.push_back({a4, color});
  PrintSettings any = settings(ColorMode::automatic, *rc::gen::element(1, 2, 4, 6, 9, 16), *rc::gen::inRange(1, 5));
  any.sides = *rc::gen::element(Sides::one_sided, Sides::two_sided_long_edge);
  any.collate = collate;
  const Output whole = expected_output(all, any);
  RC_ASSERT(color_among_first(whole.impressions(), all, any) == whole.color_impressions);
  RC_ASSERT(color_among_first(whole.impressions() + 10, all, any) == whole.color_impressions);
  std::int64_t before = 0;
  for (std::int64_t n = 0; n <= whole.impressions(); ++n) {
    const std::int64_t now = color_among_first(n, all, any);
    RC_ASSERT(now >= before && now - before <= 1 && now <= n);
    before = now;
  }
}

}  // namespace
}  // namespace tsuke::rules
