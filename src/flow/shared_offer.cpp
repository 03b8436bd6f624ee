#include <algorithm>

#include "flow/metered.h"
#include "flow/offer_of_payer.h"

namespace tsuke::flow {

namespace {

using registry::PrintSettings;
using rules::Decision;

// One payer after the other: what one makes of the print, the next is asked about. Each may only make it cheaper, by
// one of two changes, so all have been asked about the same print after three rounds at most.
constexpr int rounds_max = 4;

struct Asking {
  store::Reader& in;
  const Job& job;
  const Split& split;
  const std::optional<registry::Printer>& printer;
  Instant now;
  const std::optional<PriceVersions>& quoted;
  PersonId by;
  bool metered = false;
};

Result<Offer> ask(const Asking& asking, std::size_t position, const std::optional<PrintSettings>& settings) {
  const rules::Share share{asking.split.weights(), position};
  const std::int64_t copies = asking.split.unit == Split::Unit::copies ? asking.split.total() : 0;
  const AskedPayer asked{asking.split.parts[position].purpose, settings, share, copies, asking.metered};
  return offer_of_payer(asking.in, asking.job, asked, asking.printer, asking.now, asking.quoted, asking.by);
}

void add_changes(const Decision& from, Offer& to) {
  for (const std::string& change : from.changes)
    if (std::find(to.decision.changes.begin(), to.decision.changes.end(), change) == to.decision.changes.end())
      to.decision.changes.push_back(change);
  if (!to.decision.quote_as_wished) to.decision.quote_as_wished = from.quote_as_wished;
}

// What every payer allows, and what was changed for that.
Result<PrintSettings> settle_settings(const Asking& asking, Offer& offer) {
  std::optional<PrintSettings> settings;
  for (int round = 0; round < rounds_max; ++round) {
    const auto before = settings;
    for (std::size_t position = 0; position < asking.split.parts.size(); ++position) {
      const Offer one = TRY(ask(asking, position, settings));
      add_changes(one.decision, offer);
      settings = one.settings;
    }
    if (before == settings) break;
  }
  return *settings;
}

std::size_t rank_of(const rules::Reason& reason) {
  const auto* const found = std::find(std::begin(rules::reason_codes), std::end(rules::reason_codes), reason.code);
  return static_cast<std::size_t>(found - std::begin(rules::reason_codes));
}

void add_reasons(const Decision& from, Decision& to) {
  for (const rules::Reason& reason : from.reasons) {
    const auto known = std::find_if(to.reasons.begin(), to.reasons.end(),
                                    [&](const rules::Reason& one) { return one.code == reason.code; });
    if (known == to.reasons.end()) {
      to.reasons.push_back(reason);
      continue;
    }
    for (const std::string& remedy : reason.remedies)
      if (std::find(known->remedies.begin(), known->remedies.end(), remedy) == known->remedies.end())
        known->remedies.push_back(remedy);
  }
  to.trace.insert(to.trace.end(), from.trace.begin(), from.trace.end());
}

// Whatever one refuses is refused; approval is asked for when nothing else is missing.
void conclude(Decision& all) {
  std::stable_sort(all.reasons.begin(), all.reasons.end(),
                   [](const rules::Reason& a, const rules::Reason& b) { return rank_of(a) < rank_of(b); });
  if (all.reasons.empty())
    all.outcome = all.changes.empty() ? rules::Outcome::permit : rules::Outcome::permit_with_changes;
  else
    all.outcome =
        all.reasons.front().code == "approval-needed" ? rules::Outcome::needs_approval : rules::Outcome::refuse;
}

Result<void> add_share(const Asking& asking, std::size_t position, const PrintSettings& settings, Offer& offer) {
  Offer one = TRY(ask(asking, position, settings));
  const Split::Part& part = asking.split.parts[position];
  OfferShare share;
  share.purpose = TRY(registry::purpose(asking.in, part.purpose));
  share.weight = part.weight;
  if (one.quote) share.amount = rules::Share{asking.split.weights(), position}.of(one.quote->total());
  share.spender = one.spender;
  share.budgets = std::move(one.budgets);
  add_reasons(one.decision, offer.decision);
  // Of several purposes, the one for which they may not act decides.
  if (position == 0 || one.decision.acting > offer.decision.acting) offer.decision.acting = one.decision.acting;
  offer.quote = offer.decision.quote = one.quote;
  offer.settings = offer.decision.settings = one.settings;
  offer.tariff = one.tariff;
  offer.fee_plan = one.fee_plan;
  share.decision = std::move(one.decision);
  offer.shares.push_back(std::move(share));
  return {};
}

}  // namespace

Result<Offer> make_shared_offer(store::Reader& in, const Job& job, const Split& split,
                                const std::optional<registry::Printer>& printer, Instant now,
                                const std::optional<PriceVersions>& quoted, PersonId by) {
  std::vector<PurposeId> purposes;
  for (const Split::Part& part : split.parts) purposes.push_back(part.purpose);
  auto trials = TRY(trials_covering(in, purposes, printer, now));
  const Asking asking{in, job, split, printer, now, quoted, by, !trials.empty()};
  Offer offer;
  offer.trials = std::move(trials);
  offer.printer = printer;
  offer.split = split;
  const PrintSettings settings = TRY(settle_settings(asking, offer));
  for (std::size_t position = 0; position < split.parts.size(); ++position)
    TRY(add_share(asking, position, settings, offer));
  conclude(offer.decision);
  return offer;
}

}  // namespace tsuke::flow
