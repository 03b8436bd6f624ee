// Somebody who pays, or the person who printed, says that a line is wrong: the operator looks at the evidence and
// decides.
#pragma once

#include <optional>
#include <vector>

#include "flow/amend/refund.h"

namespace tsuke::flow {

using DisputeId = Id<struct DisputeTag>;

enum class DisputeState { open, stands, refunded, reassigned, withdrawn };
std::string_view to_string(DisputeState state);

struct Dispute {
  DisputeId id;
  JobId job;
  PersonId opened_by;
  std::string opened_by_name;
  registry::Payer for_payer;  // whose line it is called wrong for
  std::string words;
  Instant opened_at{};
  DisputeState state = DisputeState::open;
  PersonId decided_by;
  Instant decided_at{};
  std::string note;
};

// By the job's person, or by an accountant or admin of the organisation that pays it. Fails: not_found (also for
// others), conflict ("not-charged", "dispute-too-late", "dispute-open"), malformed ("bad-words": 1 to 200 characters).
Result<Dispute> open_dispute(store::Transaction& in, JobId job, PersonId by, const std::string& words, Instant now);
Result<void> withdraw_dispute(store::Transaction& in, DisputeId id, PersonId by, Instant now);

// By the operator. A refund is of the quantity (none: all that is left) for the cause; a reassignment goes to the
// person's own purse: nobody else is made to pay by a third party's word. Fails: not_found, conflict ("dispute-closed",
// "no-private-purpose": it is private already, or the person has no private purpose), malformed ("bad-resolution", and
// as the refund).
struct Resolution {
  DisputeState to = DisputeState::stands;  // stands, refunded, reassigned
  std::optional<Quantity> quantity;
  std::string cause;
  std::string note;  // 1 to 200 characters: why
};
Result<Dispute> resolve_dispute(store::Transaction& in, DisputeId id, const Resolution& resolution, PersonId by,
                                Instant now);

Result<Dispute> dispute(store::Reader& in, DisputeId id);  // not_found
Result<std::vector<Dispute>> open_disputes(store::Reader& in, int limit);
Result<std::vector<Dispute>> disputes_of(store::Reader& in, JobId job);

}  // namespace tsuke::flow
