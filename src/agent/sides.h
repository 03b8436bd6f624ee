// The device queue at the service as the agent uses it: what printing needs of it, and the news that it gives.
#pragma once

#include "printing/sides.h"

namespace tsuke::agent {

using namespace printing;  // the agent is a program around it

struct Event {
  std::string keyword;  // job-fetchable, job-state-changed
  std::int32_t job_id = 0;
  std::int32_t job_state = 0;
  std::int32_t sequence = 0;
};

// All calls block; they fail as those of Service do.
class InfraService : public Service {
 public:
  virtual Result<std::int32_t> subscribe() = 0;
  virtual Result<void> unsubscribe(std::int32_t subscription) = 0;
  // Waits at the server for events of this sequence number and later. Fails with gone when the subscription has ended.
  virtual Result<std::vector<Event>> wait_for_events(std::int32_t subscription, std::int32_t sequence) = 0;
  virtual Result<std::vector<std::int32_t>> fetchable_jobs() = 0;
  // Job ids and states that this agent still works on, after a restart.
  virtual Result<void> report_active(const std::vector<std::pair<std::int32_t, std::int32_t>>& jobs) = 0;
  // From another thread: ends the waiting call, for good.
  virtual void cancel() = 0;
};

}  // namespace tsuke::agent
