// What is known about a print: what the device said and when, what it did around that time, whether its agent was
// alive. For whoever decides; without the person, the payer and the document.
#pragma once

#include <vector>

#include "flow/job.h"

namespace tsuke::flow {

struct SaidByDevice {
  std::string source;  // "printer:7", "operator:3" for a person's word
  Instant received_at{};
  Usage counts;
  std::string state;  // "working", "completed", …, "by-hand"
};
struct PrintNearby {
  AttemptId attempt;
  Instant released_at{};
  AttemptResult result = AttemptResult::none;
  std::int64_t expected_impressions = 0;
  Usage counts;
};

struct Evidence {
  JobId job;
  ChargeState charge = ChargeState::reserved;
  std::vector<Attempt> attempts;   // the first first
  std::vector<SaidByDevice> said;  // of the charge's attempt
  // The same printer's attempts from a day before to a day after, at most twenty of each.
  std::vector<PrintNearby> before, after;
  Instant heard_before{};        // the last word of any kind about a print there before the attempt's end; 0: none
  Instant heard_after{};         // the first after it
  bool agent_was_alive = false;  // the printer sent something between release and end
  std::string printer_state;     // now
  std::vector<std::string> printer_reasons;
  Instant printer_seen_at{};
};
Result<Evidence> evidence(store::Reader& in, JobId job);  // not_found when nothing was released

}  // namespace tsuke::flow
