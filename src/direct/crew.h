// Threads for what waits: one is made when there is work and none is free, up to a bound, and it goes when there is
// nothing left. Nothing to do costs nothing.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>

#include "base/executor.h"
#include "base/time.h"

namespace tsuke::direct {

class Crew : public Executor {
 public:
  explicit Crew(int threads_max) : threads_max_(threads_max) {}
  ~Crew() override;  // drops what waits, and waits for what runs

  void post(std::function<void()> work) override;
  // Drops what has not begun. Work that is posted afterwards is dropped, too.
  void close();
  // True when nothing runs any more.
  bool wait(Duration at_most);

 private:
  void run();

  const int threads_max_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> queue_;
  int threads_ = 0;
  bool closed_ = false;
};

}  // namespace tsuke::direct
