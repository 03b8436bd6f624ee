// Who did what to whom, when, and what it changed: an append-only list whose rows carry one another's hash. Whoever
// changes money, prints or rules by hand writes here in the same transaction.
#pragma once

#include <string>
#include <vector>

#include "base/ids.h"
#include "base/json.h"
#include "base/time.h"
#include "platform/store/store.h"

namespace tsuke::flow {

struct Audited {
  std::int64_t seq = 0;
  Instant at{};
  PersonId actor;          // none: the service itself, by its rules
  std::string actor_name;  // read only
  std::string act;         // "reassign", "refund", "settle", "set-contract", …
  std::string subject;     // "job:4711", "provider:2", …
  Json was, became;        // a summary of before and after; null where there is none
};

// Appends; seq and hash are given here. The hash is SHA-256 over
//   seq|at|actor|hex of the hash before|act|subject|was|became
// numbers in decimal, texts each with their length in bytes and a colon before them, so that none can pass for another.
Result<void> audit(store::Transaction& in, const Audited& entry);
// Newest first; `before` is the last seq of the page before (0: from the newest). An empty subject is every subject.
Result<std::vector<Audited>> audited(store::Reader& in, std::string_view subject, std::int64_t before, int limit);

}  // namespace tsuke::flow
