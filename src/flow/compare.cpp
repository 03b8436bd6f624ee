#include "flow/compare.h"

#include <algorithm>
#include <tuple>

#include "registry/favourites.h"

namespace tsuke::flow {

namespace {

bool is_able(const rules::Decision& decision) {
  return std::none_of(decision.reasons.begin(), decision.reasons.end(),
                      [](const rules::Reason& reason) { return reason.code == "printer-not-able"; });
}

bool passes(const ComparedOffer& compared, const Comparison& wanted) {
  const Offer& offer = compared.offer;
  if (wanted.only_permitted && !offer.decision.permitted()) return false;
  if (wanted.only_able && !is_able(offer.decision)) return false;
  if (wanted.only_ready && !is_ready(*offer.printer)) return false;
  if (wanted.only_favourites && !compared.favourite) return false;
  return !wanted.within_m || (compared.distance_m && *compared.distance_m <= *wanted.within_m);
}

// Prices in different currencies are not compared: each currency's stand together.
auto price_key(const ComparedOffer& compared) {
  const auto& quote = compared.offer.quote;
  const Money total = quote ? quote->total() : Money{};
  return std::tuple(!quote, total.currency, total.amount_minor);
}

auto distance_key(const ComparedOffer& compared) {
  return std::pair(!compared.distance_m, compared.distance_m.value_or(0));
}

bool comes_before(const ComparedOffer& a, const ComparedOffer& b, OfferOrder order) {
  switch (order) {
    case OfferOrder::as_listed: return false;
    case OfferOrder::price: return price_key(a) < price_key(b);
    case OfferOrder::distance: return distance_key(a) < distance_key(b);
    case OfferOrder::favourites:
      if (a.favourite != b.favourite) return a.favourite;
      return price_key(a) < price_key(b);
  }
  return false;
}

Result<ComparedOffer> placed(store::Reader& in, Offer offer, const std::set<PrinterId>& favourites,
                             const std::optional<registry::Position>& near) {
  ComparedOffer compared{std::move(offer), false, {}};
  const registry::Printer& printer = *compared.offer.printer;
  compared.favourite = favourites.contains(printer.id);
  if (!near) return compared;
  const registry::Site site = TRY(registry::site(in, printer.site));
  if (site.position) compared.distance_m = registry::distance_m(*near, *site.position);
  return compared;
}

}  // namespace

bool is_ready(const registry::Printer& printer) {
  return printer.switched_on && printer.enrolled && (printer.state == "idle" || printer.state == "processing");
}

Result<ComparedOffer> compared(store::Reader& in, const Job& job, Offer offer, const Comparison& comparison,
                               PersonId by) {
  assert(offer.printer.has_value());
  const auto favourites = TRY(registry::favourites(in, by.exists() ? by : job.person));
  return placed(in, std::move(offer), favourites, comparison.near);
}

Result<std::vector<ComparedOffer>> compare_offers(store::Reader& in, const Job& job, const Comparison& comparison,
                                                  Instant now, PersonId by) {
  TRY(registry::check_position(comparison.near));
  const auto favourites = TRY(registry::favourites(in, by.exists() ? by : job.person));
  std::vector<ComparedOffer> all;
  for (Offer& offer : TRY(make_offers(in, job, now, by))) {
    ComparedOffer compared = TRY(placed(in, std::move(offer), favourites, comparison.near));
    if (passes(compared, comparison)) all.push_back(std::move(compared));
  }
  std::stable_sort(all.begin(), all.end(), [&](const ComparedOffer& a, const ComparedOffer& b) {
    return comes_before(a, b, comparison.order);
  });
  return all;
}

}  // namespace tsuke::flow
