#include "platform/store/migrate.h"

#include "base/log.h"
#include "base/time.h"

namespace tsuke::store {
namespace {

// Events are found by audience; their numbers come from a place that no deletion turns back.
constexpr Migration store_schema[] = {
    {1, "events", R"sql(
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

constexpr Query newest_step{"newest_step", "SELECT MAX(number) FROM schema_version WHERE part = $1"};
constexpr Query insert_step{"insert_step",
                            "INSERT INTO schema_version (part, number, name, at) VALUES ($1, $2, $3, $4)"};

Result<void> check_numbers(std::span<const Migration> migrations) {
  int expected = 1;
  for (const Migration& step : migrations) {
    if (step.number != expected++)
      return Error{Reason::internal, "migration-numbers",
                   std::string("migration \"") + step.name + "\" has number " + std::to_string(step.number) +
                       " where " + std::to_string(expected - 1) + " is due"};
  }
  return {};
}

Result<std::int64_t> schema_version(Connection& connection, std::string_view part) {
  std::int64_t version = 0;
  TRY(connection.each(newest_step, {part}, [&](const Row& row) -> Result<void> {
    version = row.integer(0);
    return {};
  }));
  return version;
}

Result<void> apply(Connection& connection, Dialect dialect, std::string_view part, const Migration& step) {
  TRY(connection.script(translate_schema(step.sql, dialect)));
  const char* own_words = dialect == Dialect::sqlite ? step.sqlite_only : step.postgresql_only;
  if (own_words != nullptr) TRY(connection.script(own_words));
  TRY(connection.change(insert_step, {part, step.number, step.name, wall_clock().now()}));
  log::debug("schema-step", {{"part", part}, {"number", step.number}, {"name", step.name}});
  return {};
}

Result<void> apply_missing(Connection& connection, Dialect dialect, std::string_view part,
                           std::span<const Migration> migrations) {
  const std::int64_t known = static_cast<std::int64_t>(migrations.size());
  const std::int64_t present = TRY(schema_version(connection, part));
  if (present > known)
    return Error{Reason::unsupported, "newer-schema",
                 "the database has version " + std::to_string(present) + " of the " + std::string(part) +
                     " schema, this program knows version " + std::to_string(known) + ": start a newer program"};
  for (const Migration& step : migrations.subspan(static_cast<std::size_t>(present)))
    TRY(apply(connection, dialect, part, step));
  if (present > 0 && present < known) log::info("schema-updated", {{"part", part}, {"from", present}, {"to", known}});
  return {};
}

Result<void> apply_all(Connection& connection, Dialect dialect, std::span<const Migration> migrations) {
  TRY(connection.script(translate_schema(schema_version_table, dialect)));
  TRY(apply_missing(connection, dialect, "store", store_schema));
  TRY(apply_missing(connection, dialect, "program", migrations));
  return connection.flush();
}

}  // namespace

Result<void> migrate(Connection& connection, Dialect dialect, std::span<const Migration> migrations) {
  TRY(check_numbers(migrations));
  TRY(connection.begin(Mode::schema));
  Result<void> applied = apply_all(connection, dialect, migrations);
  if (applied.ok()) return connection.commit();
  connection.rollback();
  return applied;
}

}  // namespace tsuke::store
