#include "app/stage.h"

namespace tsuke::app {

void Stage::wake() {
  const std::lock_guard lock(mutex_);
  if (state_ == State::running) state_ = State::again;
  if (state_ != State::idle) return;
  state_ = State::scheduled;
  pool_.post([this] { run(); });
}

void Stage::stop() {
  const std::lock_guard lock(mutex_);
  state_ = State::stopped;
}

void Stage::run() {
  for (;;) {
    {
      const std::lock_guard lock(mutex_);
      if (state_ == State::stopped) return;
      state_ = State::running;
    }
    work_();
    const std::lock_guard lock(mutex_);
    if (state_ == State::again) continue;
    if (state_ == State::running) state_ = State::idle;
    return;
  }
}

}  // namespace tsuke::app
