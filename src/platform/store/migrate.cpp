#include "platform/store/migrate.h"

#include <map>

#include "base/log.h"
#include "base/time.h"

namespace tsuke::store {
namespace {

// Events are found by audience; their numbers come from a place that no deletion turns back.
constexpr Migration store_schema[] = {
    {"store", 1, R"sql(
        CREATE TABLE event (
          seq BIGINT PRIMARY KEY,
          at BIGINT NOT NULL,
          topic TEXT NOT NULL,
          subject TEXT NOT NULL,
          audience TEXT NOT NULL,
          payload TEXT NOT NULL);
        CREATE INDEX event_by_audience ON event (audience, seq);)sql",
     R"sql(
        CREATE TABLE event_number (last INTEGER NOT NULL) STRICT;
        INSERT INTO event_number VALUES (0);)sql",
     R"sql(
        CREATE SEQUENCE event_number;)sql"},
};

constexpr const char* schema_version_table = R"sql(
    CREATE TABLE IF NOT EXISTS schema_version (
      part TEXT NOT NULL,
      number BIGINT NOT NULL,
      name TEXT NOT NULL,
      at BIGINT NOT NULL,
      PRIMARY KEY (part, number));)sql";

// The parts were once counted as one.
constexpr Query split_program{"split_program",
                              "UPDATE schema_version SET part = name, number = 1 WHERE part = 'program'"};
constexpr Query newest_steps{"newest_steps",
                             "SELECT part, MAX(number) FROM schema_version GROUP BY part ORDER BY part"};
constexpr Query insert_step{"insert_step",
                            "INSERT INTO schema_version (part, number, name, at) VALUES ($1, $2, $1, $3)"};

using Versions = std::map<std::string, std::int64_t, std::less<>>;

// What this program knows.
Result<Versions> known_versions(std::span<const Migration> migrations) {
  Versions known;
  for (const Migration& step : migrations) {
    const std::int64_t due = ++known[step.part];
    if (step.number != due)
      return Error{Reason::internal, "migration-numbers",
                   std::string("a step of \"") + step.part + "\" has number " + std::to_string(step.number) +
                       " where " + std::to_string(due) + " is due"};
  }
  return known;
}

Result<Versions> present_versions(Connection& connection) {
  Versions present;
  TRY(connection.each(newest_steps, {}, [&](const Row& row) -> Result<void> {
    present[row.text(0)] = row.integer(1);
    return {};
  }));
  return present;
}

Result<void> refuse_newer(const Versions& present, const Versions& known) {
  for (const auto& [part, version] : present) {
    const auto mine = known.find(part);
    const std::int64_t highest = mine == known.end() ? 0 : mine->second;
    if (version > highest)
      return Error{Reason::unsupported, "newer-schema",
                   "the database has version " + std::to_string(version) + " of the " + part +
                       " schema, this program knows version " + std::to_string(highest) + ": start a newer program"};
  }
  return {};
}

Result<void> apply(Connection& connection, Dialect dialect, const Migration& step) {
  TRY(connection.script(translate_schema(step.sql, dialect)));
  const char* own_words = dialect == Dialect::sqlite ? step.sqlite_only : step.postgresql_only;
  if (own_words != nullptr) TRY(connection.script(own_words));
  TRY(connection.change(insert_step, {step.part, step.number, wall_clock().now()}));
  log::debug("schema-step", {{"part", step.part}, {"number", step.number}});
  return {};
}

Result<void> apply_all(Connection& connection, Dialect dialect, std::span<const Migration> steps,
                       const Versions& known) {
  TRY(connection.script(translate_schema(schema_version_table, dialect)));
  TRY(connection.change(split_program, {}));
  const Versions present = TRY(present_versions(connection));
  TRY(refuse_newer(present, known));
  for (const Migration& step : steps) {
    const auto done = present.find(step.part);
    if (done == present.end() || done->second < step.number) TRY(apply(connection, dialect, step));
  }
  return connection.flush();
}

}  // namespace

Result<void> migrate(Connection& connection, Dialect dialect, std::span<const Migration> migrations) {
  std::vector<Migration> steps(std::begin(store_schema), std::end(store_schema));
  steps.insert(steps.end(), migrations.begin(), migrations.end());
  const Versions known = TRY(known_versions(steps));
  TRY(connection.begin(Mode::schema));
  Result<void> applied = apply_all(connection, dialect, steps, known);
  if (applied.ok()) return connection.commit();
  connection.rollback();
  return applied;
}

}  // namespace tsuke::store
