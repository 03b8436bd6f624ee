// The transaction that a write function sees: one of a group that shares one database transaction.
#pragma once

#include <optional>
#include <vector>

#include "platform/store/backend.h"

namespace tsuke::store {

class GroupTransaction : public Transaction {
 public:
  explicit GroupTransaction(Connection& connection) : connection_(connection) {}

  // Runs one write function to its end, with all its statements done. With a savepoint, a failing function leaves no
  // trace; without one, the caller rolls everything back. When the connection is in trouble the whole group is lost.
  Result<void> perform(const Store::WriteFunction& function, bool savepoint);

  // Stores the events of the writes performed so far, numbered in order, and returns them.
  Result<std::vector<Event>> store_events(Instant now);

  Result<void> each(const Query& query, const Values& values,
                    const std::function<Result<void>(const Row&)>& row) override;
  Result<std::int64_t> change(const Query& query, const Values& values) override;
  Result<void> run(const Query& query, const Values& values) override;
  Result<void> attempt(const std::function<Result<void>()>& part) override;
  void publish(Event event) override { events_.push_back(std::move(event)); }

 private:
  Result<void> under_savepoint(const std::function<Result<void>()>& part);
  Result<void> guarded(const std::function<Result<void>()>& part);
  Result<void> settle();
  Result<void> remember(Result<void> outcome);

  Connection& connection_;
  std::vector<Event> events_;
  std::optional<Error> failed_;  // the first failed statement of this write that no attempt has undone
  bool on_their_way_ = false;    // statements of run() whose outcome is not known yet
};

}  // namespace tsuke::store
