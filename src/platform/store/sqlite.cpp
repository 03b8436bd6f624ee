#include "platform/store/sqlite.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/system_error.h"

namespace tsuke::store {
namespace {

constexpr Query begin_read{"begin", "BEGIN"};
constexpr Query begin_write{"begin_immediate", "BEGIN IMMEDIATE"};
constexpr Query commit_all{"commit", "COMMIT"};
constexpr Query rollback_all{"rollback", "ROLLBACK"};
constexpr Query next_event_numbers{"next_event_numbers", "UPDATE event_number SET last = last + $1 RETURNING last"};

class SqliteRow : public Row {
 public:
  explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}

  bool is_null(int column) const override {
    assert(column >= 0 && column < sqlite3_column_count(statement_));
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
  }
  std::int64_t integer(int column) const override {
    return has(column, SQLITE_INTEGER) ? sqlite3_column_int64(statement_, column) : 0;
  }
  std::string text(int column) const override { return bytes(column, SQLITE_TEXT); }
  std::string blob(int column) const override { return bytes(column, SQLITE_BLOB); }

 private:
  bool has(int column, int type) const {
    if (is_null(column)) return false;
    assert(sqlite3_column_type(statement_, column) == type);
    return true;
  }
  std::string bytes(int column, int type) const {
    if (!has(column, type)) return {};
    const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    if (data == nullptr) return {};
    return std::string(data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
  }
  sqlite3_stmt* statement_;
};

// SQLite gives its journal and index files the mode of the database. An existing file is never opened and closed here:
// closing any descriptor of it would drop the locks that this process holds on it.
Result<void> keep_private(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file >= 0) {
    ::close(file);
    return {};
  }
  if (errno == EEXIST && ::chmod(path.c_str(), 0600) == 0) return {};
  return Error{Reason::unavailable, "database-unavailable", path + ": " + system_message(errno)};
}

class SqliteBackend : public Backend {
 public:
  explicit SqliteBackend(std::string path) : path_(std::move(path)) {}
  Dialect dialect() const override { return Dialect::sqlite; }
  Result<std::unique_ptr<Connection>> connect(Mode mode) override { return SqliteConnection::open(path_, mode); }

 private:
  std::string path_;
};

}  // namespace

std::unique_ptr<Backend> sqlite_backend(std::string path) { return std::make_unique<SqliteBackend>(std::move(path)); }

Result<std::unique_ptr<Connection>> SqliteConnection::open(const std::string& path, Mode mode) {
  TRY(keep_private(path));
  sqlite3* db = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(path.c_str(), &db, flags, nullptr);
  std::unique_ptr<SqliteConnection> connection(new SqliteConnection(db));
  if (code != SQLITE_OK) return Error{Reason::unavailable, "database-unavailable", path + ": " + sqlite3_errstr(code)};
  TRY(connection->configure(mode));
  return std::unique_ptr<Connection>(std::move(connection));
}

SqliteConnection::~SqliteConnection() {
  statements_.clear();
  sqlite3_close_v2(db_);
}

Result<void> SqliteConnection::configure(Mode mode) {
  sqlite3_busy_timeout(db_, 10'000);
  sqlite3_db_config(db_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(db_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  sqlite3_db_config(db_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  TRY(script(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;"
      "PRAGMA case_sensitive_like = ON; PRAGMA trusted_schema = OFF; PRAGMA cache_size = -8000;"
      "PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864;"));
  if (mode == Mode::read) return script("PRAGMA query_only = ON;");
  return {};
}

Result<void> SqliteConnection::begin(Mode mode) {
  trouble_ = Trouble::none;
  TRY(run(mode == Mode::read ? begin_read : begin_write, {}));
  open_ = true;
  return {};
}

Result<void> SqliteConnection::commit() {
  Result<void> committed = run(commit_all, {});
  if (!committed.ok()) rollback();
  open_ = false;
  return committed;
}

void SqliteConnection::rollback() {
  // A full disk makes SQLite roll back on its own.
  if (open_ && sqlite3_get_autocommit(db_) == 0) (void)run(rollback_all, {});
  open_ = false;
}

Result<void> SqliteConnection::each(const Query& query, const Values& values,
                                    const std::function<Result<void>(const Row&)>& row) {
  auto started = statements_.start(query, values);
  if (!started.ok()) return started.take_error();
  const RunningStatement statement = started.take();
  const SqliteRow current(statement->handle);
  int code = 0;
  while ((code = sqlite3_step(statement->handle)) == SQLITE_ROW) TRY(row(current));
  if (code != SQLITE_DONE) return failed(query.name);
  return {};
}

Result<std::int64_t> SqliteConnection::change(const Query& query, const Values& values) {
  bool read_only = false;
  TRY(step_to_end(query, values, &read_only));
  return read_only ? std::int64_t{0} : std::int64_t{sqlite3_changes64(db_)};
}

Result<void> SqliteConnection::run(const Query& query, const Values& values) {
  bool read_only = false;
  return step_to_end(query, values, &read_only);
}

Result<void> SqliteConnection::step_to_end(const Query& query, const Values& values, bool* read_only) {
  auto started = statements_.start(query, values);
  if (!started.ok()) return started.take_error();
  const RunningStatement statement = started.take();
  *read_only = sqlite3_stmt_readonly(statement->handle) != 0;
  int code = 0;
  while ((code = sqlite3_step(statement->handle)) == SQLITE_ROW) {}
  if (code != SQLITE_DONE) return failed(query.name);
  return {};
}

Result<void> SqliteConnection::script(const std::string& sql) {
  if (sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return failed("script");
  return {};
}

Result<std::int64_t> SqliteConnection::take_event_numbers(std::int64_t count) {
  std::int64_t last = 0;
  TRY(each(next_event_numbers, {count}, [&](const Row& row) -> Result<void> {
    last = row.integer(0);
    return {};
  }));
  return last;
}

Error SqliteConnection::failed(const char* query_name) {
  Error error = sqlite_error(db_, query_name);
  const bool rolled_back = open_ && sqlite3_get_autocommit(db_) != 0;
  if (rolled_back || breaks_transaction(sqlite3_extended_errcode(db_))) trouble_ = Trouble::broken;
  return error;
}

}  // namespace tsuke::store
