#include "direct/crew.h"

#include <system_error>
#include <thread>

#include "base/log.h"

namespace tsuke::direct {

Crew::~Crew() {
  close();
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return threads_ == 0; });
}

void Crew::post(std::function<void()> work) {
  const std::lock_guard lock(mutex_);
  if (closed_) return;
  queue_.push_back(std::move(work));
  if (threads_ >= threads_max_) return;
  try {
    std::thread([this] { run(); }).detach();
    ++threads_;
  } catch (const std::system_error& error) {  // the next work tries again
    log::error("no-thread", {{"what", error.what()}});
  }
}

void Crew::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  queue_.clear();
}

bool Crew::wait(Duration at_most) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, std::chrono::microseconds(at_most.micros), [this] { return threads_ == 0; });
}

// The last word of a thread is said under the lock: whoever waits for it cannot go before it has been said.
void Crew::run() {
  std::unique_lock lock(mutex_);
  while (!queue_.empty()) {
    const auto work = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    work();
    lock.lock();
  }
  --threads_;
  changed_.notify_all();
}

}  // namespace tsuke::direct
