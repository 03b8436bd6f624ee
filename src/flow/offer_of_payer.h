// The decision for one payer of a job: all of it, or its share. Not for other folders: make_offer() asks every payer.
#pragma once

#include "flow/offer.h"

namespace tsuke::flow {

struct AskedPayer {
  PurposeId purpose;                                // by which this payer pays
  std::optional<registry::PrintSettings> settings;  // as the payers asked before allow; none: as wished
  std::optional<rules::Share> share;
  std::int64_t copies_shared = 0;  // rules::Question
  bool metered = false;            // nothing is charged: its budgets are not asked
};
Result<Offer> offer_of_payer(store::Reader& in, const Job& job, const AskedPayer& asked,
                             const std::optional<registry::Printer>& printer, Instant now,
                             const std::optional<PriceVersions>& quoted, PersonId by);

// Every payer of the split is asked for its part. It is permitted when all permit.
Result<Offer> make_shared_offer(store::Reader& in, const Job& job, const Split& split,
                                const std::optional<registry::Printer>& printer, Instant now,
                                const std::optional<PriceVersions>& quoted, PersonId by);

}  // namespace tsuke::flow
