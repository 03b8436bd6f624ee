// Fifth stage: what the device says came out. Counts are cumulative; the largest is the truth, so that duplicates,
// reordering and late reports change nothing twice.
#pragma once

#include <optional>
#include <string>

#include "flow/job.h"

namespace tsuke::flow {

struct DeviceReport {
  std::optional<std::int64_t> impressions;             // job-impressions-completed
  std::optional<std::int64_t> monochrome_impressions;  // of job-impressions-completed-col, when the device splits
  std::optional<std::int64_t> color_impressions;
  std::optional<std::int64_t> sheets;  // job-media-sheets-completed
  enum class State { working, stopped, completed, aborted, cancelled } state = State::working;
  std::string reasons;  // output-device-job-state-reasons, space-separated, bounded
  std::string device;   // output-device-uuid of who reports: only who fetched the job is heard; empty: it does not say
};

// Impressions that the device does not split by colour count as the colour the job was printed in (a split that names
// one colour gives the rest of `impressions` to the other); sheets that it does not tell are derived from impressions
// and sides. An attempt ends with completed, aborted or cancelled; counts that come later are kept as evidence (they
// settle an unconfirmed job) but never change a settled charge. Fails with not_found for another printer's attempt,
// conflict ("not-fetched") before the device took it, not_permitted ("other-device") when another one did, malformed
// ("bad-report") for negative or absurd counts. Answers the attempt as it then is.
Result<Attempt> record_report(store::Transaction& in, PrinterId printer, std::int32_t device_number,
                              const DeviceReport& report, Instant now);

}  // namespace tsuke::flow
