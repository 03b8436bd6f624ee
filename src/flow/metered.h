// Prints in a trial (registry/trials.h): they are asked for, printed and counted like all others, and nothing of them
// is authorised, reserved, posted or owed. Rows beside the charge say what it would have cost.
#pragma once

#include <optional>
#include <vector>

#include "flow/shares.h"
#include "registry/printers.h"
#include "registry/trials.h"

namespace tsuke::flow {

// The trial that covers each of these purposes' payers at that printer, in their order; none when one of them is not
// covered, or without a printer.
Result<std::vector<registry::Trial>> trials_covering(store::Reader& in, const std::vector<PurposeId>& purposes,
                                                     const std::optional<registry::Printer>& printer, Instant now);

// One for the whole at position 0, and one for each share from 1 on, as in charge_share. A share names its own trial;
// the whole of what is shared names none.
struct MeteredLine {
  int position = 0;
  TrialId trial;
  bool counts_print = false;  // in the sums of its trial: of a print whose shares are of one trial, the first alone
  registry::Payer payer;
  DepartmentId department;
  CostCentreId cost_centre;
  Money authorised;  // what would have been
};
// Of the job's newest release: what was written of an earlier one is replaced. Without lines it is charged as usual.
Result<void> write_metered(store::Transaction& in, JobId job, const std::vector<MeteredLine>& lines);
Result<void> write_would_be(store::Transaction& in, JobId job, int position, const Amounts& amounts);

// "not-charged": whoever wants back, moves or shares what was never owed.
Error never_charged();

}  // namespace tsuke::flow
