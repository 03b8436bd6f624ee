#include "rules/policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "rules/permit.h"

namespace tsuke::rules {
namespace {

using registry::SiteKind;
using testing::HasSubstr;

registry::Printer at_store() {
  registry::Printer printer;
  printer.id = PrinterId{3};
  printer.site = SiteId{2};
  printer.provider = ProviderId{1};
  printer.site_kind = SiteKind::store;
  return printer;
}
const registry::Printer store_printer = at_store();

// A member of Sales prints four sides in colour on Wednesday at noon, at a store.
Print a_print() {
  Print print;
  print.person = PersonId{7};
  print.department = DepartmentId{20};
  print.cost_centre = CostCentreId{4711};
  print.printer = &store_printer;
  print.at = {2026, 11, 25, 3, 720};
  print.output = Output{0, 4, 4, "iso_a4_210x297mm", false, {}, 0};
  print.price = Money{80, yen};
  return print;
}

template <typename Edit>
bool applies_after(Edit edit) {
  PolicyRule rule;
  edit(rule);
  return applies(rule, a_print());
}

TEST(PolicyRules, ARuleThatSaysNothingAppliesToAll) {
  EXPECT_TRUE(applies_after([](PolicyRule&) {}));
}

TEST(PolicyRules, SpeaksOfWhomItNames) {
  EXPECT_TRUE(applies_after([](PolicyRule& r) { r.who.departments = {DepartmentId{10}, DepartmentId{20}}; }));
  EXPECT_FALSE(applies_after([](PolicyRule& r) { r.who.departments = {DepartmentId{10}}; }));
  EXPECT_FALSE(applies_after([](PolicyRule& r) {
    r.who.departments = {DepartmentId{20}}, r.who.people = {PersonId{8}};
  })) << "one of each list";
  EXPECT_TRUE(applies_after([](PolicyRule& r) { r.who.cost_centres = {CostCentreId{4711}}; }));
  EXPECT_FALSE(applies_after([](PolicyRule& r) { r.who.roles = {registry::Role::admin}; }));
}

TEST(PolicyRules, NamesPlacesOrEveryOther) {
  EXPECT_TRUE(applies_after([](PolicyRule& r) { r.where.kinds = {SiteKind::home, SiteKind::store}; }));
  EXPECT_FALSE(applies_after([](PolicyRule& r) { r.where = {true, {SiteKind::store}, {}, {}, {}}; }));
  EXPECT_TRUE(applies_after([](PolicyRule& r) { r.where = {true, {SiteKind::office}, {}, {}, {}}; }));
  EXPECT_TRUE(applies_after([](PolicyRule& r) { r.where.printers = {PrinterId{3}}, r.where.sites = {SiteId{9}}; }));
  EXPECT_TRUE(applies_after([](PolicyRule& r) { r.where.providers = {ProviderId{1}}; }));
  EXPECT_FALSE(applies_after([](PolicyRule& r) { r.where.sites = {SiteId{9}}; }));
}

TEST(PolicyRules, KeepsHoursAndDays) {
  const auto when = [](PolicyRule::When hours) { return applies_after([&](PolicyRule& r) { r.when = hours; }); };
  EXPECT_TRUE(when({false, {3}, 720, 721}));
  EXPECT_FALSE(when({false, {3}, 721, 1440}));
  EXPECT_FALSE(when({false, {3}, 0, 720})) << "the last minute is not included";
  EXPECT_FALSE(when({false, {1, 2}, 0, 1440}));
  EXPECT_TRUE(when({true, {1, 2}, 0, 1440}));
  EXPECT_FALSE(when({true, {1, 2, 3, 4, 5}, 480, 1200}));
}

TEST(PolicyRules, ANightBelongsToTheDayOnWhichItBegan) {
  PolicyRule rule;
  rule.when = {false, {7}, 1320, 360};  // Sunday, 22:00 to 06:00
  Print print = a_print();
  const auto at = [&](int weekday, int minute) {
    print.at.weekday = weekday;
    print.at.minute = minute;
    return applies(rule, print);
  };
  EXPECT_TRUE(at(7, 1320));
  EXPECT_TRUE(at(1, 359));
  EXPECT_FALSE(at(1, 360));
  EXPECT_FALSE(at(7, 359)) << "Saturday's night";
  EXPECT_FALSE(at(1, 1320));
}

TEST(PolicyRules, LooksAtThePrint) {
  EXPECT_TRUE(applies_after([](PolicyRule& r) { r.what.color = true; }));
  EXPECT_TRUE(applies_after([](PolicyRule& r) { r.what.one_sided = true; }));
  EXPECT_TRUE(applies_after([](PolicyRule& r) { r.what.impressions_over = 3; }));
  EXPECT_FALSE(applies_after([](PolicyRule& r) { r.what.impressions_over = 4; }));
  EXPECT_FALSE(applies_after([](PolicyRule& r) { r.what.sheets_over = 4; }));
  EXPECT_TRUE(applies_after([](PolicyRule& r) { r.what.price_over = Money{79, yen}; }));
  EXPECT_FALSE(applies_after([](PolicyRule& r) { r.what.price_over = Money{80, yen}; }));
  EXPECT_FALSE(applies_after([](PolicyRule& r) { r.what.price_over = Money{1, Currency{{'U', 'S', 'D'}}}; }));
  EXPECT_FALSE(applies_after([](PolicyRule& r) { r.what.finished = true; }));
  EXPECT_FALSE(applies_after([](PolicyRule& r) { r.what.media = {"iso_a3_297x420mm"}; }));
  EXPECT_TRUE(applies_after([](PolicyRule& r) { r.what.media = {"iso_a3_297x420mm", "iso_a4_210x297mm"}; }));
}

TEST(PolicyRules, WhatIsUnknownNoConditionAppliesTo) {
  Print print = a_print();
  print.printer = nullptr;
  print.output.reset();
  print.price.reset();
  PolicyRule place, length, price;
  place.where = {true, {SiteKind::office}, {}, {}, {}};
  length.what.impressions_over = 0;
  price.what.price_over = Money{0, yen};
  for (const PolicyRule& rule : {place, length, price}) EXPECT_FALSE(applies(rule, print));
}

// Policies of any fields, for the properties.
PolicyRule any_rule() {
  const auto some = [](int of) { return *rc::gen::inRange(0, of); };
  PolicyRule rule;
  if (some(3) == 0) rule.who.roles = {registry::Role::member};
  if (some(4) == 0) rule.who.departments = {DepartmentId{*rc::gen::inRange(19, 22)}};
  if (some(2) == 0) rule.where = {some(2) == 0, {SiteKind::store}, {}, {}, {PrinterId{4}}};
  if (some(2) == 0) rule.when = {some(2) == 0, {1 + some(7)}, some(1440), 1 + some(1440)};
  if (rule.when.from_minute == rule.when.to_minute) rule.when.to_minute = rule.when.from_minute + 1;
  rule.what.color = some(3) == 0;
  rule.what.one_sided = some(4) == 0;
  if (some(4) == 0) rule.what.impressions_over = some(8);
  if (some(4) == 0) rule.what.sheets_of_day_over = some(8);
  if (some(4) == 0) rule.what.price_over = Money{some(160), yen};
  if (some(5) == 0) rule.what.media = {"iso_a4_210x297mm"};
  rule.effect =
      *rc::gen::element(Effect::refuse, Effect::ask_approval, Effect::force_monochrome, Effect::force_two_sided);
  return rule;
}

TEST(PolicyRules, AreReadAsTheyWereWritten) {
  rc::check([] {
    Policy policy;
    for (int each = *rc::gen::inRange(0, 4); each > 0; --each) policy.rules.push_back(any_rule());
    const auto read = policy_from_json(to_json(policy));
    RC_ASSERT(read.ok());
    RC_ASSERT(read.value() == policy);
  });
}

TEST(PolicyRules, EveryRefusalHasAKnownCodeAndWays) {
  rc::check([] {
    const PolicyRule rule = any_rule();
    const auto code = refusal_code(rule);
    RC_ASSERT(std::find(std::begin(reason_codes), std::end(reason_codes), code) != std::end(reason_codes));
    for (const std::string& way : ways_around(rule, a_print()))
      RC_ASSERT(std::find(std::begin(remedy_codes), std::end(remedy_codes), way) != std::end(remedy_codes));
  });
}

TEST(PolicyRules, MonochromeIsAWayAroundColourAndBothSidesAroundOne) {
  rc::check([] {
    const PolicyRule rule = any_rule();
    Print print = a_print();
    const auto ways = ways_around(rule, print);
    const auto offered = [&](const char* way) { return std::find(ways.begin(), ways.end(), way) != ways.end(); };
    if (!applies(rule, print)) return;
    if (rule.what.color) {
      RC_ASSERT(offered("print-monochrome"));
      print.output = Output{4, 0, 4, "iso_a4_210x297mm", false, {}, 0};
      RC_ASSERT(!applies(rule, print));
    }
    if (rule.what.one_sided) {
      RC_ASSERT(offered("print-two-sided"));
      print.output = Output{0, 4, 2, "iso_a4_210x297mm", true, {}, 0};
      RC_ASSERT(!applies(rule, print));
    }
  });
}

TEST(PolicyRules, BadOnesAreRefusedWithTheRulesNumber) {
  const auto problem = [](const char* rules) {
    const auto read = policy_from_json(Json::parse(rules).take());
    return read.ok() ? std::string("fine") : read.error().code + ": " + read.error().what;
  };
  EXPECT_EQ(problem(R"({"rules":[{"then":"refuse"}]})"), "fine");
  EXPECT_EQ(problem(R"({"rules":[{"then":"refuse","when":{"from":"22:00","to":"06:00"}}]})"), "fine");
  EXPECT_THAT(problem(R"({"rules":[{"then":"refuse"},{"then":"shout"}]})"), HasSubstr("bad-policy: rule 2"));
  for (const char* bad : {
           R"({})",
           R"({"rules":{}})",
           R"({"rules":[7]})",
           R"({"rules":[{"then":"refuse","because":"so"}]})",
           R"({"rules":[{"then":"refuse","what":{"colour":true}}]})",
           R"({"rules":[{"then":"refuse","what":{"color":1}}]})",
           R"({"rules":[{"then":"refuse","what":{"sheets_over":-1}}]})",
           R"({"rules":[{"then":"refuse","what":{"media":["papyrus"]}}]})",
           R"({"rules":[{"then":"refuse","what":{"price_over":{"amount_minor":-1,"currency":"JPY"}}}]})",
           R"({"rules":[{"then":"refuse","what":{"price_over":{"amount_minor":1,"currency":"yen"}}}]})",
           R"({"rules":[{"then":"refuse","where":{"kinds":["moon"]}}]})",
           R"({"rules":[{"then":"refuse","where":{"elsewhere":true}}]})",
           R"({"rules":[{"then":"refuse","where":{"printers":[12]}}]})",
           R"({"rules":[{"then":"refuse","where":[]}]})",
           R"({"rules":[{"then":"refuse","when":{"weekdays":[0]}}]})",
           R"({"rules":[{"then":"refuse","when":{"outside":true}}]})",
           R"({"rules":[{"then":"refuse","when":{"from":"8:00"}}]})",
           R"({"rules":[{"then":"refuse","when":{"from":"08:60"}}]})",
           R"({"rules":[{"then":"refuse","when":{"from":"08:00","to":"08:00"}}]})",
           R"({"rules":[{"then":"refuse","who":{"roles":["king"]}}]})",
       })
    EXPECT_THAT(problem(bad), HasSubstr("bad-policy")) << bad;
}

}  // namespace
}  // namespace tsuke::rules
