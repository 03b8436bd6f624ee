// Rows in, rows out: one interface over SQLite and PostgreSQL, and one committer that groups what queued up.
//
//   Result<JobId> submitted = store.write<JobId>([&](Transaction& in) -> Result<JobId> {
//     TRY(in.change(insert_job, {id.value, name}));
//     in.publish({"job", to_string(id), person_audience(person), payload});
//     return id;
//   });
//
// Promises:
//   1. A write is all-or-nothing by itself. When its function returns an error nothing of it is kept, whatever became
//      of the other writes of the group; its caller gets its own result.
//   2. The result is given only after the commit is durable (SQLite WAL with synchronous=FULL; PostgreSQL's commit).
//   3. A write function may run more than once (a serialization failure repeats the group), so it must have no effect
//      outside its transaction and must not keep state between runs.
//   4. Writes run one after the other, in the order they were handed in.
//   5. Reads see a committed state and never wait for the writer.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "base/time.h"

namespace tsuke::store {

// SQL is a named constant beside its use; the name is its label in metrics and logs. Parameters are $1, $2, …
struct Query {
  const char* name;
  const char* sql;
};

struct Blob {
  std::string bytes;
  friend bool operator==(const Blob&, const Blob&) = default;
};

// A parameter. Booleans are the integers 0 and 1; instants are their microseconds; "none" ids (0) are NULL.
class Value {
 public:
  Value(std::nullptr_t) {}
  Value(std::int64_t v) : held(v) {}
  Value(int v) : held(std::int64_t{v}) {}
  Value(bool v) : held(std::int64_t{v ? 1 : 0}) {}
  Value(std::string v) : held(std::move(v)) {}
  Value(std::string_view v) : held(std::string(v)) {}
  Value(const char* v) : held(std::string(v)) {}
  Value(Blob v) : held(std::move(v)) {}
  Value(Instant v) : held(v.micros) {}
  template <typename Tag>
  Value(Id<Tag> id) {
    if (id.exists()) held = id.value;
  }
  template <typename T>
  Value(const std::optional<T>& v) {
    if (v) *this = Value(*v);
  }

  std::variant<std::monostate, std::int64_t, std::string, Blob> held;
};
using Values = std::vector<Value>;

// One row while it is looked at. Columns count from 0. Asserts on a wrong type: that is a mistake in the query.
class Row {
 public:
  virtual ~Row() = default;
  virtual bool is_null(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;  // 0 when NULL
  virtual std::string text(int column) const = 0;      // empty when NULL
  virtual std::string blob(int column) const = 0;      // empty when NULL

  bool boolean(int column) const { return integer(column) != 0; }
  Instant instant(int column) const { return Instant{integer(column)}; }
  template <typename IdType>
  IdType id(int column) const {
    return IdType{integer(column)};
  }
};

// What changed, for whoever waits for it: the next stage, a browser, an agent. Stored in the same commit.
struct Event {
  std::string topic;     // "job", "printer", "charge", "device"
  std::string subject;   // the id of what changed, in digits
  std::string audience;  // who may see it: "person:12", "printer:7", "organisation:3"
  std::string payload;   // JSON
  std::int64_t seq = 0;  // given by the store, ascending in commit order
  Instant at{};          // given by the store
};

class Reader {
 public:
  virtual ~Reader() = default;
  // Calls back for each row in order; a callback's error ends the reading and is returned.
  virtual Result<void> each(const Query& query, const Values& values,
                            const std::function<Result<void>(const Row&)>& row) = 0;

  // The first row made into a T, or nothing when there is none.
  template <typename T>
  Result<std::optional<T>> find(const Query& query, const Values& values, const std::function<T(const Row&)>& make) {
    std::optional<T> found;
    TRY(each(query, values, [&](const Row& row) -> Result<void> {
      if (!found) found.emplace(make(row));
      return {};
    }));
    return found;
  }
  template <typename T>
  Result<std::vector<T>> list(const Query& query, const Values& values, const std::function<T(const Row&)>& make) {
    std::vector<T> rows;
    TRY(each(query, values, [&](const Row& row) -> Result<void> {
      rows.push_back(make(row));
      return {};
    }));
    return rows;
  }
  // The first column of the first row, or nothing when there is no row or it is NULL.
  Result<std::optional<std::int64_t>> integer(const Query& query, const Values& values);
};

class Transaction : public Reader {
 public:
  // Runs a statement and returns how many rows it changed. Fails with conflict: "unique" when a primary or unique key
  // refuses it, "constraint" when a foreign key, a check, a NOT NULL or a trigger does. After any failed statement the
  // whole write is lost, even when its function returns no error, unless the statement was wrapped in attempt().
  virtual Result<std::int64_t> change(const Query& query, const Values& values) = 0;
  // Runs a statement whose count does not matter; on PostgreSQL it is pipelined, and its failure surfaces at the
  // latest at the end of the write.
  virtual Result<void> run(const Query& query, const Values& values) = 0;
  // Runs a part under a savepoint: when it fails, its changes are undone and the write may go on.
  virtual Result<void> attempt(const std::function<Result<void>()>& part) = 0;
  // Stores an event with this write; listeners hear of it after the commit.
  virtual void publish(Event event) = 0;
};

// One step of one part of the schema: each module has a part of its own, whose numbers start at 1 and have no gaps.
// Steps run in the order in which they are handed in, so a part comes after those that it refers to. The text is
// written once for both databases: statements end with ";", column types are BIGINT, TEXT and BYTES, and each CREATE
// TABLE is made STRICT where the database knows that. TEXT compares by bytes on both. What differs (triggers) stands in
// a text of its own, run after `sql`, as it is written.
struct Migration {
  const char* part;
  int number;
  const char* sql;
  const char* sqlite_only = nullptr;
  const char* postgresql_only = nullptr;
};

struct Options {
  std::string url;  // "sqlite:/path/tsuke.db", "postgres://…" or "postgres:host=/socket/dir dbname=…"
  std::vector<Migration> migrations;
  int readers = 2;  // read connections, at least 1
};

class Store {
 public:
  // Opens the database and brings its schema up to date, all steps in one transaction. Fails with unavailable when it
  // cannot be opened, with unsupported ("newer-schema") when the schema is newer than this program knows.
  static Result<std::unique_ptr<Store>> open(Options options);
  virtual ~Store() = default;  // writes handed in are finished first

  using WriteFunction = std::function<Result<void>(Transaction&)>;
  using WriteDone = std::function<void(Result<void>)>;
  // Hands in a write; done is called on the committer's thread after durability.
  virtual void write_later(WriteFunction function, WriteDone done) = 0;
  // Runs a read on the calling thread, with a read connection of its own; waits when all are in use, so never read
  // inside a read. All queries of one read see the same committed state, with everything written before it began.
  virtual Result<void> read_with(const std::function<Result<void>(Reader&)>& function) = 0;

  // Called by the committer after it has taken a group and before it commits: what must be on the disk before rows say
  // so (document bytes). When it fails, every write of the group fails with that error. Set before the first write.
  virtual void before_commit(std::function<Result<void>()> hook) = 0;
  // Called on the committer's thread after a commit that published events, with those events in order.
  virtual void after_commit(std::function<void(const std::vector<Event>&)> listener) = 0;

  struct Counters {
    std::int64_t commits = 0;
    std::int64_t writes = 0;
    std::int64_t repeats = 0;  // groups run again after a serialization failure
  };
  virtual Counters counters() const = 0;
  virtual std::string_view kind() const = 0;  // "sqlite" or "postgresql"

  // Waits until the write is durable. Never call it from the network thread or inside a write.
  template <typename T>
  Result<T> write(std::function<Result<T>(Transaction&)> function);
  template <typename T>
  Result<T> read(const std::function<Result<T>(Reader&)>& function) {
    std::optional<T> value;
    TRY(read_with([&](Reader& in) -> Result<void> {
      value.emplace(TRY(function(in)));
      return {};
    }));
    return std::move(*value);
  }

  // Events after `seq` for these audiences, oldest first, at most `limit`: what a client missed. Events are kept for a
  // day at least.
  Result<std::vector<Event>> events_after(std::int64_t seq, std::span<const std::string> audiences, int limit);
  Result<std::int64_t> last_event();
  // Forgets events older than the instant.
  Result<void> forget_events(Instant before);

 protected:
  virtual bool on_committer_thread() const = 0;

 private:
  Result<void> write_and_wait(WriteFunction function);
};

template <typename T>
Result<T> Store::write(std::function<Result<T>(Transaction&)> function) {
  std::optional<T> value;
  TRY(write_and_wait([&](Transaction& in) -> Result<void> {
    value.emplace(TRY(function(in)));
    return {};
  }));
  return std::move(*value);
}
template <>
inline Result<void> Store::read<void>(const std::function<Result<void>(Reader&)>& function) {
  return read_with(function);
}
template <>
inline Result<void> Store::write<void>(std::function<Result<void>(Transaction&)> function) {
  return write_and_wait(std::move(function));
}

}  // namespace tsuke::store
