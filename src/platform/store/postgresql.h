// PostgreSQL through libpq: prepared statements, sent in a pipeline so that what needs no answer costs no waiting.
//
// Writes are SERIALIZABLE: programs on several machines may share the database, and a rule that looks at many rows (a
// budget) holds as if their writes ran one after the other. Reads are REPEATABLE READ: one committed state.
#pragma once

#include <deque>
#include <string>

#include "platform/store/backend.h"
#include "platform/store/postgresql_statement.h"

struct pg_conn;
struct pg_result;

namespace tsuke::store {

class PostgresqlConnection : public Connection {
 public:
  // Fails with unavailable when the server does not answer.
  static Result<std::unique_ptr<Connection>> connect(const std::string& address);
  ~PostgresqlConnection() override;

  Result<void> begin(Mode mode) override;
  Result<void> commit() override;
  void rollback() override;
  Result<void> each(const Query& query, const Values& values,
                    const std::function<Result<void>(const Row&)>& row) override;
  Result<std::int64_t> change(const Query& query, const Values& values) override;
  Result<void> run(const Query& query, const Values& values) override;
  Result<void> flush() override;
  Result<void> script(const std::string& sql) override;
  Result<std::int64_t> take_event_numbers(std::int64_t count) override;
  Trouble trouble() const override { return trouble_; }

 private:
  struct Sent {
    Query query;
    bool prepares;
  };

  explicit PostgresqlConnection(std::string address) : address_(std::move(address)) {}

  Result<void> open();
  bool still_there();
  Result<void> send(const Query& query, const Values& values);
  Result<void> prepare(const Query& query, PreparedStatement& statement);
  Result<PostgresqlResult> ask(const Query& query, const Values& values);
  Result<PostgresqlResult> collect();
  void take_answer(const Sent& sent, const pg_result* answer, std::optional<Error>& first_error);
  Error lost(Error error);

  std::string address_;
  pg_conn* connection_ = nullptr;
  PreparedStatements statements_;
  std::deque<Sent> sent_;  // whose answers have not been taken yet
  Trouble trouble_ = Trouble::none;
  bool open_ = false;  // inside a transaction
};

}  // namespace tsuke::store
