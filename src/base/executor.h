// Where work runs: the network loop, a pool for what blocks, or this thread now.
#pragma once

#include <functional>

namespace tsuke {

class Executor {
 public:
  virtual ~Executor() = default;
  // Runs the work later, in the order posted for a single-threaded executor. Never runs it before returning.
  virtual void post(std::function<void()> work) = 0;
};

}  // namespace tsuke
