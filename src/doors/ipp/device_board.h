// What a device waits for, and what its calls tell of its agent.
#pragma once

#include <string>
#include <vector>

#include "doors/ipp/notice_board.h"
#include "flow/job.h"

namespace tsuke::ippdoor {

// One per printer that has called. It hears of its attempts: "job-fetchable", "job-state-changed", by device number.
class DeviceBoard : public NoticeBoard {
 public:
  DeviceBoard(doors::Service& service, PrinterId printer);

  // Says in the rows that the agent is alive, at most once a minute; no answer waits for it.
  void note_presence();

 private:
  // An agent that serves the printer again (topic "direct") subscribes anew, as after a restart: then it says how the
  // printer is, which was not heard before, and asks for what waits.
  void hear(const store::Event& event) override;

  PrinterId printer_;
  Instant present_at_{};
};

// The words in which a device's queue says how an attempt stands.
std::int32_t attempt_job_state(const flow::Attempt& attempt);
std::vector<std::string> attempt_job_reasons(const flow::Attempt& attempt);

}  // namespace tsuke::ippdoor
