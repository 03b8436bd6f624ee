// What a database must do to carry a Store: one class per back end, everything above it is shared.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "platform/store/store.h"

namespace tsuke::store {

// What befell the current transaction beyond the error of one statement. Cleared by begin().
enum class Trouble {
  none,
  repeat,  // a serialization failure or a deadlock: the same again may succeed
  lost,    // the connection is gone; begin() makes a new one
  broken,  // the transaction cannot go on (disk full, input/output error)
};

enum class Mode { read, write, schema };

// One connection, used by one thread at a time. Statements stand between begin() and commit() or rollback().
class Connection {
 public:
  virtual ~Connection() = default;

  // Starts a transaction: `read` sees one committed state, `write` and `schema` may change things. Reconnects when the
  // connection was lost before. Fails with unavailable.
  virtual Result<void> begin(Mode mode) = 0;
  // Makes it durable. Fails with unconfirmed when the outcome is not known; with any other error nothing was kept.
  virtual Result<void> commit() = 0;
  // Undoes everything since begin(); does nothing when there is no transaction.
  virtual void rollback() = 0;

  // As in Reader and Transaction. run() may leave the statement on its way; flush() waits for all of them and returns
  // the first failure.
  virtual Result<void> each(const Query& query, const Values& values,
                            const std::function<Result<void>(const Row&)>& row) = 0;
  virtual Result<std::int64_t> change(const Query& query, const Values& values) = 0;
  virtual Result<void> run(const Query& query, const Values& values) = 0;
  virtual Result<void> flush() = 0;

  // Runs DDL in the database's own words.
  virtual Result<void> script(const std::string& sql) = 0;
  // Takes `count` event numbers and returns the last; nobody else commits events until this transaction has ended.
  virtual Result<std::int64_t> take_event_numbers(std::int64_t count) = 0;

  virtual Trouble trouble() const = 0;
};

enum class Dialect { sqlite, postgresql };

class Backend {
 public:
  virtual ~Backend() = default;
  virtual Dialect dialect() const = 0;
  // Fails with unavailable when the database cannot be reached or opened.
  virtual Result<std::unique_ptr<Connection>> connect(Mode mode) = 0;
};

// Neither opens anything yet.
std::unique_ptr<Backend> sqlite_backend(std::string path);
std::unique_ptr<Backend> postgresql_backend(std::string connection_string);

}  // namespace tsuke::store
