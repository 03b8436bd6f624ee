#include "platform/store/sqlite_statement.h"

#include <sqlite3.h>

#include <charconv>
#include <cstring>

#include "base/bytes.h"

namespace tsuke::store {
namespace {

constexpr std::size_t cached_max = 1000;

std::vector<int> parameter_indexes(sqlite3_stmt* statement) {
  std::vector<int> index_of;
  const int count = sqlite3_bind_parameter_count(statement);
  for (int index = 1; index <= count; ++index) {
    const char* name = sqlite3_bind_parameter_name(statement, index);
    if (name == nullptr || name[0] != '$') continue;
    std::size_t number = 0;
    std::from_chars(name + 1, name + std::strlen(name), number);
    if (number == 0) continue;
    if (index_of.size() < number) index_of.resize(number);
    index_of[number - 1] = index;
  }
  return index_of;
}

int bind_value(sqlite3_stmt* statement, int index, const Value& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value.held))
    return sqlite3_bind_int64(statement, index, *integer);
  if (const auto* text = std::get_if<std::string>(&value.held))
    return sqlite3_bind_text64(statement, index, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
  if (const auto* blob = std::get_if<Blob>(&value.held))
    return sqlite3_bind_blob64(statement, index, blob->bytes.data(), blob->bytes.size(), SQLITE_STATIC);
  return sqlite3_bind_null(statement, index);
}

}  // namespace

Error sqlite_error(sqlite3* db, const char* query_name) {
  const int code = sqlite3_extended_errcode(db);
  const std::string what = std::string(query_name) + ": " + sqlite3_errmsg(db);
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID: return {Reason::conflict, "unique", what};
    default: break;
  }
  switch (code & 0xff) {
    case SQLITE_CONSTRAINT: return {Reason::conflict, "constraint", what};
    case SQLITE_FULL: return {Reason::unavailable, "disk-full", what};
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return {Reason::unavailable, "database-busy", what};
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_NOMEM: return {Reason::unavailable, "database-unavailable", what};
    case SQLITE_TOOBIG: return {Reason::too_large, "value-too-large", what};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return {Reason::internal, "database-corrupt", what};
    default: return {Reason::internal, "query", what};
  }
}

bool breaks_transaction(int extended_code) {
  switch (extended_code & 0xff) {
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_NOMEM:
    case SQLITE_CORRUPT: return true;
    default: return false;
  }
}

SqliteStatement::SqliteStatement(sqlite3_stmt* prepared, const char* sql_text)
    : handle(prepared), sql(sql_text), index_of(parameter_indexes(prepared)) {}

SqliteStatement::~SqliteStatement() { sqlite3_finalize(handle); }

Result<void> SqliteStatement::bind(const Query& query, const Values& values) {
  if (values.size() != index_of.size())
    return Error{Reason::internal, "parameters",
                 std::string(query.name) + ": takes " + std::to_string(index_of.size()) + " values, got " +
                     std::to_string(values.size())};
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (index_of[i] == 0) continue;
    const auto* text = std::get_if<std::string>(&values[i].held);
    if (text != nullptr && !is_clean_utf8(*text))
      return Error{Reason::malformed, "text", std::string(query.name) + ": a text is not UTF-8, or has a NUL"};
    if (bind_value(handle, index_of[i], values[i]) != SQLITE_OK)
      return sqlite_error(sqlite3_db_handle(handle), query.name);
  }
  return {};
}

RunningStatement::RunningStatement(std::shared_ptr<SqliteStatement> statement) : statement_(std::move(statement)) {
  statement_->in_use = true;
}

RunningStatement::~RunningStatement() {
  if (!statement_) return;  // moved away
  sqlite3_reset(statement_->handle);
  sqlite3_clear_bindings(statement_->handle);
  statement_->in_use = false;
}

Result<RunningStatement> SqliteStatements::start(const Query& query, const Values& values) {
  auto& cached = cached_[query.sql];
  // A text built at run time may stand where another stood; a statement may run inside its own rows.
  if (!cached || cached->sql != query.sql) {
    auto prepared = prepare(query);
    if (!prepared.ok()) {
      cached_.erase(query.sql);
      return prepared.take_error();
    }
    cached = prepared.take();
  }
  RunningStatement running(cached->in_use ? TRY(prepare(query)) : cached);
  if (cached_.size() > cached_max) cached_.clear();
  TRY(running->bind(query, values));
  return running;
}

Result<std::shared_ptr<SqliteStatement>> SqliteStatements::prepare(const Query& query) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(db_, query.sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return sqlite_error(db_, query.name);
  if (statement == nullptr) return Error{Reason::internal, "query", std::string(query.name) + ": is empty"};
  return std::make_shared<SqliteStatement>(statement, query.sql);
}

}  // namespace tsuke::store
