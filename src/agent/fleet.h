// Every printer of one agent program. Each has an agent with threads, connections and a journal of its own, so that one
// printer's trouble is nobody else's.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "agent/agent.h"
#include "agent/state.h"

namespace tsuke::agent {

// Makes the agents of what is enrolled, of each enrolment once.
class Opener {
 public:
  Opener(State state, AgentOptions options) : state_(std::move(state)), options_(std::move(options)) {}

  // The agents of those enrolments that are new since the last call and can be served, at most printers_max in all; the
  // others are logged, and tried again with the next call. Threads: at most 2 + jobs_at_once for each printer, and
  // fewer jobs at once where there are many printers. Fails with not_found ("no-printer") when there is no enrolment,
  // with the first one's error when none was opened by now.
  Result<std::vector<std::unique_ptr<Agent>>> open_new();
  const State& state() const { return state_; }

 private:
  State state_;
  AgentOptions options_;
  std::set<std::string> opened_;  // files
};

class Fleet {
 public:
  explicit Fleet(std::vector<std::unique_ptr<Agent>> agents) : agents_(std::move(agents)) {}

  // From any thread: they serve, too, while run() does.
  void add(std::vector<std::unique_ptr<Agent>> agents);
  // Returns after stop(), when the last of them has ended.
  void run();
  // From any thread, also before run().
  void stop();

 private:
  void start(Agent& agent);

  std::mutex mutex_;
  std::condition_variable stopped_;
  bool running_ = false, stopping_ = false;
  std::vector<std::unique_ptr<Agent>> agents_;
  std::vector<std::thread> threads_;
};

}  // namespace tsuke::agent
