// One sync for all who ask at the same time.
//
// Each round takes every file marked since the last one. A caller needs a round that starts after its call: it runs
// that round itself when none is running, else it waits. So n callers cost two rounds at most.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "base/result.h"
#include "platform/vault/file.h"

namespace tsuke::vault {

class GroupSync {
 public:
  // `folder_descriptor` is owned from now on.
  GroupSync(Disk& disk, int folder_descriptor) : disk_(disk), folder_descriptor_(folder_descriptor) {}
  ~GroupSync();

  // The next round syncs this file. Call it after the bytes are written.
  void mark(std::shared_ptr<File> file);
  // The next round syncs the folder: a file was made in it.
  void mark_folder();

  // What was marked before this call is on the disk when it succeeds. Fails with unavailable; what that round covered
  // is then never reported as durable: its file is distrusted (see File::sync).
  Result<void> sync();
  std::int64_t rounds() const;

 private:
  Result<void> run_round(std::unique_lock<std::mutex>& lock);
  Result<void> sync_folder();

  Disk& disk_;
  const int folder_descriptor_;
  mutable std::mutex mutex_;
  std::condition_variable round_ended_;
  std::set<std::shared_ptr<File>> marked_;
  bool folder_marked_ = false;
  bool running_ = false;
  std::int64_t started_ = 0;  // rounds
  std::int64_t ended_ = 0;
  std::int64_t last_failed_ = 0;
  Error last_error_;
};

}  // namespace tsuke::vault
