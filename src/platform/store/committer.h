// The one thread that writes: it takes all writes that queued up, and commits them together.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <span>
#include <thread>

#include "platform/store/backend.h"

namespace tsuke::store {

class Committer {
 public:
  explicit Committer(std::unique_ptr<Connection> connection);
  ~Committer();  // finishes what was handed in, then joins

  void hand_in(Store::WriteFunction function, Store::WriteDone done);
  void before_commit(std::function<Result<void>()> hook);
  void after_commit(std::function<void(const std::vector<Event>&)> listener);
  Store::Counters counters() const;
  bool runs_on_this_thread() const { return std::this_thread::get_id() == thread_.get_id(); }

 private:
  struct Write {
    Store::WriteFunction function;
    Store::WriteDone done;
    Result<void> result;
  };

  void run();
  bool take_group();
  void serve_group();
  void commit(std::span<Write> writes);
  void commit_one_by_one(std::span<Write> writes);
  Result<void> try_commit(std::span<Write> writes);
  Result<std::vector<Event>> perform(std::span<Write> writes);
  static void fail_all(std::span<Write> writes, const Error& error);

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Write> queue_;
  std::function<Result<void>()> hook_;
  std::function<void(const std::vector<Event>&)> listener_;
  Store::Counters counters_;
  bool stopping_ = false;

  // Of the committer's thread alone.
  std::unique_ptr<Connection> connection_;
  std::vector<Write> group_;
  std::vector<Event> published_;
  std::function<Result<void>()> hook_now_;
  std::function<void(const std::vector<Event>&)> listener_now_;

  std::thread thread_;
};

}  // namespace tsuke::store
