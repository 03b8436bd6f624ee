// What travels to PostgreSQL and back: parameters, prepared statements, rows and errors.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "platform/store/backend.h"

struct pg_conn;
struct pg_result;

namespace tsuke::store {

struct ClearResult {
  void operator()(pg_result* result) const;
};
using PostgresqlResult = std::unique_ptr<pg_result, ClearResult>;

// The error of a failed answer, and what it means for the transaction. A missing answer is a lost connection.
struct PostgresqlFailure {
  Error error;
  Trouble trouble = Trouble::none;
};
PostgresqlFailure failure_of(const pg_result* answer, pg_conn* connection, const char* query_name);

// Values in the shape libpq wants. Integers and text travel as text, blobs as they are. The values must outlive this.
class Parameters {
 public:
  explicit Parameters(const Values& values);
  int count() const { return static_cast<int>(pointers_.size()); }
  const char* const* pointers() const { return pointers_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  std::vector<std::string> digits_;
  std::vector<const char*> pointers_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
};

// A statement as the server knows it. Integers are declared as BIGINT: left to the server, `$1 = 0` makes $1 a 32-bit
// number. NULL has no type, so a parameter that was NULL at first is declared when an integer comes.
struct PreparedStatement {
  std::string name;
  std::string sql;
  std::vector<unsigned> types;
  bool prepared = false;

  // True when the statement as prepared takes these values; false when it must be prepared (again).
  bool fits(const Values& values) const;
  void declare(const Values& values);
};

class PreparedStatements {
 public:
  PreparedStatement& of(const Query& query);
  std::string next_name() { return "s" + std::to_string(++names_); }
  void forget(const Query& query) { cached_.erase(query.sql); }
  void forget_all() { cached_.clear(); }

 private:
  std::unordered_map<const char*, PreparedStatement> cached_;  // by the address of the text
  std::int64_t names_ = 0;
};

// Hands the answer's rows to the callback in order, until it fails.
Result<void> hand_over_rows(const pg_result* answer, const std::function<Result<void>(const Row&)>& row);

}  // namespace tsuke::store
