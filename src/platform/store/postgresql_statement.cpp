#include "platform/store/postgresql_statement.h"

#include <libpq-fe.h>

#include <charconv>
#include <cstring>

namespace tsuke::store {
namespace {

// Type numbers of pg_type that a query of ours can yield.
enum : unsigned {
  type_bool = 16,
  type_bytea = 17,
  type_name = 19,
  type_bigint = 20,
  type_smallint = 21,
  type_integer = 23,
  type_text = 25,
  type_varchar = 1043,
  type_numeric = 1700,  // SUM of BIGINT
};

class PostgresqlRow : public Row {
 public:
  PostgresqlRow(const PGresult* answer, int row) : answer_(answer), row_(row) {}

  bool is_null(int column) const override {
    assert(column >= 0 && column < PQnfields(answer_));
    return PQgetisnull(answer_, row_, column) != 0;
  }
  std::int64_t integer(int column) const override {
    if (is_null(column)) return 0;
    const char* value = PQgetvalue(answer_, row_, column);
    const unsigned type = PQftype(answer_, column);
    if (type == type_bool) return value[0] == 't' ? 1 : 0;
    assert(type == type_bigint || type == type_integer || type == type_smallint || type == type_numeric);
    std::int64_t number = 0;
    const auto parsed = std::from_chars(value, value + std::strlen(value), number);
    assert(parsed.ec == std::errc{} && *parsed.ptr == '\0');
    return number;
  }
  std::string text(int column) const override {
    if (is_null(column)) return {};
    [[maybe_unused]] const unsigned type = PQftype(answer_, column);
    assert(type == type_text || type == type_varchar || type == type_name);
    return std::string(PQgetvalue(answer_, row_, column), static_cast<std::size_t>(PQgetlength(answer_, row_, column)));
  }
  std::string blob(int column) const override {
    if (is_null(column)) return {};
    assert(PQftype(answer_, column) == type_bytea);
    std::size_t length = 0;
    unsigned char* bytes =
        PQunescapeBytea(reinterpret_cast<const unsigned char*>(PQgetvalue(answer_, row_, column)), &length);
    std::string blob(reinterpret_cast<const char*>(bytes), length);
    PQfreemem(bytes);
    return blob;
  }

 private:
  const PGresult* answer_;
  int row_;
};

// SQLSTATE, its class being the first two letters.
PostgresqlFailure failure_of_state(std::string_view state, std::string what) {
  const std::string_view state_class = state.substr(0, 2);
  if (state == "40001" || state == "40P01")
    return {{Reason::unavailable, "contention", std::move(what)}, Trouble::repeat};
  if (state == "23505") return {{Reason::conflict, "unique", std::move(what)}};
  // P0001 is RAISE in a trigger.
  if (state_class == "23" || state == "P0001") return {{Reason::conflict, "constraint", std::move(what)}};
  if (state == "53100") return {{Reason::unavailable, "disk-full", std::move(what)}, Trouble::broken};
  if (state_class == "53") return {{Reason::unavailable, "database-busy", std::move(what)}, Trouble::broken};
  if (state == "08P01") return {{Reason::internal, "parameters", std::move(what)}};
  if (state == "55P03" || state == "57014") return {{Reason::unavailable, "database-busy", std::move(what)}};
  if (state_class == "08" || state == "25P03" || state.starts_with("57P"))
    return {{Reason::unavailable, "database-unavailable", std::move(what)}, Trouble::lost};
  if (state_class == "58") return {{Reason::unavailable, "database-unavailable", std::move(what)}, Trouble::broken};
  if (state == "54000") return {{Reason::too_large, "value-too-large", std::move(what)}};
  return {{Reason::internal, "query", std::move(what)}};
}

}  // namespace

void ClearResult::operator()(pg_result* result) const { PQclear(result); }

PostgresqlFailure failure_of(const pg_result* answer, pg_conn* connection, const char* query_name) {
  const char* state = answer == nullptr ? nullptr : PQresultErrorField(answer, PG_DIAG_SQLSTATE);
  std::string what = std::string(query_name) + ": ";
  if (state == nullptr || PQstatus(connection) == CONNECTION_BAD)
    return {{Reason::unavailable, "database-unavailable", what + PQerrorMessage(connection)}, Trouble::lost};
  const char* message = PQresultErrorField(answer, PG_DIAG_MESSAGE_PRIMARY);
  return failure_of_state(state, what + state + " " + (message == nullptr ? "" : message));
}

Parameters::Parameters(const Values& values) {
  digits_.reserve(values.size());  // the pointers go into it
  for (const Value& value : values) {
    const char* pointer = nullptr;
    std::size_t length = 0;
    int format = 0;
    if (const auto* integer = std::get_if<std::int64_t>(&value.held)) {
      pointer = digits_.emplace_back(std::to_string(*integer)).c_str();
    } else if (const auto* text = std::get_if<std::string>(&value.held)) {
      pointer = text->c_str();
    } else if (const auto* blob = std::get_if<Blob>(&value.held)) {
      pointer = blob->bytes.data();
      length = blob->bytes.size();
      format = 1;
    }
    pointers_.push_back(pointer);
    lengths_.push_back(static_cast<int>(length));
    formats_.push_back(format);
  }
}

bool PreparedStatement::fits(const Values& values) const {
  if (!prepared || types.size() != values.size()) return false;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (types[i] == 0 && std::holds_alternative<std::int64_t>(values[i].held)) return false;
  return true;
}

void PreparedStatement::declare(const Values& values) {
  types.resize(values.size(), 0);
  for (std::size_t i = 0; i < values.size(); ++i)
    if (std::holds_alternative<std::int64_t>(values[i].held)) types[i] = type_bigint;
}

PreparedStatement& PreparedStatements::of(const Query& query) {
  PreparedStatement& statement = cached_[query.sql];
  // A text built at run time may stand where another stood.
  if (statement.sql != query.sql) statement = {"", query.sql, {}, false};
  return statement;
}

Result<void> hand_over_rows(const pg_result* answer, const std::function<Result<void>(const Row&)>& row) {
  const int count = PQntuples(answer);
  for (int i = 0; i < count; ++i) TRY(row(PostgresqlRow(answer, i)));
  return {};
}

}  // namespace tsuke::store
