// SQLite: one file, WAL, every commit on the disk before it is told.
#pragma once

#include <string>

#include "platform/store/backend.h"
#include "platform/store/sqlite_statement.h"

struct sqlite3;

namespace tsuke::store {

class SqliteConnection : public Connection {
 public:
  // Opens the file, made with mode 0600 when it is not there yet. Fails with unavailable.
  static Result<std::unique_ptr<Connection>> open(const std::string& path, Mode mode);
  ~SqliteConnection() override;

  Result<void> begin(Mode mode) override;
  Result<void> commit() override;
  void rollback() override;
  Result<void> each(const Query& query, const Values& values,
                    const std::function<Result<void>(const Row&)>& row) override;
  Result<std::int64_t> change(const Query& query, const Values& values) override;
  Result<void> run(const Query& query, const Values& values) override;
  Result<void> flush() override { return {}; }
  Result<void> script(const std::string& sql) override;
  Result<std::int64_t> take_event_numbers(std::int64_t count) override;
  Trouble trouble() const override { return trouble_; }

 private:
  explicit SqliteConnection(sqlite3* db) : db_(db), statements_(db) {}
  Result<void> configure(Mode mode);
  Result<void> step_to_end(const Query& query, const Values& values, bool* read_only);
  Error failed(const char* query_name);

  sqlite3* db_;
  SqliteStatements statements_;
  Trouble trouble_ = Trouble::none;
  bool open_ = false;  // inside a transaction
};

}  // namespace tsuke::store
