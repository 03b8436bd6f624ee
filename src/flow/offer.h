// What this job would cost at this printer, and whether it may be printed there: facts gathered from the rows, given to
// the pure rules. The same function serves advice, display and the binding decision.
#pragma once

#include <optional>
#include <vector>

#include "flow/budget/applying.h"
#include "flow/job.h"
#include "flow/split.h"
#include "registry/printers.h"
#include "registry/trials.h"
#include "rules/permit.h"
#include "rules/price_book.h"
#include "rules/quote.h"

namespace tsuke::flow {

// One payer's part of an offer that several share.
struct OfferShare {
  registry::Purpose purpose;  // by which it pays
  std::int64_t weight = 0;
  std::optional<Money> amount;  // of the quote
  rules::Decision decision;     // this payer's
  Spender spender;
  std::vector<Budget> budgets;
};

struct Offer {
  std::optional<registry::Printer> printer;
  registry::PrintSettings settings;  // as this printer prints them and the payer allows: what a release freezes
  rules::Decision decision;
  std::optional<rules::Quote> quote;  // none while pages are unknown or there is no tariff
  TariffId tariff;
  FeePlanId fee_plan;
  Spender spender;              // for whose account, as the release freezes it
  std::vector<Budget> budgets;  // that apply to it, the widest first
  // What the person would pay themselves: exists when the budget alone stands in the way, and they let this purpose's
  // jobs fall to them.
  std::optional<Money> overflow;
  // Where several pay: each of them; the decision is then of all together, and spender and budgets are theirs.
  Split split;
  std::vector<OfferShare> shares;
  // The trial that covers each payer, in their order. None unless every payer is covered: then nothing is charged, and
  // no budget is asked.
  std::vector<registry::Trial> trials;
  bool metered() const { return !trials.empty(); }
};
// When the first of its trials ends.
Instant not_charged_until(const Offer& offer);

// Of what was quoted once, in place of what is in force now.
struct PriceVersions {
  TariffId tariff;
  FeePlanId fee_plan;
};

// Without a printer only what does not depend on one is decided (advice at submission). `by` is who acts, when that is
// not the job's person.
Result<Offer> make_offer(store::Reader& in, const Job& job, const std::optional<registry::Printer>& printer,
                         Instant now, const std::optional<PriceVersions>& quoted = {}, PersonId by = {});
// One per printer that the person may see; where another one acts, that they may see, too.
Result<std::vector<Offer>> make_offers(store::Reader& in, const Job& job, Instant now, PersonId by = {});

}  // namespace tsuke::flow
