#include "platform/store/group_transaction.h"

#include <exception>

namespace tsuke::store {
namespace {

// Savepoints nest, and the innermost of a name is meant: one name is enough.
constexpr Query set_savepoint{"set_savepoint", "SAVEPOINT part"};
constexpr Query release_savepoint{"release_savepoint", "RELEASE SAVEPOINT part"};
constexpr Query undo_to_savepoint{"undo_to_savepoint", "ROLLBACK TO SAVEPOINT part"};

constexpr Query insert_event{"insert_event", R"sql(
    INSERT INTO event (seq, at, topic, subject, audience, payload) VALUES ($1, $2, $3, $4, $5, $6))sql"};

}  // namespace

Result<void> GroupTransaction::perform(const Store::WriteFunction& function, bool savepoint) {
  const std::size_t events_before = events_.size();
  const auto part = [&] { return function(*this); };
  Result<void> outcome = savepoint ? under_savepoint(part) : guarded(part);
  if (!outcome.ok()) events_.resize(events_before);
  failed_.reset();
  return outcome;
}

Result<void> GroupTransaction::attempt(const std::function<Result<void>()>& part) {
  // What was sent before must not be taken for a failure of this part.
  TRY(settle());
  const std::size_t events_before = events_.size();
  Result<void> outcome = under_savepoint(part);
  if (!outcome.ok()) events_.resize(events_before);
  return outcome;
}

Result<void> GroupTransaction::under_savepoint(const std::function<Result<void>()>& part) {
  TRY(remember(connection_.run(set_savepoint, {})));
  Result<void> outcome = guarded(part);
  if (outcome.ok()) return remember(connection_.run(release_savepoint, {}));
  if (connection_.trouble() != Trouble::none) return outcome;
  failed_.reset();
  TRY(remember(connection_.run(undo_to_savepoint, {})));
  TRY(remember(connection_.run(release_savepoint, {})));
  TRY(remember(connection_.flush()));
  return outcome;
}

// The part's own error, or that of a statement it overlooked.
Result<void> GroupTransaction::guarded(const std::function<Result<void>()>& part) {
  Result<void> outcome;
  try {
    outcome = part();
  } catch (const std::exception& thrown) { outcome = Error{Reason::internal, "exception", thrown.what()}; }
  const Result<void> statements = settle();
  if (outcome.ok()) return statements;
  return outcome;
}

// Waits for the statements on their way; fails when any statement of this write has failed.
Result<void> GroupTransaction::settle() {
  if (on_their_way_) {
    on_their_way_ = false;
    (void)remember(connection_.flush());
  }
  if (failed_) return *failed_;
  return {};
}

Result<void> GroupTransaction::remember(Result<void> outcome) {
  if (!outcome.ok() && !failed_) failed_ = outcome.error();
  return outcome;
}

Result<void> GroupTransaction::each(const Query& query, const Values& values,
                                    const std::function<Result<void>(const Row&)>& row) {
  if (failed_) return *failed_;
  bool callback_failed = false;
  Result<void> outcome = connection_.each(query, values, [&](const Row& current) -> Result<void> {
    Result<void> taken = row(current);
    callback_failed = !taken.ok();
    return taken;
  });
  return callback_failed ? outcome : remember(std::move(outcome));
}

Result<std::int64_t> GroupTransaction::change(const Query& query, const Values& values) {
  if (failed_) return *failed_;
  Result<std::int64_t> outcome = connection_.change(query, values);
  if (!outcome.ok()) failed_ = outcome.error();
  return outcome;
}

Result<void> GroupTransaction::run(const Query& query, const Values& values) {
  if (failed_) return *failed_;
  on_their_way_ = true;
  return remember(connection_.run(query, values));
}

Result<std::vector<Event>> GroupTransaction::store_events(Instant now) {
  if (events_.empty()) return std::vector<Event>{};
  const auto count = static_cast<std::int64_t>(events_.size());
  std::int64_t seq = TRY(connection_.take_event_numbers(count)) - count;
  for (Event& event : events_) {
    event.seq = ++seq;
    event.at = now;
    TRY(connection_.run(insert_event,
                        {event.seq, event.at, event.topic, event.subject, event.audience, event.payload}));
  }
  TRY(connection_.flush());
  return std::move(events_);
}

}  // namespace tsuke::store
