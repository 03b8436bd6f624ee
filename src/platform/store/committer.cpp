#include "platform/store/committer.h"

#include "base/log.h"
#include "base/time.h"
#include "platform/store/group_transaction.h"

namespace tsuke::store {
namespace {

constexpr std::size_t group_writes_max = 1000;
// Someone else's commit is behind each repeat, so the others advance while we wait; this bounds bad luck.
constexpr int repeats_max = 100;

bool all_failed(const auto& writes) {
  for (const auto& write : writes)
    if (write.result.ok()) return false;
  return true;
}

}  // namespace

Committer::Committer(std::unique_ptr<Connection> connection)
    : connection_(std::move(connection)), thread_([this] { run(); }) {}

Committer::~Committer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void Committer::hand_in(Store::WriteFunction function, Store::WriteDone done) {
  {
    const std::lock_guard lock(mutex_);
    queue_.push_back({std::move(function), std::move(done), {}});
  }
  wake_.notify_one();
}

void Committer::before_commit(std::function<Result<void>()> hook) {
  const std::lock_guard lock(mutex_);
  hook_ = std::move(hook);
}

void Committer::after_commit(std::function<void(const std::vector<Event>&)> listener) {
  const std::lock_guard lock(mutex_);
  listener_ = std::move(listener);
}

Store::Counters Committer::counters() const {
  const std::lock_guard lock(mutex_);
  return counters_;
}

void Committer::run() {
  while (take_group()) serve_group();
}

// False when everything is done and no more will come.
bool Committer::take_group() {
  group_.clear();
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
  while (!queue_.empty() && group_.size() < group_writes_max) {
    group_.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  hook_now_ = hook_;
  listener_now_ = listener_;
  return !group_.empty();
}

void Committer::serve_group() {
  published_.clear();
  const Result<void> ready = hook_now_ ? hook_now_() : Result<void>{};
  if (ready.ok())
    commit(group_);
  else
    fail_all(group_, ready.error());
  {
    const std::lock_guard lock(mutex_);
    counters_.writes += static_cast<std::int64_t>(group_.size());
  }
  if (listener_now_ && !published_.empty()) listener_now_(published_);
  for (Write& write : group_)
    if (write.done) write.done(std::move(write.result));
}

// Every write has its result afterwards.
void Committer::commit(std::span<Write> writes) {
  for (int repeats = 0;; ++repeats) {
    const Result<void> outcome = try_commit(writes);
    if (outcome.ok()) return;
    const Error& error = outcome.error();
    const Trouble trouble = connection_->trouble();
    // A connection that was lost before COMMIT took nothing with it: once more, on a new one.
    const bool again = (trouble == Trouble::repeat && repeats < repeats_max) ||
                       (trouble == Trouble::lost && repeats == 0 && error.reason != Reason::unconfirmed);
    if (again) {
      const std::lock_guard lock(mutex_);
      ++counters_.repeats;
      continue;
    }
    // One write that cannot be kept (too big for the disk, a deferred constraint) must not take the others with it.
    const bool may_be_one = trouble == Trouble::broken || error.reason == Reason::conflict;
    if (may_be_one && writes.size() > 1) return commit_one_by_one(writes);
    log::error("commit-failed", {{"code", error.code}, {"writes", writes.size()}, {"what", error.what}});
    return fail_all(writes, error);
  }
}

void Committer::commit_one_by_one(std::span<Write> writes) {
  for (std::size_t i = 0; i < writes.size(); ++i) commit(writes.subspan(i, 1));
}

// Performs and commits the writes. Fails when the group as a whole failed; single writes may have failed within it.
Result<void> Committer::try_commit(std::span<Write> writes) {
  TRY(connection_->begin(Mode::write));
  Result<std::vector<Event>> events = perform(writes);
  if (!events.ok() || all_failed(writes)) {
    connection_->rollback();
    return events.ok() ? Result<void>{} : Result<void>{events.take_error()};
  }
  TRY(connection_->commit());
  for (Event& event : events.value()) published_.push_back(std::move(event));
  const std::lock_guard lock(mutex_);
  ++counters_.commits;
  return {};
}

Result<std::vector<Event>> Committer::perform(std::span<Write> writes) {
  GroupTransaction transaction(*connection_);
  for (Write& write : writes) {
    write.result = transaction.perform(write.function, writes.size() > 1);
    if (connection_->trouble() == Trouble::none) continue;
    if (!write.result.ok()) return write.result.error();
    return Error{Reason::internal, "transaction-lost", "a write went on after its transaction was lost"};
  }
  return transaction.store_events(wall_clock().now());
}

void Committer::fail_all(std::span<Write> writes, const Error& error) {
  for (Write& write : writes) write.result = error;
}

}  // namespace tsuke::store
