// A job whose purpose can be used no more, since its person has left the payer: it waits for another purpose, and says
// why. What the row says is for the job's person alone.
#pragma once

#include <optional>
#include <string>

#include "flow/job.h"

namespace tsuke::flow {

struct PurposeLost {
  std::string reason;  // a reason code of the decision: "membership-ended"
  OrganisationId organisation;
  std::string organisation_name;  // both names as they were
  std::string purpose_name;
  Instant at{};
};

// Nothing for a job that has a purpose, or never had one, without asking the database for most.
Result<std::optional<PurposeLost>> purpose_lost(store::Reader& in, const Job& job);

// Whether nothing more may be printed under it: its payer's membership has ended, and was not asked for again.
bool is_lost(const registry::Purpose& purpose);
// Notes of a job without a purpose which one it would have had.
Result<void> note_purpose_lost(store::Transaction& in, JobId job, const registry::Purpose& purpose, Instant now);
// Takes the purpose from an open job that is not in print: it becomes purpose-needed.
Result<void> lose_purpose(store::Transaction& in, Job job, const registry::Purpose& purpose, Instant now);
// Holds a job again that was away (at a printer, or with an approver): under its purpose, or for want of one.
Result<void> hold_again(store::Transaction& in, const Job& job, Instant now);

// The part "leave": after the flow's own.
store::Migration leave_migration();

}  // namespace tsuke::flow
