#include "platform/store/read_pool.h"

#include <exception>

namespace tsuke::store {
namespace {

class ConnectionReader : public Reader {
 public:
  explicit ConnectionReader(Connection& connection) : connection_(connection) {}
  Result<void> each(const Query& query, const Values& values,
                    const std::function<Result<void>(const Row&)>& row) override {
    return connection_.each(query, values, row);
  }

 private:
  Connection& connection_;
};

Result<void> read_on(Connection& connection, const std::function<Result<void>(Reader&)>& function) {
  TRY(connection.begin(Mode::read));
  ConnectionReader reader(connection);
  Result<void> outcome;
  try {
    outcome = function(reader);
  } catch (const std::exception& thrown) { outcome = Error{Reason::internal, "exception", thrown.what()}; }
  // Nothing to keep: undoing ends a read on both databases, whatever state it is in.
  connection.rollback();
  return outcome;
}

}  // namespace

Result<void> ReadPool::read(const std::function<Result<void>(Reader&)>& function) {
  std::unique_ptr<Connection> connection = borrow();
  Result<void> outcome = read_on(*connection, function);
  give_back(std::move(connection));
  return outcome;
}

std::unique_ptr<Connection> ReadPool::borrow() {
  std::unique_lock lock(mutex_);
  returned_.wait(lock, [&] { return !idle_.empty(); });
  std::unique_ptr<Connection> connection = std::move(idle_.back());
  idle_.pop_back();
  return connection;
}

void ReadPool::give_back(std::unique_ptr<Connection> connection) {
  {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(connection));
  }
  returned_.notify_one();
}

}  // namespace tsuke::store
