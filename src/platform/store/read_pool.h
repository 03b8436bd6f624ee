// A few connections that only read, lent to whoever reads.
#pragma once

#include <condition_variable>
#include <mutex>
#include <vector>

#include "platform/store/backend.h"

namespace tsuke::store {

class ReadPool {
 public:
  explicit ReadPool(std::vector<std::unique_ptr<Connection>> connections) : idle_(std::move(connections)) {}

  // Runs the function in one committed state of the database; waits while all connections are lent.
  Result<void> read(const std::function<Result<void>(Reader&)>& function);

 private:
  std::unique_ptr<Connection> borrow();
  void give_back(std::unique_ptr<Connection> connection);

  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace tsuke::store
