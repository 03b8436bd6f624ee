// Waiting that stop() cuts short.
#pragma once

#include <condition_variable>
#include <mutex>

#include "printing/sides.h"

namespace tsuke::printing {

class StoppablePatience : public Patience {
 public:
  Duration now() override { return monotonic_now(); }
  bool wait(Duration how_long) override {
    std::unique_lock lock(mutex_);
    return !stopped_.wait_for(lock, std::chrono::microseconds(how_long.micros), [this] { return stopping_; });
  }
  bool stopping() override {
    const std::lock_guard lock(mutex_);
    return stopping_;
  }
  // From any thread.
  void stop() {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    stopped_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable stopped_;
  bool stopping_ = false;
};

}  // namespace tsuke::printing
