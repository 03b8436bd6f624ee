#include "rules/permit.h"

#include <algorithm>

namespace tsuke::rules {

namespace {
using Remedies = std::vector<std::string>;
using registry::ColorMode;
using registry::PurposeState;
using registry::Sides;

// A price in another currency than the budget's has no room in it.
bool fits(Money price, Money room) { return price.currency == room.currency && price <= room; }

bool may_have_color(const Question& question) { return question.settings.color_mode != ColorMode::monochrome; }

bool lacks_finishing(const Question& question, const registry::Capabilities& able) {
  const auto cannot = [&](const std::string& wished) {
    return std::find(able.finishings.begin(), able.finishings.end(), wished) == able.finishings.end();
  };
  const auto& wished = question.settings.finishings;
  return std::any_of(wished.begin(), wished.end(), cannot);
}

// Whether the budget would let the job through in monochrome, as far as that is known.
bool monochrome_may_fit(const Question& question) {
  return !question.price_monochrome || !question.budget_room || fits(*question.price_monochrome, *question.budget_room);
}

class Checks {
 public:
  explicit Checks(const Question& question) : question_(question) {}

  Decision decide() {
    check_purpose();
    check_document();
    if (question_.printer) check_printer(*question_.printer);
    if (question_.printer) check_capabilities(question_.printer->capabilities);
    check_budget();
    if (question_.printer && !question_.has_tariff) refuse("no-tariff", {"choose-other-printer", "ask-provider"});
    if (!decision_.reasons.empty()) decision_.outcome = Outcome::refuse;
    return std::move(decision_);
  }

 private:
  void refuse(const char* code, Remedies remedies) { decision_.reasons.push_back({code, std::move(remedies)}); }

  void check_purpose() {
    if (!question_.purpose) refuse("purpose-needed", {"choose-purpose"});
    if (question_.purpose == PurposeState::inactive)
      refuse("purpose-inactive", {"switch-purpose-on", "choose-other-purpose"});
    if (question_.purpose == PurposeState::pending && !question_.membership_was_accepted_once)
      refuse("purpose-pending", {"wait", "choose-other-purpose"});
    if (question_.purpose == PurposeState::pending && question_.membership_was_accepted_once)
      refuse("membership-ended", {"ask-membership", "choose-other-purpose"});
    if (question_.payer_blocked) refuse("payer-blocked", {"choose-other-purpose"});
  }

  void check_document() {
    if (question_.sender_unconfirmed) refuse("sender-unconfirmed", {"confirm-sender"});
    if (question_.document == Question::Document::unreadable) refuse("document-unreadable", {"submit-again"});
    if (question_.document == Question::Document::not_ready) refuse("document-not-ready", {"wait"});
    if (question_.no_pages_chosen) refuse("no-pages-chosen", {"choose-other-pages"});
  }

  void check_printer(const registry::Printer& printer) {
    if (!printer.switched_on) refuse("printer-off", {"choose-other-printer", "ask-provider"});
    if (!printer.enrolled) refuse("printer-not-enrolled", {"choose-other-printer", "ask-provider"});
    const auto& kinds = question_.allowed_site_kinds;
    const bool payer_forbids =
        !kinds.empty() && std::find(kinds.begin(), kinds.end(), printer.site_kind) == kinds.end();
    const bool provider_forbids = printer.owner_only && !question_.person_belongs_to_provider;
    Remedies remedies{"choose-other-printer"};
    if (payer_forbids && !provider_forbids) remedies.push_back("choose-other-purpose");
    if (payer_forbids || provider_forbids) refuse("printer-not-allowed", std::move(remedies));
  }

  // Automatic colour asks for no colour: without it, the job is printed, and priced, in monochrome.
  void check_capabilities(const registry::Capabilities& able) {
    const bool lacks_color = question_.settings.color_mode == ColorMode::color && !able.color;
    const bool lacks_sides = question_.settings.sides != Sides::one_sided && !able.two_sided;
    const bool lacks_paper =
        std::find(able.media.begin(), able.media.end(), question_.settings.media) == able.media.end();
    const bool lacks_finisher = lacks_finishing(question_, able);
    if (!lacks_color && !lacks_sides && !lacks_paper && !lacks_finisher) return;
    Remedies remedies;
    if (lacks_color && monochrome_may_fit(question_)) remedies.push_back("print-monochrome");
    if (lacks_sides) remedies.push_back("print-one-sided");
    if (lacks_paper) remedies.push_back("choose-other-paper");
    if (lacks_finisher) remedies.push_back("print-unfinished");
    remedies.push_back("choose-other-printer");
    refuse("printer-not-able", std::move(remedies));
  }

  void check_budget() {
    if (!question_.price || !question_.budget_room || fits(*question_.price, *question_.budget_room)) return;
    Remedies remedies;
    if (may_have_color(question_) && question_.price_monochrome && monochrome_may_fit(question_))
      remedies.push_back("print-monochrome");
    if (question_.settings.copies > 1) remedies.push_back("fewer-copies");
    for (const char* always : {"choose-other-printer", "choose-other-purpose", "ask-budget"})
      remedies.push_back(always);
    if (question_.may_pay_privately) remedies.push_back("pay-privately");
    refuse("budget-exceeded", std::move(remedies));
  }

  const Question& question_;
  Decision decision_;
};
}  // namespace

Decision decide(const Question& question) { return Checks(question).decide(); }

Json to_json(const Decision& decision) {
  Json reasons = Json::array();
  for (const Reason& reason : decision.reasons) {
    Json remedies = Json::array();
    for (const std::string& remedy : reason.remedies) remedies.push(remedy);
    reasons.push(Json::object({{"code", reason.code}, {"remedies", std::move(remedies)}}));
  }
  return Json::object({{"outcome", decision.permitted() ? "permit" : "refuse"}, {"reasons", std::move(reasons)}});
}

}  // namespace tsuke::rules
