// A question that nothing speaks against, for the tests of the decision to edit.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "rules/permit.h"

namespace tsuke::rules {

// Ten pages in colour: 100 yen in monochrome, 200 in colour. No service fee.
inline const Pages ten_pages(10, {{21000, 29700}, true});
inline const Tariff prices =
    Tariff::create(yen, {{registry::ColorMode::color, {}, {}, {20'000}, {}}, {{}, {}, {}, {10'000}, {}}}).take();
inline const FeePlan no_fee = FeePlan::create({}).take();

inline Question good() {
  Question question;
  question.purpose = registry::PurposeState::active;
  question.pages = &ten_pages;
  question.tariff = &prices;
  question.fee_plan = &no_fee;
  question.printer.emplace();
  question.printer->enrolled = true;
  question.printer->capabilities = {{"iso_a4_210x297mm", "iso_a3_297x420mm"}, true, true};
  question.budget_room = Money{100, yen};
  return question;
}

// A policy of one rule, kept for as long as the tests run.
inline const Policy* policy_of(PolicyRule rule) {
  static std::vector<std::unique_ptr<Policy>> kept;
  kept.push_back(std::make_unique<Policy>(Policy{{std::move(rule)}}));
  return kept.back().get();
}
template <typename Edit>
const Policy* ruled(Effect effect, Edit edit) {
  PolicyRule rule;
  rule.effect = effect;
  edit(rule);
  return policy_of(std::move(rule));
}
template <typename Edit>
const Policy* refusing(Edit edit) {
  return ruled(Effect::refuse, edit);
}

}  // namespace tsuke::rules
