// The printers that a person may see, compared for one job: what each asks, how far it is, whether it can and whether
// it is ready.
#pragma once

#include <optional>
#include <vector>

#include "flow/offer.h"
#include "registry/position.h"

namespace tsuke::flow {

struct ComparedOffer {
  Offer offer;
  bool favourite = false;
  std::optional<std::int64_t> distance_m;  // none: it is not known where the printer is, or where the person is
};

enum class OfferOrder {
  as_listed,
  price,       // the cheapest first, those without a price last
  distance,    // the nearest first, those somewhere last
  favourites,  // these first, and by price
};

struct Comparison {
  OfferOrder order = OfferOrder::as_listed;
  std::optional<registry::Position> near;  // where the person is: told with the question, kept nowhere
  std::optional<std::int64_t> within_m;    // needs `near`
  bool only_permitted = false;
  bool only_able = false;  // it has what the settings ask for
  bool only_ready = false;
  bool only_favourites = false;
};

// Switched on, served, and neither stopped nor silent.
bool is_ready(const registry::Printer& printer);

// Equals stay in the order in which printers are listed. `by` as in make_offers: stars are theirs.
Result<std::vector<ComparedOffer>> compare_offers(store::Reader& in, const Job& job, const Comparison& comparison,
                                                  Instant now, PersonId by = {});
// One of them; whether it passes the comparison's conditions is not asked.
Result<ComparedOffer> compared(store::Reader& in, const Job& job, Offer offer, const Comparison& comparison,
                               PersonId by = {});

}  // namespace tsuke::flow
