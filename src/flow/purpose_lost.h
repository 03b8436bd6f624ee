// A job whose purpose can be used no more, since its person has left the payer, or one of those that share it: it waits
// for another purpose, and says why. What the row says is for the job's person alone.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "flow/job.h"

namespace tsuke::flow {

struct PurposeLost {
  std::string reason;  // a reason code of the decision: "membership-ended"
  OrganisationId organisation;
  std::string organisation_name;  // both names as they were
  std::string purpose_name;
  std::string part_name;  // of the part that lost its payer, where several share the purpose; empty: it is not shared
  Instant at{};
};

// Nothing for a job that has a purpose, or never had one, without asking the database for most.
Result<std::optional<PurposeLost>> purpose_lost(store::Reader& in, const Job& job);

// Whether nothing more may be printed under it: its payer's membership has ended, and was not asked for again.
bool is_lost(const registry::Purpose& purpose);
// The purpose that is lost of those that pay for a print under this one: itself, or the first part of it. None: all is
// well.
Result<std::optional<registry::Purpose>> lost_of(store::Reader& in, const registry::Purpose& purpose);
// The same for one job, which may be shared otherwise than its purpose.
Result<std::optional<registry::Purpose>> lost_of(store::Reader& in, const Job& job);
// Notes of a job without a purpose which one it would have had, and which of those that pay under it is lost.
Result<void> note_purpose_lost(store::Transaction& in, JobId job, const registry::Purpose& purpose,
                               const registry::Purpose& lost, Instant now);
// Takes the purpose from an open job that is not in print, and how it was to be shared: it becomes purpose-needed.
Result<void> lose_purpose(store::Transaction& in, Job job, const registry::Purpose& lost, Instant now);
// Holds a job again that was away (at a printer, or with an approver): under its purpose, or for want of one.
Result<void> hold_again(store::Transaction& in, const Job& job, Instant now);

// The parts "leave" and "lost_part": after the flow's own.
std::vector<store::Migration> leave_migrations();

}  // namespace tsuke::flow
