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

bool has(const std::vector<std::string>& list, const std::string& one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

bool lacks_finishing(const std::vector<std::string>& wished, const registry::Capabilities& able) {
  return std::any_of(wished.begin(), wished.end(), [&](const std::string& one) { return !has(able.finishings, one); });
}

std::size_t rank_of(const Reason& reason) {
  return static_cast<std::size_t>(std::find(std::begin(reason_codes), std::end(reason_codes), reason.code) -
                                  std::begin(reason_codes));
}

class Checks {
 public:
  explicit Checks(const Question& question) : question_(question) {}

  Decision decide() {
    decision_.settings =
        question_.printer ? settings_at(question_.settings, question_.printer->capabilities.color) : question_.settings;
    decision_.quote = quote_of(decision_.settings);
    apply_forced_changes();
    check_purpose();
    check_acting();
    check_document();
    if (question_.copies_shared != 0)
      expect("split-differs", question_.copies_shared == question_.settings.copies, {"change-split"});
    if (question_.printer) check_printer(*question_.printer);
    if (question_.printer) check_capabilities(question_.printer->capabilities);
    check_policy();
    check_budget();
    const bool has_price = question_.tariff != nullptr && question_.fee_plan != nullptr;
    if (question_.printer) expect("no-tariff", has_price, {"choose-other-printer", "ask-provider"});
    conclude();
    return std::move(decision_);
  }

 private:
  std::optional<Quote> quote_of(const registry::PrintSettings& settings) const {
    if (question_.pages == nullptr || question_.tariff == nullptr || question_.fee_plan == nullptr) return {};
    return quote(*question_.pages, settings, *question_.tariff, *question_.fee_plan);
  }

  // What this payer pays of it.
  Money price_in(const Quote& quote) const {
    return question_.share ? question_.share->of(quote.total()) : quote.total();
  }

  // What policies see of the print as it now stands.
  Print print() const {
    Print print{question_.person, question_.role, question_.department, question_.cost_centre,
                nullptr,          question_.at,   decision_.settings};
    if (question_.printer) print.printer = &*question_.printer;
    if (question_.pages != nullptr) print.output = expected_output(*question_.pages, decision_.settings);
    if (decision_.quote) print.price = price_in(*decision_.quote);
    print.sheets_of_day = question_.sheets_of_day;
    return print;
  }

  void expect(std::string_view code, bool holds, Remedies remedies, int rule = 0) {
    decision_.trace.push_back({std::string(code), holds, rule});
    if (holds) return;
    const auto known = std::find_if(decision_.reasons.begin(), decision_.reasons.end(),
                                    [&](const Reason& reason) { return reason.code == code; });
    if (known == decision_.reasons.end()) {
      decision_.reasons.push_back({std::string(code), std::move(remedies)});
      return;
    }
    for (std::string& remedy : remedies)
      if (!has(known->remedies, remedy)) known->remedies.push_back(std::move(remedy));
  }

  // A change may bring the print under another rule: the rules are held against it again until none changes it.
  void apply_forced_changes() {
    if (question_.policy == nullptr || question_.pages == nullptr) return;
    const std::optional<Quote> as_wished = decision_.quote;
    while (apply_one_change()) decision_.quote = quote_of(decision_.settings);
    if (!decision_.changes.empty()) decision_.quote_as_wished = as_wished;
  }

  bool apply_one_change() {
    const Print before = print();
    int number = 0;
    for (const PolicyRule& rule : question_.policy->rules) {
      ++number;
      if (!applies(rule, before) || !changes(rule.effect, before)) continue;
      const bool to_monochrome = rule.effect == Effect::force_monochrome;
      if (to_monochrome) decision_.settings.color_mode = ColorMode::monochrome;
      if (!to_monochrome) decision_.settings.sides = Sides::two_sided_long_edge;
      decision_.changes.emplace_back(to_monochrome ? "print-monochrome" : "print-two-sided");
      decision_.trace.push_back({std::string(to_string(rule.effect)), true, number});
      return true;
    }
    return false;
  }

  static bool changes(Effect effect, const Print& print) {
    if (effect == Effect::force_monochrome) return print.output->color_impressions > 0;
    if (effect != Effect::force_two_sided || print.settings.sides != Sides::one_sided) return false;
    return print.output->impressions() > print.settings.copies;
  }

  void check_purpose() {
    const auto& purpose = question_.purpose;
    const bool was_accepted = question_.membership_was_accepted_once;
    expect("purpose-needed", purpose.has_value(), {"choose-purpose"});
    expect("purpose-inactive", purpose != PurposeState::inactive, {"switch-purpose-on", "choose-other-purpose"});
    expect("purpose-pending", purpose != PurposeState::pending || was_accepted, {"wait", "choose-other-purpose"});
    expect("membership-ended", purpose != PurposeState::pending || !was_accepted,
           {"ask-membership", "choose-other-purpose"});
    expect("payer-blocked", !question_.payer_blocked, {"choose-other-purpose"});
    expect("comment-needed", !question_.comment_missing, {"give-comment", "choose-other-purpose"});
  }

  void check_acting() {
    const Acting acting = decision_.acting = question_.acting;
    expect("delegation-ended", acting != Acting::delegation_ended, {"ask-delegation", "leave-to-owner"});
    expect("delegation-forbidden", acting != Acting::forbidden_delegate, {"leave-to-owner"});
    expect("delegate-no-member", acting != Acting::delegate_no_member, {"ask-membership", "leave-to-owner"});
  }

  void check_document() {
    using Document = Question::Document;
    const bool ready = question_.document == Document::ready;
    expect("sender-unconfirmed", !question_.sender_unconfirmed, {"confirm-sender"});
    expect("document-unreadable", question_.document != Document::unreadable, {"submit-again"});
    expect("document-not-ready", question_.document != Document::not_ready, {"wait"});
    if (question_.pages == nullptr || !ready) return;
    const auto& ranges = question_.settings.page_ranges;
    const bool chosen = ranges.empty() || !chosen_pages(static_cast<int>(question_.pages->size()), ranges).empty();
    expect("no-pages-chosen", chosen, {"choose-other-pages"});
  }

  void check_printer(const registry::Printer& printer) {
    expect("printer-off", printer.switched_on, {"choose-other-printer", "ask-provider"});
    expect("printer-not-enrolled", printer.enrolled, {"choose-other-printer", "ask-provider"});
    expect("printer-not-allowed", !printer.owner_only || question_.person_belongs_to_provider,
           {"choose-other-printer"});
    expect("payer-not-trusted", question_.payer_trusted, {"choose-other-printer", "choose-other-purpose"});
  }

  // Automatic colour asks for no colour: without it, the job is printed, and priced, in monochrome.
  void check_capabilities(const registry::Capabilities& able) {
    const registry::PrintSettings& settings = decision_.settings;
    const bool lacks_color = settings.color_mode == ColorMode::color && !able.color;
    const bool lacks_sides = settings.sides != Sides::one_sided && !able.two_sided;
    const bool lacks_paper = !has(able.media, settings.media);
    const bool lacks_finisher = lacks_finishing(settings.finishings, able);
    Remedies remedies;
    if (lacks_color && monochrome_may_fit()) remedies.emplace_back("print-monochrome");
    if (lacks_sides && !has(decision_.changes, "print-two-sided")) remedies.emplace_back("print-one-sided");
    if (lacks_paper) remedies.emplace_back("choose-other-paper");
    if (lacks_finisher) remedies.emplace_back("print-unfinished");
    remedies.emplace_back("choose-other-printer");
    expect("printer-not-able", !lacks_color && !lacks_sides && !lacks_paper && !lacks_finisher, std::move(remedies));
  }

  void check_policy() {
    if (question_.policy == nullptr) return;
    const Print now = print();
    int number = 0;
    for (const PolicyRule& rule : question_.policy->rules) {
      ++number;
      const bool hit = applies(rule, now);
      if (rule.effect == Effect::refuse) expect(refusal_code(rule), !hit, ways_around(rule, now), number);
      if (rule.effect == Effect::ask_approval) expect_approval(rule, hit, now, number);
    }
  }

  void expect_approval(const PolicyRule& rule, bool hit, const Print& now, int number) {
    const auto& approved = question_.approved_up_to;
    const bool given = approved && now.price && fits(*now.price, *approved);
    Remedies remedies{"ask-approval"};
    for (std::string& way : ways_around(rule, now)) remedies.push_back(std::move(way));
    expect("approval-needed", !hit || given, std::move(remedies), number);
  }

  // Whether the budget would let the job through in monochrome, as far as that is known.
  bool monochrome_may_fit() const {
    const auto monochrome = quote_in_monochrome();
    return !monochrome || !question_.budget_room || fits(price_in(*monochrome), *question_.budget_room);
  }
  std::optional<Quote> quote_in_monochrome() const {
    registry::PrintSettings monochrome = decision_.settings;
    monochrome.color_mode = ColorMode::monochrome;
    return quote_of(monochrome);
  }

  void check_budget() {
    if (!decision_.quote || !question_.budget_room) return;
    const Money price = price_in(*decision_.quote);
    Remedies remedies;
    const auto monochrome = quote_in_monochrome();
    const bool cheaper = price_in(*monochrome) < price;
    if (cheaper && fits(price_in(*monochrome), *question_.budget_room)) remedies.emplace_back("print-monochrome");
    if (question_.settings.copies > 1) remedies.emplace_back("fewer-copies");
    for (const char* always : {"choose-other-printer", "choose-other-purpose", "ask-budget"})
      remedies.emplace_back(always);
    if (question_.may_pay_privately && question_.acting == Acting::owner) remedies.emplace_back("pay-privately");
    // Of a share nothing falls to the person by itself: they give another part to whom it should pay.
    if (question_.share && question_.acting == Acting::owner) remedies.emplace_back("change-split");
    for (const BudgetRoom& each : question_.budgets)
      decision_.trace.push_back({"budget:" + each.scope + ":" + each.period, !each.refuses(price), 0});
    expect("budget-exceeded", fits(price, *question_.budget_room), std::move(remedies));
  }

  // Rules of a policy stand in the order of their payer; reasons in ours.
  void conclude() {
    std::stable_sort(decision_.reasons.begin(), decision_.reasons.end(),
                     [](const Reason& a, const Reason& b) { return rank_of(a) < rank_of(b); });
    if (decision_.reasons.empty())
      decision_.outcome = decision_.changes.empty() ? Outcome::permit : Outcome::permit_with_changes;
    else
      decision_.outcome =
          decision_.reasons.front().code == "approval-needed" ? Outcome::needs_approval : Outcome::refuse;
  }

  const Question& question_;
  Decision decision_;
};
}  // namespace

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::permit: return "permit";
    case Outcome::permit_with_changes: return "permit-with-changes";
    case Outcome::needs_approval: return "needs-approval";
    case Outcome::refuse: return "refuse";
  }
  return "refuse";
}

std::string_view to_string(Acting acting) { return acting == Acting::owner ? "owner" : "delegate"; }

Decision decide(const Question& question) { return Checks(question).decide(); }

}  // namespace tsuke::rules
