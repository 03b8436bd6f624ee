// The print permission decision: may this job be printed on this printer for this purpose, now? One pure function, used
// as advice at submission, as display in the list, and bindingly at release.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/money.h"
#include "registry/printers.h"
#include "registry/purposes.h"

namespace tsuke::rules {

enum class Outcome { permit, refuse };  // further outcomes come with the rules that need them

// Stable reason codes; programs, translations and tests key on them. In the order in which they are checked.
inline constexpr std::string_view reason_codes[] = {
    "purpose-needed",        // no purpose is chosen
    "purpose-inactive",      // switched off by its person
    "purpose-pending",       // the payer has not accepted the membership
    "membership-ended",      // it was accepted once
    "payer-blocked",         // the payer is not in good standing
    "sender-unconfirmed",    // it came by mail, and its person has not said that it is theirs
    "document-unreadable",   // pages could not be counted
    "document-not-ready",    // pages are being counted
    "no-pages-chosen",       // the page ranges choose nothing of the document
    "printer-off",           // switched off by its provider
    "printer-not-enrolled",  // no agent serves it
    "printer-not-allowed",   // the payer's or the provider's rule
    "printer-not-able",      // colour, two-sided, paper or finishing that this device lacks
    "budget-exceeded",       // the payer's budget has no room for the quote
    "no-tariff",             // the provider has set no price
};

// What the person can do about it: {"remedy":"print-monochrome"}, {"remedy":"choose-purpose"}, …
inline constexpr std::string_view remedy_codes[] = {
    "choose-purpose",       "switch-purpose-on",
    "ask-membership",       "choose-other-purpose",
    "choose-other-printer", "print-monochrome",
    "print-one-sided",      "print-two-sided",
    "choose-other-paper",   "print-unfinished",
    "fewer-copies",         "choose-other-pages",
    "ask-budget",           "wait",
    "submit-again",         "ask-provider",
    "confirm-sender",       "pay-privately",
};

struct Reason {
  std::string code;
  std::vector<std::string> remedies;
  friend bool operator==(const Reason&, const Reason&) = default;
};

// A budget that applies to the job, and what it can still give.
struct BudgetRoom {
  std::string scope;   // "organisation", "person", …
  std::string period;  // "2026-11" or "2026"
  bool hard = true;    // else it only warns, and refuses nothing
  Money room;
  bool refuses(Money price) const { return hard && (price.currency != room.currency || price > room); }
};

// Facts, gathered by the caller. Absent printer: only what does not depend on one is checked.
struct Question {
  std::optional<registry::PurposeState> purpose;  // none: not chosen
  bool membership_was_accepted_once = false;      // tells ended from pending
  bool payer_blocked = false;
  bool sender_unconfirmed = false;
  enum class Document { ready, not_ready, unreadable } document = Document::ready;
  bool no_pages_chosen = false;  // known once the document is ready
  registry::PrintSettings settings;
  std::optional<registry::Printer> printer;
  std::vector<registry::SiteKind> allowed_site_kinds;  // the payer's rule; empty: all
  bool person_belongs_to_provider = false;             // for owner_only printers
  bool has_tariff = true;
  std::optional<Money> price;             // the quote; none: unknown yet
  std::optional<Money> budget_room;       // the smallest of the hard budgets; none: no such budget applies
  std::vector<BudgetRoom> budgets;        // all that apply, for whoever shows which has no room
  bool may_pay_privately = false;         // the person lets this purpose's jobs fall to themselves
  std::optional<Money> price_monochrome;  // what it would cost in monochrome, to offer that remedy only when it helps
};

struct Decision {
  Outcome outcome = Outcome::permit;
  std::vector<Reason> reasons;  // empty when permitted; the first is the main one
  bool permitted() const { return outcome == Outcome::permit; }
};

// All failing checks are named, in the order above.
Decision decide(const Question& question);
Json to_json(const Decision& decision);
// English sentence for a reason code and for a remedy code: what to do.
std::string_view explain(std::string_view code);

}  // namespace tsuke::rules
