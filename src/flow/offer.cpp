#include "flow/offer.h"

#include <algorithm>

#include "base/calendar.h"
#include "flow/acting.h"
#include "flow/approvals.h"
#include "flow/comment.h"
#include "flow/mailed.h"
#include "flow/metered.h"
#include "flow/offer_of_payer.h"
#include "flow/overflow.h"
#include "registry/payer_trust.h"
#include "registry/people.h"
#include "rules/policy_book.h"

namespace tsuke::flow {

namespace {

// What a question points at, for as long as it is asked.
struct Facts {
  rules::Question question;
  std::optional<Pages> pages;
  std::optional<rules::TariffVersion> tariff;
  std::optional<rules::FeePlanVersion> fee_plan;
  std::optional<rules::PolicyVersion> policy;
  std::optional<registry::Payer> payer;  // none: no purpose is chosen
};

constexpr store::Query sheets_since{"sheets_of_person_since", R"sql(
    SELECT COALESCE(SUM(CASE WHEN charge.state IN ('captured', 'metered') THEN COALESCE(usage.sheets, 0)
                             WHEN charge.state = 'voided' THEN 0 ELSE attempt.expected_sheets END), 0)
      FROM charge_due AS charge JOIN attempt ON attempt.id = charge.attempt_id LEFT JOIN usage ON usage.attempt_id = attempt.id
     WHERE charge.person_id = $1 AND charge.payer = $2 AND charge.released_at >= $3 AND charge.job_id <> $4)sql"};

// What the payer's policy is about: the person's place in the organisation, the hour there, what they printed today.
Result<void> gather_policy(store::Reader& in, const Job& job, const registry::Purpose& purpose,
                           const registry::Organisation& organisation, Instant now, Facts& facts) {
  rules::Question& question = facts.question;
  facts.policy = TRY(rules::policy_in_force(in, organisation.id, now));
  if (!facts.policy) return {};
  question.policy = &facts.policy->policy;
  question.person = job.person;
  question.cost_centre = purpose.cost_centre;
  question.at = TRY(local_time(now, organisation.time_zone));
  if (!rules::asks_for_sheets_of_day(facts.policy->policy)) return {};
  const Instant since = TRY(day_start(now, organisation.time_zone));
  const auto sheets = TRY(in.integer(sheets_since, {job.person, registry::payer_key(purpose.payer), since, job.id}));
  question.sheets_of_day = sheets.value_or(0);
  return {};
}

// The budgets that apply, and what they have room for. Of what is not charged, none is asked.
Result<void> gather_budgets(store::Reader& in, const registry::Organisation& payer, const registry::Purpose& purpose,
                            bool metered, Instant now, Offer& offer, rules::Question& question) {
  offer.spender = {payer.id, purpose.person, purpose.id, question.department, purpose.cost_centre};
  if (metered) return {};
  offer.budgets = TRY(budgets_for(in, payer, offer.spender, now));
  question.budget_room = smallest_room(offer.budgets);
  for (const Budget& budget : offer.budgets) question.budgets.push_back(room_of(budget));
  question.may_pay_privately = question.budget_room && !question.share && TRY(pays_overflow(in, purpose.id));
  return {};
}

// What the purpose and its payer say. Fails only when the database does.
Result<void> gather_payer(store::Reader& in, const Job& job, const AskedPayer& asked, Instant now, Offer& offer,
                          Facts& facts) {
  if (!asked.purpose.exists()) return {};
  rules::Question& question = facts.question;
  const registry::Purpose purpose = TRY(registry::purpose(in, asked.purpose));
  question.purpose = purpose.state;
  facts.payer = purpose.payer;
  question.comment_missing = TRY(misses_comment(in, job));
  // Who switches a shared purpose off means all of its parts.
  if (asked.purpose != job.purpose && TRY(registry::purpose(in, job.purpose)).state == registry::PurposeState::inactive)
    question.purpose = registry::PurposeState::inactive;
  if (purpose.payer.is_private()) return {};
  const auto organisation = TRY(registry::organisation(in, purpose.payer.organisation));
  const auto membership = TRY(registry::membership_between(in, job.person, organisation.id));
  question.membership_was_accepted_once = membership && membership->state == registry::MembershipState::ended;
  if (membership) question.role = membership->role;
  if (membership) question.department = membership->department;
  question.payer_blocked = organisation.blocked_as_payer;
  question.approved_up_to = TRY(approved_up_to(in, job, purpose));
  TRY(gather_budgets(in, organisation, purpose, asked.metered, now, offer, question));
  return gather_policy(in, job, purpose, organisation, now, facts);
}

Result<bool> belongs_to_provider(store::Reader& in, PersonId person, ProviderId provider_id) {
  const registry::Provider provider = TRY(registry::provider(in, provider_id));
  if (provider.person.exists()) return provider.person == person;
  const auto membership = TRY(registry::membership_between(in, person, provider.organisation));
  return membership && membership->state == registry::MembershipState::accepted;
}

rules::Question::Document document_of(const Job& job) {
  using Document = rules::Question::Document;
  switch (job.document) {
    case DocumentState::ready: return Document::ready;
    case DocumentState::awaited:
    case DocumentState::counting: return Document::not_ready;
    case DocumentState::unreadable:
    case DocumentState::destroyed: return Document::unreadable;
  }
  return Document::unreadable;
}

Result<void> gather_document(store::Reader& in, const Job& job, const AskedPayer& asked, Facts& facts) {
  facts.question.settings = asked.settings.value_or(job.settings);
  facts.question.share = asked.share;
  facts.question.copies_shared = asked.copies_shared;
  facts.question.document = document_of(job);
  facts.question.sender_unconfirmed = TRY(waits_for_confirmation(in, job));
  if (job.document == DocumentState::ready) facts.pages = pages_of(job);
  if (facts.pages) facts.question.pages = &*facts.pages;
  return {};
}

struct Prices {
  std::optional<rules::TariffVersion> tariff;
  std::optional<rules::FeePlanVersion> plan;
};

Result<Prices> prices(store::Reader& in, PrinterId printer, Instant now, const std::optional<PriceVersions>& quoted) {
  if (!quoted) {
    auto tariff = TRY(rules::tariff_in_force(in, printer, now));
    auto plan = TRY(rules::fee_plan_in_force(in, now));
    return Prices{std::move(tariff), std::move(plan)};
  }
  auto tariff = TRY(rules::tariff_version(in, quoted->tariff));
  auto plan = TRY(rules::fee_plan_version(in, quoted->fee_plan));
  return Prices{std::move(tariff), std::move(plan)};
}

// Whom the provider prints for. What falls to the person is theirs to pay, and has to be welcome, too.
Result<void> gather_trust(store::Reader& in, const Job& job, ProviderId provider, Facts& facts) {
  rules::Question& question = facts.question;
  if (facts.payer) question.payer_trusted = TRY(registry::trusts_payer(in, provider, *facts.payer));
  if (question.may_pay_privately)
    question.may_pay_privately = TRY(registry::trusts_payer(in, provider, {{}, job.person}));
  return {};
}

Result<void> gather_printer(store::Reader& in, const Job& job, const registry::Printer& printer, Instant now,
                            const std::optional<PriceVersions>& quoted, Facts& facts) {
  rules::Question& question = facts.question;
  question.printer = printer;
  question.person_belongs_to_provider = TRY(belongs_to_provider(in, job.person, printer.provider));
  TRY(gather_trust(in, job, printer.provider, facts));
  Prices known = TRY(prices(in, printer.id, now, quoted));
  facts.tariff = std::move(known.tariff);
  facts.fee_plan = std::move(known.plan);
  if (facts.tariff) question.tariff = &facts.tariff->tariff;
  if (facts.fee_plan) question.fee_plan = &facts.fee_plan->plan;
  return {};
}

bool only_the_budget_refuses(const rules::Decision& decision) {
  return decision.reasons.size() == 1 && decision.reasons.front().code == "budget-exceeded";
}

}  // namespace

Instant not_charged_until(const Offer& offer) {
  assert(offer.metered());
  Instant first = offer.trials.front().ends;
  for (const registry::Trial& trial : offer.trials) first = std::min(first, trial.ends);
  return first;
}

Result<Offer> offer_of_payer(store::Reader& in, const Job& job, const AskedPayer& asked,
                             const std::optional<registry::Printer>& printer, Instant now,
                             const std::optional<PriceVersions>& quoted, PersonId by) {
  Facts facts;
  Offer offer;
  offer.printer = printer;
  TRY(gather_document(in, job, asked, facts));
  TRY(gather_payer(in, job, asked, now, offer, facts));
  // Whoever acts for the owner does so for every purpose that pays.
  Job under = job;
  under.purpose = asked.purpose;
  facts.question.acting = TRY(acting(in, under, by, now));
  if (printer) TRY(gather_printer(in, job, *printer, now, quoted, facts));
  offer.decision = rules::decide(facts.question);
  offer.settings = offer.decision.settings;
  offer.quote = offer.decision.quote;
  if (facts.tariff) offer.tariff = facts.tariff->id;
  if (facts.fee_plan) offer.fee_plan = facts.fee_plan->id;
  // Whoever acts for another does not spend their own money for them, let alone the other's.
  const bool own = facts.question.acting == rules::Acting::owner;
  if (own && facts.question.may_pay_privately && offer.quote && only_the_budget_refuses(offer.decision))
    offer.overflow = offer.quote->total();
  return offer;
}

Result<Offer> make_offer(store::Reader& in, const Job& job, const std::optional<registry::Printer>& printer,
                         Instant now, const std::optional<PriceVersions>& quoted, PersonId by) {
  const Split split = TRY(split_of(in, job));
  if (split.exists()) return make_shared_offer(in, job, split, printer, now, quoted, by);
  auto trials = TRY(trials_covering(in, {job.purpose}, printer, now));
  const AskedPayer asked{job.purpose, {}, {}, 0, !trials.empty()};
  Offer offer = TRY(offer_of_payer(in, job, asked, printer, now, quoted, by));
  offer.trials = std::move(trials);
  return offer;
}

Result<std::vector<Offer>> make_offers(store::Reader& in, const Job& job, Instant now, PersonId by) {
  std::vector<Offer> offers;
  const bool another = by.exists() && by != job.person;
  for (const registry::Printer& printer : TRY(registry::printers_for(in, job.person))) {
    if (another && printer.owner_only && !TRY(belongs_to_provider(in, by, printer.provider))) continue;
    offers.push_back(TRY(make_offer(in, job, printer, now, {}, by)));
  }
  return offers;
}

}  // namespace tsuke::flow
