// Every printer of one agent program. Each has an agent with threads, connections and a journal of its own, so that one
// printer's trouble is nobody else's.
#pragma once

#include <memory>
#include <vector>

#include "agent/agent.h"
#include "agent/state.h"

namespace tsuke::agent {

// The agents of all enrolments that can be served, at most printers_max; the others are logged and left out. Threads:
// at most 2 + jobs_at_once for each printer, and fewer jobs at once where there are many printers. Fails with not_found
// ("no-printer") when there is no enrolment, with the first one's error when none can be served.
Result<std::vector<std::unique_ptr<Agent>>> open_fleet(const State& state, const AgentOptions& options);

class Fleet {
 public:
  explicit Fleet(std::vector<std::unique_ptr<Agent>> agents) : agents_(std::move(agents)) {}

  // Returns after stop(), when the last of them has ended.
  void run();
  // From any thread, also before run().
  void stop();

 private:
  std::vector<std::unique_ptr<Agent>> agents_;
};

}  // namespace tsuke::agent
