// What a payer's policy makes of a print, and what an approval lets through.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "rules/permit_testing.h"

namespace tsuke::rules {
namespace {

using registry::ColorMode;
using registry::Sides;
using registry::SiteKind;
using testing::Contains;
using testing::ElementsAre;
using testing::Not;

Question in_color(const Policy* policy) {
  Question question = good();
  question.settings.color_mode = ColorMode::automatic;
  question.budget_room.reset();
  question.policy = policy;
  return question;
}

TEST(PermitPolicyTest, ThePolicyMakesItMonochromeAndSaysWhatThatSaves) {
  const Decision decision =
      decide(in_color(ruled(Effect::force_monochrome, [](PolicyRule& rule) { rule.what.color = true; })));
  EXPECT_EQ(decision.outcome, Outcome::permit_with_changes);
  EXPECT_TRUE(decision.permitted());
  EXPECT_THAT(decision.changes, ElementsAre("print-monochrome"));
  EXPECT_EQ(decision.settings.color_mode, ColorMode::monochrome);
  EXPECT_EQ(decision.quote->total(), (Money{100, yen}));
  EXPECT_EQ(decision.quote_as_wished->total(), (Money{200, yen}));
  EXPECT_EQ(decision.trace.front(), (Step{"force-monochrome", true, 1}));
}

TEST(PermitPolicyTest, NothingIsForcedOnWhatIsSoAlready) {
  Question question = in_color(ruled(Effect::force_monochrome, [](PolicyRule&) {}));
  const Pages grey(3, {{21000, 29700}, false});
  question.pages = &grey;
  EXPECT_EQ(decide(question).outcome, Outcome::permit);
  question.policy = ruled(Effect::force_two_sided, [](PolicyRule&) {});
  const Pages one(1, {{21000, 29700}, false});
  question.pages = &one;
  question.settings.copies = 3;
  EXPECT_EQ(decide(question).outcome, Outcome::permit) << "a single side has no back";
}

// In monochrome it is cheap enough for the second rule, which would have refused it in colour.
TEST(PermitPolicyTest, OtherRulesSeeThePrintAsChanged) {
  PolicyRule in_grey, cheap;
  in_grey.effect = Effect::force_monochrome;
  cheap.what.price_over = Money{150, yen};
  const Policy policy{{cheap, in_grey}};
  EXPECT_EQ(decide(in_color(&policy)).outcome, Outcome::permit_with_changes);
}

TEST(PermitPolicyTest, BothSidesAreAskedOfAPrinterThatHasThem) {
  Question question = good();
  question.policy = ruled(Effect::force_two_sided, [](PolicyRule&) {});
  EXPECT_EQ(decide(question).settings.sides, Sides::two_sided_long_edge);
  question.printer->capabilities.two_sided = false;
  const Decision decision = decide(question);
  ASSERT_EQ(decision.outcome, Outcome::refuse);
  EXPECT_EQ(decision.reasons.front().code, "printer-not-able");
  EXPECT_THAT(decision.reasons.front().remedies, ElementsAre("choose-other-printer"));
}

TEST(PermitPolicyTest, AnApprovalHoldsUpToItsPrice) {
  Question question = good();
  question.policy = ruled(Effect::ask_approval, [](PolicyRule&) {});
  EXPECT_EQ(decide(question).outcome, Outcome::needs_approval);
  EXPECT_FALSE(decide(question).permitted());
  question.approved_up_to = Money{99, yen};
  EXPECT_EQ(decide(question).outcome, Outcome::needs_approval);
  question.approved_up_to = Money{100, yen};
  EXPECT_EQ(decide(question).outcome, Outcome::permit);
}

TEST(PermitPolicyTest, WhatIsRefusedCannotBeApproved) {
  Question question = good();
  question.policy = ruled(Effect::ask_approval, [](PolicyRule&) {});
  question.budget_room = Money{1, yen};
  const Decision decision = decide(question);
  EXPECT_EQ(decision.outcome, Outcome::refuse);
  ASSERT_EQ(decision.reasons.size(), 2u);
  EXPECT_EQ(decision.reasons.front().code, "budget-exceeded");
}

TEST(PermitPolicyTest, AShareThatHasNoRoomIsGivenToOthersByItsPerson) {
  Question question = good();
  question.share = Share{{50, 50}, 0};
  question.budget_room = Money{1, yen};
  question.may_pay_privately = false;
  EXPECT_THAT(decide(question).reasons.front().remedies, Contains("change-split"));
  question.acting = Acting::delegate;
  EXPECT_THAT(decide(question).reasons.front().remedies, Not(Contains("change-split")));
}

TEST(PermitPolicyTest, ACodeIsNamedOnceWithTheRemediesOfAllItsRules) {
  PolicyRule anywhere, store;
  anywhere.what.color = true;
  store.what.color = true;
  store.where.kinds = {SiteKind::office};
  const Policy policy{{anywhere, store}};
  const Decision decision = decide(in_color(&policy));
  ASSERT_EQ(decision.reasons.size(), 1u);
  EXPECT_THAT(decision.reasons.front().remedies,
              ElementsAre("print-monochrome", "choose-other-purpose", "choose-other-printer"));
}

TEST(PermitPolicyTest, TheTraceNamesEveryLook) {
  const Decision decision = decide(in_color(refusing([](PolicyRule& rule) { rule.what.color = true; })));
  std::set<std::string> looked;
  for (const Step& step : decision.trace) {
    looked.insert(step.check);
    EXPECT_EQ(step.passed, step.check != "color-not-allowed") << step.check;
    EXPECT_EQ(step.rule, step.check == "color-not-allowed" ? 1 : 0) << step.check;
  }
  for (const char* check : {"purpose-needed", "payer-blocked", "printer-off", "printer-not-able", "no-tariff"})
    EXPECT_TRUE(looked.contains(check)) << check;
}

}  // namespace
}  // namespace tsuke::rules
