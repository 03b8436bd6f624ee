// Wakes a stage of the flow: runs its work on a pool, never twice at once, and again when it was woken meanwhile.
#pragma once

#include <functional>
#include <mutex>

#include "base/executor.h"

namespace tsuke::app {

class Stage {
 public:
  // The work reads what there is to do and does it; it returns when there is nothing left. It may not throw.
  Stage(Executor& pool, std::function<void()> work) : pool_(pool), work_(std::move(work)) {}

  // From any thread. After it returns the work runs at least once from its beginning.
  void wake();
  // No further runs; waits for nothing. The pool must be joined before the stage is destroyed.
  void stop();

 private:
  void run();

  Executor& pool_;
  std::function<void()> work_;
  std::mutex mutex_;
  enum class State { idle, scheduled, running, again, stopped } state_ = State::idle;
};

}  // namespace tsuke::app
