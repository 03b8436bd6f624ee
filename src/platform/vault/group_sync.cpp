#include "platform/vault/group_sync.h"

#include <unistd.h>

#include <cerrno>

namespace tsuke::vault {

GroupSync::~GroupSync() { ::close(folder_descriptor_); }

void GroupSync::mark(std::shared_ptr<File> file) {
  const std::lock_guard lock(mutex_);
  marked_.insert(std::move(file));
}

void GroupSync::mark_folder() {
  const std::lock_guard lock(mutex_);
  folder_marked_ = true;
}

Result<void> GroupSync::sync() {
  std::unique_lock lock(mutex_);
  const std::int64_t needed = started_ + 1;
  while (ended_ < needed) {
    if (running_) {
      round_ended_.wait(lock);
      continue;
    }
    Result<void> outcome = run_round(lock);
    if (!outcome.ok()) {
      last_failed_ = started_;
      last_error_ = outcome.take_error();
    }
    ended_ = started_;
    running_ = false;
    round_ended_.notify_all();
  }
  // A later round's failure may be blamed on an earlier one: a false alarm is safe, silence is not.
  if (last_failed_ >= needed) return last_error_;
  return {};
}

std::int64_t GroupSync::rounds() const {
  const std::lock_guard lock(mutex_);
  return ended_;
}

Result<void> GroupSync::run_round(std::unique_lock<std::mutex>& lock) {
  running_ = true;
  ++started_;
  const auto files = std::exchange(marked_, {});
  const bool folder = std::exchange(folder_marked_, false);
  lock.unlock();
  Result<void> outcome = folder ? sync_folder() : Result<void>{};
  for (const auto& file : files) {
    Result<void> synced = file->sync();
    if (!synced.ok()) outcome = std::move(synced);
  }
  lock.lock();
  return outcome;
}

Result<void> GroupSync::sync_folder() {
  if (disk_.sync_folder(folder_descriptor_) == 0) return {};
  const int problem = errno;
  mark_folder();  // names are kept by the journal: asking again is honest
  return disk_error(problem, "syncing the folder");
}

}  // namespace tsuke::vault
