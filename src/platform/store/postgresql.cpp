#include "platform/store/postgresql.h"

#include <libpq-fe.h>
#include <poll.h>

#include <charconv>
#include <cstring>

#include "base/bytes.h"
#include "base/log.h"

namespace tsuke::store {
namespace {

constexpr Query begin_read{"begin_read", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"};
constexpr Query begin_write{"begin_write", "BEGIN ISOLATION LEVEL SERIALIZABLE"};
constexpr Query begin_schema{"begin_schema", "BEGIN ISOLATION LEVEL READ COMMITTED"};
constexpr Query commit_all{"commit", "COMMIT"};
constexpr Query rollback_all{"rollback", "ROLLBACK"};

// Locks of the whole database, held until the transaction ends. The first lets one program at a time change the schema;
// the second makes event numbers ascend in commit order, across all programs.
constexpr Query lock_schema{"lock_schema", "SELECT pg_advisory_xact_lock(7236865810001)"};
constexpr Query lock_events{"lock_events", "SELECT pg_advisory_xact_lock(7236865810002)"};
constexpr Query next_event_numbers{"next_event_numbers",
                                   "SELECT MAX(nextval('event_number')) FROM generate_series(1, $1)"};

constexpr std::size_t sent_max = 256;  // so that neither side's buffers fill up

class PostgresqlBackend : public Backend {
 public:
  explicit PostgresqlBackend(std::string address) : address_(std::move(address)) {}
  Dialect dialect() const override { return Dialect::postgresql; }
  Result<std::unique_ptr<Connection>> connect(Mode) override { return PostgresqlConnection::connect(address_); }

 private:
  std::string address_;
};

bool succeeded(const PGresult* answer) {
  switch (PQresultStatus(answer)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_EMPTY_QUERY: return true;
    default: return false;
  }
}

}  // namespace

std::unique_ptr<Backend> postgresql_backend(std::string connection_string) {
  return std::make_unique<PostgresqlBackend>(std::move(connection_string));
}

Result<std::unique_ptr<Connection>> PostgresqlConnection::connect(const std::string& address) {
  std::unique_ptr<PostgresqlConnection> connection(new PostgresqlConnection(address));
  TRY(connection->open());
  return std::unique_ptr<Connection>(std::move(connection));
}

PostgresqlConnection::~PostgresqlConnection() { PQfinish(connection_); }

Result<void> PostgresqlConnection::open() {
  PQfinish(connection_);
  statements_.forget_all();
  sent_.clear();
  open_ = false;
  connection_ = PQconnectdb(address_.c_str());
  if (PQstatus(connection_) != CONNECTION_OK)
    return Error{Reason::unavailable, "database-unavailable", PQerrorMessage(connection_)};
  PQsetNoticeProcessor(
      connection_, [](void*, const char* notice) { log::debug("postgresql-notice", {{"what", notice}}); }, nullptr);
  // A program that shares the database may wait for another's locks, but not for ever.
  TRY(script("SET client_encoding = 'UTF8'; SET lock_timeout = '10s'"));
  PQenterPipelineMode(connection_);
  return {};
}

// Looks for a farewell that the server sent while nobody listened, without asking it anything.
bool PostgresqlConnection::still_there() {
  if (connection_ == nullptr || PQstatus(connection_) != CONNECTION_OK || trouble_ == Trouble::lost) return false;
  pollfd socket{PQsocket(connection_), POLLIN, 0};
  while (::poll(&socket, 1, 0) > 0) {
    if (PQconsumeInput(connection_) != 1 || PQstatus(connection_) != CONNECTION_OK) return false;
  }
  return true;
}

Result<void> PostgresqlConnection::begin(Mode mode) {
  if (!still_there()) TRY(open());
  trouble_ = Trouble::none;
  TRY(run(mode == Mode::read ? begin_read : mode == Mode::write ? begin_write : begin_schema, {}));
  open_ = true;
  if (mode == Mode::schema) return run(lock_schema, {});
  return {};
}

Result<void> PostgresqlConnection::commit() {
  const auto answer = ask(commit_all, {});
  open_ = false;
  if (!answer.ok()) {
    if (trouble_ != Trouble::lost) {
      rollback();
      return answer.error();
    }
    return Error{Reason::unconfirmed, "commit-unconfirmed",
                 "the database went away while it committed: whether the writes were kept is not known"};
  }
  // COMMIT of a failed transaction answers, politely, ROLLBACK.
  if (std::strcmp(PQcmdStatus(answer.value().get()), "COMMIT") == 0) return {};
  return Error{Reason::internal, "transaction-lost", "the database rolled back what was to be committed"};
}

void PostgresqlConnection::rollback() {
  if (!sent_.empty()) (void)collect();
  if (trouble_ != Trouble::lost && PQtransactionStatus(connection_) != PQTRANS_IDLE) {
    const Trouble before = trouble_;
    (void)ask(rollback_all, {});
    if (trouble_ != Trouble::lost) trouble_ = before;
  }
  open_ = false;
}

Result<void> PostgresqlConnection::each(const Query& query, const Values& values,
                                        const std::function<Result<void>(const Row&)>& row) {
  auto answer = ask(query, values);
  if (!answer.ok()) return answer.take_error();
  return hand_over_rows(answer.value().get(), row);
}

Result<std::int64_t> PostgresqlConnection::change(const Query& query, const Values& values) {
  auto answer = ask(query, values);
  if (!answer.ok()) return answer.take_error();
  const char* count = PQcmdTuples(answer.value().get());
  std::int64_t changed = 0;
  std::from_chars(count, count + std::strlen(count), changed);
  return changed;
}

Result<void> PostgresqlConnection::run(const Query& query, const Values& values) {
  if (sent_.size() >= sent_max) TRY(flush());
  return send(query, values);
}

Result<void> PostgresqlConnection::flush() {
  if (sent_.empty()) return {};
  auto answer = collect();
  if (!answer.ok()) return answer.take_error();
  return {};
}

Result<PostgresqlResult> PostgresqlConnection::ask(const Query& query, const Values& values) {
  TRY(send(query, values));
  return collect();
}

Result<void> PostgresqlConnection::send(const Query& query, const Values& values) {
  for (const Value& value : values) {
    const auto* text = std::get_if<std::string>(&value.held);
    if (text != nullptr && !is_clean_utf8(*text))
      return Error{Reason::malformed, "text", std::string(query.name) + ": a text is not UTF-8, or has a NUL"};
  }
  PreparedStatement& statement = statements_.of(query);
  if (!statement.fits(values)) {
    statement.declare(values);
    TRY(prepare(query, statement));
  }
  const Parameters parameters(values);
  if (PQsendQueryPrepared(connection_, statement.name.c_str(), parameters.count(), parameters.pointers(),
                          parameters.lengths(), parameters.formats(), 0) != 1)
    return lost({Reason::unavailable, "database-unavailable", PQerrorMessage(connection_)});
  sent_.push_back({query, false});
  return {};
}

Result<void> PostgresqlConnection::prepare(const Query& query, PreparedStatement& statement) {
  statement.name = statements_.next_name();
  if (PQsendPrepare(connection_, statement.name.c_str(), query.sql, static_cast<int>(statement.types.size()),
                    statement.types.data()) != 1)
    return lost({Reason::unavailable, "database-unavailable", PQerrorMessage(connection_)});
  sent_.push_back({query, true});
  statement.prepared = true;
  return {};
}

// Ends the pipeline and takes all answers. Yields the last one, or the first failure.
Result<PostgresqlResult> PostgresqlConnection::collect() {
  std::optional<Error> first_error;
  PostgresqlResult last;
  bool there = PQpipelineSync(connection_) == 1;
  while (there && !sent_.empty()) {
    PostgresqlResult answer(PQgetResult(connection_));
    take_answer(sent_.front(), answer.get(), first_error);
    sent_.pop_front();
    if (answer) last = std::move(answer);
    there = trouble_ != Trouble::lost;
    while (there && PostgresqlResult(PQgetResult(connection_))) {}  // a null ends one statement's answers
  }
  if (there) there = PostgresqlResult(PQgetResult(connection_)) != nullptr;  // the synchronisation's own
  if (!there) {
    sent_.clear();
    Error error = lost({Reason::unavailable, "database-unavailable", PQerrorMessage(connection_)});
    return first_error.value_or(std::move(error));
  }
  if (first_error) return *first_error;
  return last;
}

// Statements after a failed one answer that they were skipped; only the failure itself counts.
void PostgresqlConnection::take_answer(const Sent& sent, const pg_result* answer, std::optional<Error>& first_error) {
  if (succeeded(answer)) return;
  if (sent.prepares) statements_.forget(sent.query);
  if (answer != nullptr && PQresultStatus(answer) == PGRES_PIPELINE_ABORTED) return;
  PostgresqlFailure failure = failure_of(answer, connection_, sent.query.name);
  if (trouble_ == Trouble::none || failure.trouble == Trouble::lost) trouble_ = failure.trouble;
  if (!first_error) first_error = std::move(failure.error);
}

Error PostgresqlConnection::lost(Error error) {
  trouble_ = Trouble::lost;
  return error;
}

// DDL goes outside the pipeline: several statements in one text are not prepared.
Result<void> PostgresqlConnection::script(const std::string& sql) {
  const bool piped = PQpipelineStatus(connection_) != PQ_PIPELINE_OFF;
  if (piped) {
    TRY(flush());
    PQexitPipelineMode(connection_);
  }
  const PostgresqlResult answer(PQexec(connection_, sql.c_str()));
  Result<void> outcome;
  if (!succeeded(answer.get())) {
    PostgresqlFailure failure = failure_of(answer.get(), connection_, "script");
    trouble_ = failure.trouble;
    outcome = std::move(failure.error);
  }
  if (piped) PQenterPipelineMode(connection_);
  return outcome;
}

Result<std::int64_t> PostgresqlConnection::take_event_numbers(std::int64_t count) {
  TRY(run(lock_events, {}));
  std::int64_t last = 0;
  TRY(each(next_event_numbers, {count}, [&](const Row& row) -> Result<void> {
    last = row.integer(0);
    return {};
  }));
  return last;
}

}  // namespace tsuke::store
