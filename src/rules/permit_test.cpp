#include "rules/permit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace tsuke::rules {
namespace {

using registry::ColorMode;
using registry::PurposeState;
using registry::Sides;
using registry::SiteKind;
using testing::ElementsAre;
using Document = Question::Document;

Question good() {
  Question question;
  question.purpose = PurposeState::active;
  question.printer.emplace();
  question.printer->enrolled = true;
  question.printer->capabilities = {{"iso_a4_210x297mm", "iso_a3_297x420mm"}, true, true};
  question.price = Money{100, yen};
  question.budget_room = Money{100, yen};
  return question;
}

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
  EXPECT_EQ(R"({"outcome":"permit","reasons":[]})", to_json(decision).dump());
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
    {"payer-blocked", [](Question& q) { q.payer_blocked = true; }, {"choose-other-purpose"}},
    {"sender-unconfirmed", [](Question& q) { q.sender_unconfirmed = true; }, {"confirm-sender"}},
    {"document-unreadable", [](Question& q) { q.document = Document::unreadable; }, {"submit-again"}},
    {"document-not-ready", [](Question& q) { q.document = Document::not_ready; }, {"wait"}},
    {"no-pages-chosen", [](Question& q) { q.no_pages_chosen = true; }, {"choose-other-pages"}},
    {"printer-off", [](Question& q) { q.printer->switched_on = false; }, {"choose-other-printer", "ask-provider"}},
    {"printer-not-enrolled",
     [](Question& q) { q.printer->enrolled = false; },
     {"choose-other-printer", "ask-provider"}},
    {"printer-not-allowed",
     [](Question& q) { q.allowed_site_kinds = {SiteKind::home, SiteKind::store}; },
     {"choose-other-printer", "choose-other-purpose"}},
    {"printer-not-allowed", [](Question& q) { q.printer->owner_only = true; }, {"choose-other-printer"}},
    {"printer-not-able",
     [](Question& q) { q.settings.color_mode = ColorMode::color, q.printer->capabilities.color = false; },
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
    {"budget-exceeded",
     [](Question& q) { q.price->amount_minor = 101; },
     {"choose-other-printer", "choose-other-purpose", "ask-budget"}},
    {"budget-exceeded",
     [](Question& q) { q.price->amount_minor = 101, q.settings.copies = 2; },
     {"fewer-copies", "choose-other-printer", "choose-other-purpose", "ask-budget"}},
    {"no-tariff", [](Question& q) { q.has_tariff = false; }, {"choose-other-printer", "ask-provider"}},
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
      ASSERT_FALSE(reasons.empty());
      for (std::size_t i = 1; i < reasons.size(); ++i) EXPECT_LT(rank(reasons[i - 1].code), rank(reasons[i].code));
      for (const Reason& reason : reasons) EXPECT_LT(rank(reason.code), std::ssize(reason_codes));
    }
}

TEST(PermitTest, AllFailingChecksAreNamed) {
  const auto reasons = reasons_after([](Question& question) {
    question.purpose.reset();
    question.document = Document::not_ready;
    question.printer->switched_on = false;
    question.has_tariff = false;
  });
  ASSERT_EQ(4u, reasons.size());
  EXPECT_EQ("purpose-needed", reasons[0].code);
  EXPECT_EQ("no-tariff", reasons[3].code);
}

TEST(PermitTest, WithoutAPrinterOnlyTheRestIsChecked) {
  Question question = good();
  question.printer.reset();
  question.has_tariff = false;
  EXPECT_TRUE(decide(question).permitted());
}

TEST(PermitTest, MonochromeIsOfferedOnlyWhenItHelps) {
  const auto over_budget = [](std::optional<std::int64_t> monochrome, ColorMode color_mode) {
    return reasons_after([&](Question& question) {
             question.settings.color_mode = color_mode;
             question.price->amount_minor = 101;
             if (monochrome) question.price_monochrome = Money{*monochrome, yen};
           })
        .front()
        .remedies.front();
  };
  EXPECT_EQ("print-monochrome", over_budget(100, ColorMode::color));
  EXPECT_EQ("choose-other-printer", over_budget(101, ColorMode::color));
  EXPECT_EQ("choose-other-printer", over_budget({}, ColorMode::color));
  EXPECT_EQ("choose-other-printer", over_budget(100, ColorMode::monochrome));
  const auto unable = reasons_after([](Question& question) {
    question.settings.color_mode = ColorMode::color;
    question.printer->capabilities.color = false;
    question.price_monochrome = Money{101, yen};
  });
  EXPECT_THAT(unable.front().remedies, ElementsAre("choose-other-printer"));
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
  EXPECT_TRUE(reasons_after([](Question& question) { question.price.reset(); }).empty());
  EXPECT_TRUE(reasons_after([](Question& question) { question.budget_room.reset(); }).empty());
  EXPECT_FALSE(reasons_after([](Question& question) {
                 question.budget_room = Money{-5, yen}, question.price = Money{0, yen};
               }).empty());
}

TEST(PermitTest, APriceInAnotherCurrencyHasNoRoom) {
  const auto reasons = reasons_after([](Question& question) { question.price = Money{1, Currency{{'U', 'S', 'D'}}}; });
  ASSERT_EQ(1u, reasons.size());
  EXPECT_EQ("budget-exceeded", reasons[0].code);
}

TEST(PermitTest, TheOwnerMayUseAnOwnerOnlyPrinter) {
  EXPECT_TRUE(reasons_after([](Question& question) {
                question.printer->owner_only = true;
                question.person_belongs_to_provider = true;
                question.allowed_site_kinds = {SiteKind::office};
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
