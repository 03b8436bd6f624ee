// A device's words about itself and about an attempt, written to the rows.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "flow/deliver/delivery.h"
#include "flow/report/report.h"
#include "platform/ipp/message.h"
#include "registry/printers.h"

namespace tsuke::devices {

// Values that the standard does not know (one proxy sends 1) say nothing.
flow::DeviceReport::State state_of(std::int32_t job_state);
// Keywords as a report keeps them: space-separated, bounded.
std::string joined(const std::vector<std::string>& words);

// The printer's own attributes: state, reasons, abilities, supplies; what is absent stays as it is known. Fails as
// registry::device_reported().
Result<void> described(store::Transaction& in, PrinterId printer, const ipp::Group& told, Instant now);

// flow::record_report(), less the blank sides between copies, which are not printed ones.
Result<flow::Attempt> printed(store::Transaction& in, PrinterId printer, std::int32_t number, flow::DeviceReport report,
                              Instant now);

// An attempt, and how its document would go to the printer as that is now; none when it cannot.
struct Planned {
  flow::Attempt attempt;
  std::optional<flow::Delivery> delivery;
};
Result<Planned> with_plan(store::Reader& in, PrinterId printer, flow::Attempt attempt);

// The end of an attempt whose document cannot be made for its device: nothing is charged, the job is held again, and
// its owner is told why.
flow::DeviceReport not_made(const Error& why);

}  // namespace tsuke::devices
