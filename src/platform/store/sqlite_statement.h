// Prepared statements of one SQLite connection, and what its result codes mean.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "platform/store/store.h"

struct sqlite3;
struct sqlite3_stmt;

namespace tsuke::store {

// The error for the connection's last result code, with the name of the query.
Error sqlite_error(sqlite3* db, const char* query_name);

// True when the code means that the whole transaction cannot go on, not just one statement.
bool breaks_transaction(int extended_code);

struct SqliteStatement {
  SqliteStatement(sqlite3_stmt* prepared, const char* sql_text);
  ~SqliteStatement();
  SqliteStatement(const SqliteStatement&) = delete;
  SqliteStatement& operator=(const SqliteStatement&) = delete;

  // Binds $1, $2, …; the values must live until the statement is reset. Fails with internal ("parameters") when their
  // number is not the statement's, with malformed ("text") when a text is not UTF-8 or has a NUL.
  Result<void> bind(const Query& query, const Values& values);

  sqlite3_stmt* handle;
  std::string sql;
  std::vector<int> index_of;  // SQLite's own index of $1, $2, …; 0 where a number is not used
  bool in_use = false;
};

// A statement while it runs; reset when this goes.
class RunningStatement {
 public:
  explicit RunningStatement(std::shared_ptr<SqliteStatement> statement);
  RunningStatement(RunningStatement&& other) noexcept = default;
  ~RunningStatement();
  SqliteStatement* operator->() const { return statement_.get(); }

 private:
  std::shared_ptr<SqliteStatement> statement_;
};

class SqliteStatements {
 public:
  explicit SqliteStatements(sqlite3* db) : db_(db) {}
  // The query's statement, prepared on first use, with its values bound.
  Result<RunningStatement> start(const Query& query, const Values& values);
  void clear() { cached_.clear(); }

 private:
  Result<std::shared_ptr<SqliteStatement>> prepare(const Query& query);

  sqlite3* db_;
  std::unordered_map<const char*, std::shared_ptr<SqliteStatement>> cached_;  // by the address of the text
};

}  // namespace tsuke::store
