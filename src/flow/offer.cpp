#include "flow/offer.h"

#include "flow/budget.h"
#include "flow/mailed.h"
#include "registry/people.h"

namespace tsuke::flow {

namespace {

// What the purpose and its payer say. Fails only when the database does.
Result<void> gather_payer(store::Reader& in, const Job& job, Instant now, rules::Question& question) {
  if (!job.purpose.exists()) return {};
  const registry::Purpose purpose = TRY(registry::purpose(in, job.purpose));
  question.purpose = purpose.state;
  if (purpose.payer.is_private()) return {};
  const OrganisationId organisation = purpose.payer.organisation;
  const auto membership = TRY(registry::membership_between(in, job.person, organisation));
  question.membership_was_accepted_once = membership && membership->state == registry::MembershipState::ended;
  question.payer_blocked = TRY(registry::organisation(in, organisation)).blocked_as_payer;
  question.allowed_site_kinds = TRY(registry::allowed_site_kinds(in, organisation));
  question.budget_room = TRY(budget(in, organisation, now)).room;
  return {};
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

bool chooses_nothing(const Job& job) {
  return job.document == DocumentState::ready && !job.settings.page_ranges.empty() &&
         rules::chosen_pages(job.pages, job.settings.page_ranges).empty();
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

// The quote at this printer, when pages and prices are known.
Result<void> gather_price(store::Reader& in, const Job& job, Instant now, const std::optional<PriceVersions>& quoted,
                          Offer& offer, rules::Question& question) {
  const auto [tariff, plan] = TRY(prices(in, offer.printer->id, now, quoted));
  question.has_tariff = tariff && plan;
  if (!question.has_tariff || job.document != DocumentState::ready) return {};
  offer.tariff = tariff->id;
  offer.fee_plan = plan->id;
  const Pages pages = pages_of(job);
  offer.quote = rules::quote(pages, offer.settings, tariff->tariff, plan->plan);
  question.price = offer.quote->total();
  if (job.settings.color_mode != registry::ColorMode::monochrome) {
    registry::PrintSettings monochrome = offer.settings;
    monochrome.color_mode = registry::ColorMode::monochrome;
    question.price_monochrome = rules::quote(pages, monochrome, tariff->tariff, plan->plan).total();
  }
  return {};
}

}  // namespace

Result<Offer> make_offer(store::Reader& in, const Job& job, const std::optional<registry::Printer>& printer,
                         Instant now, const std::optional<PriceVersions>& quoted) {
  Offer offer;
  offer.printer = printer;
  rules::Question question;
  offer.settings = printer ? rules::settings_at(job.settings, printer->capabilities.color) : job.settings;
  question.settings = job.settings;
  question.no_pages_chosen = chooses_nothing(job);
  question.document = document_of(job);
  question.sender_unconfirmed = TRY(waits_for_confirmation(in, job));
  TRY(gather_payer(in, job, now, question));
  if (printer) {
    question.printer = printer;
    question.person_belongs_to_provider = TRY(belongs_to_provider(in, job.person, printer->provider));
    TRY(gather_price(in, job, now, quoted, offer, question));
  }
  offer.decision = rules::decide(question);
  return offer;
}

Result<std::vector<Offer>> make_offers(store::Reader& in, const Job& job, Instant now) {
  std::vector<Offer> offers;
  for (const registry::Printer& printer : TRY(registry::printers_for(in, job.person)))
    offers.push_back(TRY(make_offer(in, job, printer, now)));
  return offers;
}

}  // namespace tsuke::flow
