#include "printing/job.h"

#include <algorithm>

#include "platform/ipp/codes.h"

namespace tsuke::printing {
namespace {

void raise(std::optional<std::int32_t>& count, std::optional<std::int32_t> seen) {
  if (seen && *seen >= 0) count = std::max(count.value_or(0), *seen);
}

}  // namespace

bool is_final(std::int32_t state) { return state >= ipp::job_state::canceled; }

std::string name_at_printer(const Ticket& ticket) {
  const std::string id = std::to_string(ticket.id);
  if (ticket.name.empty()) return "tsuke-" + id;
  return ticket.name.ends_with("-" + id) ? ticket.name : ticket.name + "-" + id;
}

std::int32_t sheets_of(std::int32_t impressions, const Ticket& ticket) {
  if (!ticket.sides.starts_with("two-sided")) return impressions;
  const std::int32_t per_copy = ticket.copies > 1 && ticket.impressions > 0 ? ticket.impressions : impressions;
  if (per_copy <= 0) return 0;
  const std::int32_t whole = impressions / per_copy, rest = impressions % per_copy;
  return whole * (per_copy / 2 + per_copy % 2) + rest / 2 + rest % 2;
}

void absorb(Progress& progress, const DeviceJob& seen, const Ticket& ticket) {
  progress.state = seen.state;
  progress.reasons = seen.reasons;
  Counts& counts = progress.counts;
  raise(counts.impressions, seen.impressions);
  if (seen.sheets && counts.sheets_derived) counts = {counts.impressions, {}, false};
  raise(counts.sheets, seen.sheets);
  if (counts.impressions && (!counts.sheets || counts.sheets_derived)) {
    counts.sheets_derived = true;
    raise(counts.sheets, sheets_of(*counts.impressions, ticket));
  }
}

}  // namespace tsuke::printing
