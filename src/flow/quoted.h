// A price that holds: what a person was quoted for a job at a printer is what they pay at most, when the job is
// released there in time, whatever the provider or the operator publish meanwhile. The quote is a signed text in the
// hands of who asked; no row is kept of it. Signed are the job, the printer, the versions of tariff and fee plan, the
// cap, the end of its time, and a digest of everything else that the price was made of.
#pragma once

#include <string>
#include <string_view>

#include "flow/offer.h"

namespace tsuke::flow {

inline constexpr Duration quote_lasts = minutes(15);

struct QuotedPrice {
  std::string token;  // what to release with
  Instant valid_until{};
};

// Signs what was offered. None where nothing is priced.
Result<std::optional<QuotedPrice>> quoted(store::Reader& in, const Job& job, const Offer& offer, Instant now);

// The offer at the quoted prices. Fails with malformed ("bad-quote": not our signature, or for another job or printer),
// conflict ("quote-expired"; "quote-void": the job, its purpose or payer, or what the printer can do have changed
// since).
Result<Offer> make_quoted_offer(store::Reader& in, const Job& job, const registry::Printer& printer, Instant now,
                                std::string_view token, PersonId by = {});

}  // namespace tsuke::flow
