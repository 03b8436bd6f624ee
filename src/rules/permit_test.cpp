#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "rules/permit_testing.h"

namespace tsuke::rules {
namespace {

using registry::ColorMode;
using registry::PurposeState;
using registry::Sides;
using registry::SiteKind;
using testing::ElementsAre;
using Document = Question::Document;

const auto room_for_all = [](Question& question) { question.budget_room.reset(); };

template <typename Edit>
std::vector<Reason> reasons_after(Edit edit) {
  Question question = good();
  edit(question);
  return decide(question).reasons;
}

TEST(PermitTest, PermitsWhatNothingSpeaksAgainst) {
  const Decision decision = decide(good());
  EXPECT_TRUE(decision.permitted());
  EXPECT_TRUE(decision.reasons.empty());
  EXPECT_EQ(decision.outcome, Outcome::permit);
  EXPECT_EQ(decision.quote->total(), (Money{100, yen}));
  EXPECT_FALSE(decision.quote_as_wished);
}

struct Case {
  const char* code;
  void (*edit)(Question&);
  std::vector<std::string> remedies;
};

const Case cases[] = {
    {"purpose-needed", [](Question& q) { q.purpose.reset(); }, {"choose-purpose"}},
    {"purpose-inactive",
     [](Question& q) { q.purpose = PurposeState::inactive; },
     {"switch-purpose-on", "choose-other-purpose"}},
    {"purpose-pending", [](Question& q) { q.purpose = PurposeState::pending; }, {"wait", "choose-other-purpose"}},
    {"membership-ended",
     [](Question& q) { q.purpose = PurposeState::pending, q.membership_was_accepted_once = true; },
     {"ask-membership", "choose-other-purpose"}},
    {"delegation-ended",
     [](Question& q) { q.acting = Acting::delegation_ended; },
     {"ask-delegation", "leave-to-owner"}},
    {"delegation-forbidden", [](Question& q) { q.acting = Acting::forbidden_delegate; }, {"leave-to-owner"}},
    {"delegate-no-member",
     [](Question& q) { q.acting = Acting::delegate_no_member; },
     {"ask-membership", "leave-to-owner"}},
    {"payer-blocked", [](Question& q) { q.payer_blocked = true; }, {"choose-other-purpose"}},
    {"comment-needed", [](Question& q) { q.comment_missing = true; }, {"give-comment", "choose-other-purpose"}},
    {"sender-unconfirmed", [](Question& q) { q.sender_unconfirmed = true; }, {"confirm-sender"}},
    {"document-unreadable", [](Question& q) { q.document = Document::unreadable; }, {"submit-again"}},
    {"document-not-ready", [](Question& q) { q.document = Document::not_ready; }, {"wait"}},
    {"no-pages-chosen", [](Question& q) { q.settings.page_ranges = {{11, 12}}; }, {"choose-other-pages"}},
    {"split-differs", [](Question& q) { q.copies_shared = q.settings.copies + 1; }, {"change-split"}},
    {"printer-off", [](Question& q) { q.printer->switched_on = false; }, {"choose-other-printer", "ask-provider"}},
    {"printer-not-enrolled",
     [](Question& q) { q.printer->enrolled = false; },
     {"choose-other-printer", "ask-provider"}},
    {"printer-not-allowed",
     [](Question& q) {
       q.policy = refusing([](PolicyRule& r) { r.where = {true, {SiteKind::home, SiteKind::store}, {}, {}, {}}; });
     },
     {"choose-other-printer", "choose-other-purpose"}},
    {"printer-not-allowed", [](Question& q) { q.printer->owner_only = true; }, {"choose-other-printer"}},
    {"payer-not-trusted",
     [](Question& q) { q.payer_trusted = false; },
     {"choose-other-printer", "choose-other-purpose"}},
    {"printer-not-able",
     [](Question& q) {
       room_for_all(q), q.settings.color_mode = ColorMode::color, q.printer->capabilities.color = false;
     },
     {"print-monochrome", "choose-other-printer"}},
    {"printer-not-able",
     [](Question& q) { q.settings.sides = Sides::two_sided_long_edge, q.printer->capabilities.two_sided = false; },
     {"print-one-sided", "choose-other-printer"}},
    {"printer-not-able",
     [](Question& q) { q.settings.media = "jis_b5_182x257mm"; },
     {"choose-other-paper", "choose-other-printer"}},
    {"printer-not-able",
     [](Question& q) { q.settings.finishings = {"staple"}; },
     {"print-unfinished", "choose-other-printer"}},
    {"person-not-allowed",
     [](Question& q) { q.policy = refusing([](PolicyRule& r) { r.who.roles = {registry::Role::member}; }); },
     {"choose-other-purpose"}},
    {"time-not-allowed",
     [](Question& q) { q.policy = refusing([](PolicyRule& r) { r.when = {true, {1, 2}, 480, 1200}; }); },
     {"print-at-other-time", "choose-other-purpose"}},
    {"color-not-allowed",
     [](Question& q) {
       room_for_all(q), q.settings.color_mode = ColorMode::automatic;
       q.policy = refusing([](PolicyRule& r) { r.what.color = true, r.where.kinds = {SiteKind::office}; });
     },
     {"print-monochrome", "choose-other-printer", "choose-other-purpose"}},
    {"one-sided-not-allowed",
     [](Question& q) { q.policy = refusing([](PolicyRule& r) { r.what.one_sided = true; }); },
     {"print-two-sided", "choose-other-purpose"}},
    {"paper-not-allowed",
     [](Question& q) {
       q.settings.media = "iso_a3_297x420mm";
       q.policy = refusing([](PolicyRule& r) { r.what.media = {"iso_a3_297x420mm"}; });
     },
     {"choose-other-paper", "choose-other-purpose"}},
    {"finishing-not-allowed",
     [](Question& q) {
       q.settings.finishings = q.printer->capabilities.finishings = {"staple"};
       q.policy = refusing([](PolicyRule& r) { r.what.finished = true; });
     },
     {"print-unfinished", "choose-other-purpose"}},
    {"job-too-long",
     [](Question& q) { q.policy = refusing([](PolicyRule& r) { r.what.impressions_over = 9; }); },
     {"choose-other-pages", "choose-other-purpose"}},
    {"job-too-long",
     [](Question& q) {
       room_for_all(q), q.settings.copies = 2;
       q.policy = refusing([](PolicyRule& r) { r.what.sheets_over = 19; });
     },
     {"print-two-sided", "fewer-copies", "choose-other-pages", "choose-other-purpose"}},
    {"sheets-of-day-exceeded",
     [](Question& q) {
       q.sheets_of_day = 91;
       q.policy = refusing([](PolicyRule& r) { r.what.sheets_of_day_over = 100; });
     },
     {"print-two-sided", "choose-other-pages", "print-at-other-time", "choose-other-purpose"}},
    {"price-too-high",
     [](Question& q) { q.policy = refusing([](PolicyRule& r) { r.what.price_over = Money{99, yen}; }); },
     {"choose-other-pages", "choose-other-printer", "choose-other-purpose"}},
    {"budget-exceeded",
     [](Question& q) { q.budget_room = Money{99, yen}; },
     {"choose-other-printer", "choose-other-purpose", "ask-budget"}},
    {"budget-exceeded",
     [](Question& q) { q.settings.copies = 2; },
     {"fewer-copies", "choose-other-printer", "choose-other-purpose", "ask-budget"}},
    {"budget-exceeded",
     [](Question& q) { q.budget_room = Money{99, yen}, q.may_pay_privately = true; },
     {"choose-other-printer", "choose-other-purpose", "ask-budget", "pay-privately"}},
    {"no-tariff", [](Question& q) { q.tariff = nullptr; }, {"choose-other-printer", "ask-provider"}},
    {"approval-needed",
     [](Question& q) {
       q.policy = ruled(Effect::ask_approval, [](PolicyRule& r) { r.what.price_over = Money{99, yen}; });
     },
     {"ask-approval", "choose-other-pages", "choose-other-printer", "choose-other-purpose"}},
};

TEST(PermitTest, EachCheckFailsAloneWithItsCodeAndRemedies) {
  std::set<std::string> reached;
  for (const Case& one : cases) {
    const auto reasons = reasons_after(one.edit);
    ASSERT_EQ(1u, reasons.size()) << one.code;
    EXPECT_EQ(one.code, reasons[0].code);
    EXPECT_EQ(one.remedies, reasons[0].remedies) << one.code;
    reached.insert(one.code);
  }
  EXPECT_EQ(std::size(reason_codes), reached.size()) << "every reason code has a case";
}

TEST(PermitTest, ReasonsComeInTheDocumentedOrder) {
  const auto rank = [](const std::string& code) {
    return std::find(std::begin(reason_codes), std::end(reason_codes), code) - std::begin(reason_codes);
  };
  for (const Case& first : cases)
    for (const Case& second : cases) {
      const auto reasons = reasons_after([&](Question& question) { first.edit(question), second.edit(question); });
      for (std::size_t i = 1; i < reasons.size(); ++i) EXPECT_LT(rank(reasons[i - 1].code), rank(reasons[i].code));
      for (const Reason& reason : reasons) EXPECT_LT(rank(reason.code), std::ssize(reason_codes));
    }
}

TEST(PermitTest, AllFailingChecksAreNamed) {
  const auto reasons = reasons_after([](Question& question) {
    question.purpose.reset();
    question.document = Document::not_ready;
    question.printer->switched_on = false;
    question.tariff = nullptr;
  });
  ASSERT_EQ(4u, reasons.size());
  EXPECT_EQ("purpose-needed", reasons[0].code);
  EXPECT_EQ("no-tariff", reasons[3].code);
}

TEST(PermitTest, WithoutAPrinterOnlyTheRestIsChecked) {
  Question question = good();
  question.printer.reset();
  question.tariff = nullptr;
  question.policy = refusing([](PolicyRule& rule) { rule.where = {true, {SiteKind::store}, {}, {}, {}}; });
  EXPECT_TRUE(decide(question).permitted());
  question.policy = refusing([](PolicyRule& rule) { rule.what.impressions_over = 5; });
  EXPECT_EQ(decide(question).reasons.front().code, "job-too-long");
}

TEST(PermitTest, MonochromeIsOfferedOnlyWhenItHelps) {
  const auto over_budget = [](std::int64_t room, ColorMode color_mode) {
    return reasons_after([&](Question& question) {
             question.settings.color_mode = color_mode;
             question.budget_room = Money{room, yen};
           })
        .front()
        .remedies.front();
  };
  EXPECT_EQ("print-monochrome", over_budget(199, ColorMode::color));
  EXPECT_EQ("print-monochrome", over_budget(100, ColorMode::automatic));
  EXPECT_EQ("choose-other-printer", over_budget(99, ColorMode::color));
  EXPECT_EQ("choose-other-printer", over_budget(99, ColorMode::monochrome));
  const auto unable = reasons_after([](Question& question) {
    question.settings.color_mode = ColorMode::color;
    question.printer->capabilities.color = false;
    question.budget_room = Money{99, yen};
  });
  EXPECT_THAT(unable.front().remedies, ElementsAre("choose-other-printer"));
}

TEST(PermitTest, TheTraceTellsWhichBudgetsHaveNoRoom) {
  Question question = good();
  question.budget_room = Money{99, yen};
  question.budgets = {{"organisation", "2026", true, {100, yen}},
                      {"person", "2026-11", true, {99, yen}},
                      {"purpose", "2026-11", false, {5, yen}}};  // this one only warns
  const Decision decision = decide(question);
  EXPECT_THAT(decision.trace,
              testing::IsSupersetOf({Step{"budget:organisation:2026", true, 0}, Step{"budget:person:2026-11", false, 0},
                                     Step{"budget:purpose:2026-11", true, 0}, Step{"budget-exceeded", false, 0}}));
}

TEST(PermitTest, AutomaticColourIsWelcomeWithoutColour) {
  EXPECT_TRUE(reasons_after([](Question& question) {
                question.settings.color_mode = ColorMode::automatic;
                question.printer->capabilities.color = false;
              }).empty());
}

TEST(PermitTest, APrinterMustHaveEveryFinishing) {
  const auto with = [](std::vector<std::string> able) {
    return reasons_after([&](Question& question) {
      question.settings.finishings = {"staple", "punch"};
      question.printer->capabilities.finishings = able;
    });
  };
  EXPECT_TRUE(with({"punch", "staple", "fold"}).empty());
  EXPECT_EQ(1u, with({"staple"}).size());
}

TEST(PermitTest, TheBudgetIsCheckedOnlyWhenPriceAndRoomAreKnown) {
  EXPECT_TRUE(reasons_after([](Question& question) {
                question.pages = nullptr, question.budget_room = Money{0, yen};
              }).empty());
  EXPECT_TRUE(reasons_after(room_for_all).empty());
  EXPECT_FALSE(reasons_after([](Question& question) { question.budget_room = Money{-5, yen}; }).empty());
}

TEST(PermitTest, APriceInAnotherCurrencyHasNoRoom) {
  const auto reasons =
      reasons_after([](Question& question) { question.budget_room = Money{1000, Currency{{'U', 'S', 'D'}}}; });
  ASSERT_EQ(1u, reasons.size());
  EXPECT_EQ("budget-exceeded", reasons[0].code);
}

TEST(PermitTest, TheOwnerMayUseAnOwnerOnlyPrinter) {
  EXPECT_TRUE(reasons_after([](Question& question) {
                question.printer->owner_only = true;
                question.person_belongs_to_provider = true;
              }).empty());
}

TEST(ExplainTest, CoversEveryCodeAndNothingElse) {
  for (const std::string_view code : reason_codes) EXPECT_FALSE(explain(code).empty()) << code;
  for (const std::string_view code : remedy_codes) EXPECT_FALSE(explain(code).empty()) << code;
  EXPECT_TRUE(explain("no-such-code").empty());
  std::set<std::string_view> known(std::begin(remedy_codes), std::end(remedy_codes));
  for (const Case& one : cases)
    for (const std::string& remedy : one.remedies) EXPECT_TRUE(known.contains(remedy)) << remedy;
}

}  // namespace
}  // namespace tsuke::rules
