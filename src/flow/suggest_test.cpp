#include "flow/suggest.h"

#include <gtest/gtest.h>

namespace tsuke::flow {
namespace {

constexpr PurposeId work{1}, hobby{2}, client{3};
constexpr PrinterId hall{11}, lobby{12}, cafe{13};
constexpr SiteId office{21}, street{22};
constexpr int morning = 9 * 60, evening = 20 * 60;

using Reason = SuggestionReason;

PastPrint at_office(PurposeId purpose, int minute = morning) { return {purpose, hall, office, minute}; }
PastPrint in_street(PurposeId purpose, int minute = evening) { return {purpose, cafe, street, minute}; }

TEST(SuggestTest, NothingWasBefore) { EXPECT_TRUE(suggest({}, {hall, office, morning}).empty()); }

TEST(SuggestTest, OnceIsNoHabit) { EXPECT_TRUE(suggest({at_office(work)}, {hall, office, morning}).empty()); }

TEST(SuggestTest, TheSamePrinterTellsMost) {
  const auto found = suggest({at_office(work), at_office(work), in_street(hobby)}, {hall, office, morning});
  ASSERT_EQ(found.size(), 1U) << "a purpose is named once, for its best reason";
  EXPECT_EQ(found.front(), (Suggestion{work, Reason::same_printer, 2, 2}));
}

TEST(SuggestTest, ThePrinterBesideItIsAtTheSameSite) {
  const auto found = suggest({at_office(work), at_office(work)}, {lobby, office, evening});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front(), (Suggestion{work, Reason::same_site, 2, 2}));
}

TEST(SuggestTest, WithoutAPlaceTheHourSpeaksAlone) {
  const std::vector past{at_office(work), at_office(work), in_street(hobby), in_street(hobby)};
  EXPECT_EQ(suggest(past, {{}, {}, morning + 45}), (std::vector{Suggestion{work, Reason::same_hour, 2, 2}}));
  EXPECT_EQ(suggest(past, {{}, {}, evening - 60}), (std::vector{Suggestion{hobby, Reason::same_hour, 2, 2}}));
  EXPECT_TRUE(suggest(past, {{}, {}, evening - 61}).empty());
}

TEST(SuggestTest, HoursMeetAtMidnight) {
  const std::vector past{in_street(hobby, 23 * 60 + 50), in_street(hobby, 5)};
  EXPECT_EQ(suggest(past, {{}, {}, 10}), (std::vector{Suggestion{hobby, Reason::same_hour, 2, 2}}));
}

TEST(SuggestTest, WhatIsMixedIsNotUsual) {
  std::vector past{at_office(work), at_office(work), at_office(client), at_office(client)};
  EXPECT_TRUE(suggest(past, {hall, office, morning}).empty()) << "half and half";
  past.push_back(at_office(work));
  EXPECT_EQ(suggest(past, {hall, {}, evening}), (std::vector{Suggestion{work, Reason::same_printer, 3, 5}}))
      << "three of five";
}

TEST(SuggestTest, ReasonsThatPointElsewhereStandBehind) {
  const std::vector past{at_office(work, evening), at_office(work, evening), in_street(hobby, morning),
                         in_street(hobby, morning)};
  EXPECT_EQ(suggest(past, {hall, office, morning}),
            (std::vector{Suggestion{work, Reason::same_printer, 2, 2}, Suggestion{hobby, Reason::same_hour, 2, 2}}));
}

TEST(SuggestTest, AllThatWasAlikeIsCounted) {
  const std::vector past{at_office(work), at_office(work), at_office(work), at_office(hobby)};
  EXPECT_EQ(suggest(past, {hall, {}, evening}).front(), (Suggestion{work, Reason::same_printer, 3, 4}));
}

}  // namespace
}  // namespace tsuke::flow
