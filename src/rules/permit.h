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
#include "rules/policy.h"
#include "rules/quote.h"
#include "rules/split.h"

namespace tsuke::rules {

enum class Outcome {
  permit,
  permit_with_changes,  // as the payer's policy has changed it: in monochrome, or on both sides
  needs_approval,       // somebody of the payer has to say yes first
  refuse,
};
std::string_view to_string(Outcome outcome);  // "permit", "permit-with-changes", "needs-approval", "refuse"

// Stable reason codes; programs, translations and tests key on them. In the order in which they are checked.
inline constexpr std::string_view reason_codes[] = {
    "purpose-needed",        // no purpose is chosen
    "purpose-inactive",      // switched off by its person
    "purpose-pending",       // the payer has not accepted the membership
    "membership-ended",      // it was accepted once
    "delegation-ended",      // whoever acts for the job's person may not, or no longer
    "delegation-forbidden",  // the payer does not allow delegates
    "delegate-no-member",    // the payer has not accepted the delegate
    "payer-blocked",         // the payer is not in good standing
    "comment-needed",        // the purpose wants a comment with each job, and this one has none
    "sender-unconfirmed",    // it came by mail, and its person has not said that it is theirs
    "document-unreadable",   // pages could not be counted
    "document-not-ready",    // pages are being counted
    "no-pages-chosen",       // the page ranges choose nothing of the document
    "split-differs",         // it is shared by copies, and is to have another number of copies
    "printer-off",           // switched off by its provider
    "printer-not-enrolled",  // no agent serves it
    "printer-not-allowed",   // the provider keeps it to itself, or the payer's policy about places
    "payer-not-trusted",     // the provider prints for those alone that it trusts to pay
    "printer-not-able",      // colour, two-sided, paper or finishing that this device lacks
    "person-not-allowed",    // from here on the payer's policy (policy.h)
    "time-not-allowed",
    "color-not-allowed",
    "one-sided-not-allowed",
    "paper-not-allowed",
    "finishing-not-allowed",
    "job-too-long",
    "sheets-of-day-exceeded",
    "price-too-high",
    "budget-exceeded",  // the payer's budget has no room for the quote
    "no-tariff",        // the provider has set no price
    "approval-needed",  // the only one: everything else speaks for it
};

// What the person can do about it: {"remedy":"print-monochrome"}, {"remedy":"choose-purpose"}, …
inline constexpr std::string_view remedy_codes[] = {
    "choose-purpose",       "switch-purpose-on", "ask-membership",  "choose-other-purpose",
    "choose-other-printer", "print-monochrome",  "print-one-sided", "print-two-sided",
    "choose-other-paper",   "print-unfinished",  "fewer-copies",    "choose-other-pages",
    "print-at-other-time",  "ask-budget",        "ask-approval",    "wait",
    "submit-again",         "ask-provider",      "confirm-sender",  "pay-privately",
    "give-comment",         "ask-delegation",    "leave-to-owner",  "change-split",
};

// Who acts on the job.
enum class Acting {
  owner,
  delegate,          // whom the owner lets release it
  delegation_ended,  // or who never was one
  forbidden_delegate,
  delegate_no_member,
};
std::string_view to_string(Acting acting);  // "owner"; "delegate" for all others

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

// Facts, gathered by the caller. Absent printer: only what does not depend on one is checked. What is pointed at lives
// as long as the call.
struct Question {
  std::optional<registry::PurposeState> purpose;  // none: not chosen
  bool membership_was_accepted_once = false;      // tells ended from pending
  Acting acting = Acting::owner;
  bool payer_blocked = false;
  bool comment_missing = false;  // the purpose wants one
  bool sender_unconfirmed = false;
  enum class Document { ready, not_ready, unreadable } document = Document::ready;
  registry::PrintSettings settings;  // as the person wishes them
  const Pages* pages = nullptr;      // none: not known yet
  std::optional<registry::Printer> printer;
  bool person_belongs_to_provider = false;  // for owner_only printers
  bool payer_trusted = true;                // by the printer's provider
  const Tariff* tariff = nullptr;           // of the printer; none: the provider has set no price
  const FeePlan* fee_plan = nullptr;        // none: the operator has set none
  const Policy* policy = nullptr;           // the payer's; none: it has none, or the print is private
  PersonId person;                          // from here on: what policies speak of
  registry::Role role = registry::Role::member;
  DepartmentId department;
  CostCentreId cost_centre;
  LocalTime at;  // now, in the payer's time zone
  std::int64_t sheets_of_day = 0;
  std::optional<Money> budget_room;     // the smallest of the hard budgets; none: no such budget applies
  std::vector<BudgetRoom> budgets;      // all that apply, for whoever asks which has no room
  bool may_pay_privately = false;       // the person lets this purpose's jobs fall to themselves
  std::optional<Money> approved_up_to;  // somebody has approved this job, up to this price
  std::optional<Share> share;           // what this payer pays of it; none: all
  std::int64_t copies_shared = 0;       // of all payers, when it is shared by copies; 0: it is not
};

// One look at one thing, for whoever asks why.
struct Step {
  std::string check;  // a reason code, an effect of the policy ("force-monochrome"), or "budget:person:2026-11"
  bool passed = true;
  int rule = 0;  // of the policy, from 1; 0: not by a rule
  friend bool operator==(const Step&, const Step&) = default;
};

struct Decision {
  Outcome outcome = Outcome::permit;
  Acting acting = Acting::owner;  // whom it was decided for: everything else is the owner's, whoever acts
  std::vector<Reason> reasons;    // empty when permitted; the first is the main one
  // What would be printed: the wish, as this printer prints it, as the policy changes it. And what the policy changed,
  // as remedy codes: "print-monochrome", "print-two-sided".
  registry::PrintSettings settings;
  std::vector<std::string> changes;
  std::optional<Quote> quote;            // of these settings; none while pages or prices are unknown
  std::optional<Quote> quote_as_wished;  // before the policy's changes; none without any
  std::vector<Step> trace;
  bool permitted() const { return outcome == Outcome::permit || outcome == Outcome::permit_with_changes; }
};

// All failing checks are named, each code once, in the order above. A reason that is no question of approval refuses,
// whatever else could be approved.
Decision decide(const Question& question);
// English sentence for a reason code and for a remedy code: what to do.
std::string_view explain(std::string_view code);

}  // namespace tsuke::rules
