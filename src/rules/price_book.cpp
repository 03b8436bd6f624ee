#include "rules/price_book.h"

namespace tsuke::rules {

namespace {
using store::Query;

constexpr const char* tables = R"sql(
    CREATE TABLE tariff_version (
      id BIGINT PRIMARY KEY,
      printer_id BIGINT NOT NULL,
      effective_from BIGINT NOT NULL,
      published_at BIGINT NOT NULL,
      terms TEXT NOT NULL);
    CREATE INDEX tariff_in_force ON tariff_version (printer_id, effective_from, id);
    CREATE TABLE fee_plan_version (
      id BIGINT PRIMARY KEY,
      effective_from BIGINT NOT NULL,
      published_at BIGINT NOT NULL,
      terms TEXT NOT NULL);
    CREATE INDEX fee_plan_in_force ON fee_plan_version (effective_from, id);)sql";

constexpr const char* immutable_sqlite = R"sql(
    CREATE TRIGGER tariff_version_update BEFORE UPDATE ON tariff_version
      BEGIN SELECT RAISE(ABORT, 'a version never changes'); END;
    CREATE TRIGGER tariff_version_delete BEFORE DELETE ON tariff_version
      BEGIN SELECT RAISE(ABORT, 'a version never changes'); END;
    CREATE TRIGGER fee_plan_version_update BEFORE UPDATE ON fee_plan_version
      BEGIN SELECT RAISE(ABORT, 'a version never changes'); END;
    CREATE TRIGGER fee_plan_version_delete BEFORE DELETE ON fee_plan_version
      BEGIN SELECT RAISE(ABORT, 'a version never changes'); END;)sql";

constexpr const char* immutable_postgresql = R"sql(
    CREATE FUNCTION refuse_version_change() RETURNS trigger LANGUAGE plpgsql AS
      $body$ BEGIN RAISE EXCEPTION 'a version never changes' USING ERRCODE = 'check_violation'; END $body$;
    CREATE TRIGGER tariff_version_change BEFORE UPDATE OR DELETE OR TRUNCATE ON tariff_version
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_version_change();
    CREATE TRIGGER fee_plan_version_change BEFORE UPDATE OR DELETE OR TRUNCATE ON fee_plan_version
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_version_change();)sql";

#define TSUKE_TARIFF_SELECT "SELECT id, printer_id, effective_from, terms FROM tariff_version "
#define TSUKE_FEE_PLAN_SELECT "SELECT id, effective_from, terms FROM fee_plan_version "

constexpr Query insert_tariff{"insert_tariff", R"sql(
    INSERT INTO tariff_version (id, printer_id, effective_from, published_at, terms) VALUES ($1, $2, $3, $4, $5))sql"};
constexpr Query insert_fee_plan{"insert_fee_plan", R"sql(
    INSERT INTO fee_plan_version (id, effective_from, published_at, terms) VALUES ($1, $2, $3, $4))sql"};
// Ids ascend with publication.
constexpr Query select_tariff_in_force{
    "select_tariff_in_force",
    TSUKE_TARIFF_SELECT "WHERE printer_id = $1 AND effective_from <= $2 ORDER BY effective_from DESC, id DESC LIMIT 1"};
constexpr Query select_fee_plan_in_force{"select_fee_plan_in_force", TSUKE_FEE_PLAN_SELECT
                                         "WHERE effective_from <= $1 ORDER BY effective_from DESC, id DESC LIMIT 1"};
constexpr Query select_tariff{"select_tariff", TSUKE_TARIFF_SELECT "WHERE id = $1"};
constexpr Query select_fee_plan{"select_fee_plan", TSUKE_FEE_PLAN_SELECT "WHERE id = $1"};
constexpr Query select_tariffs{"select_tariffs",
                               TSUKE_TARIFF_SELECT "WHERE printer_id = $1 ORDER BY effective_from DESC, id DESC"};
constexpr Query select_fee_plans{"select_fee_plans", TSUKE_FEE_PLAN_SELECT "ORDER BY effective_from DESC, id DESC"};

Result<TariffVersion> tariff_from(const store::Row& row) {
  return TariffVersion{row.id<TariffId>(0), row.id<PrinterId>(1), row.instant(2),
                       TRY(tariff_from_json(TRY(Json::parse(row.text(3)))))};
}

Result<FeePlanVersion> fee_plan_from(const store::Row& row) {
  return FeePlanVersion{row.id<FeePlanId>(0), row.instant(1), TRY(fee_plan_from_json(TRY(Json::parse(row.text(2)))))};
}

template <typename T>
Result<std::vector<T>> versions(store::Reader& in, const Query& query, const store::Values& values,
                                Result<T> (*from)(const store::Row&)) {
  std::vector<T> found;
  TRY(in.each(query, values, [&](const store::Row& row) -> Result<void> {
    found.push_back(TRY(from(row)));
    return {};
  }));
  return found;
}

template <typename T>
Result<std::optional<T>> version(store::Reader& in, const Query& query, const store::Values& values,
                                 Result<T> (*from)(const store::Row&)) {
  auto found = TRY(versions(in, query, values, from));
  if (found.empty()) return std::optional<T>{};
  return std::optional<T>{std::move(found.front())};
}

Result<void> must_not_start_before(Instant now, Instant effective_from, const char* code) {
  if (effective_from >= now) return {};
  return Error{Reason::malformed, code, "prices change from now on at the earliest: choose a later moment"};
}
}  // namespace

std::vector<store::Migration> migrations() {
  return {{"price book", 1, tables, immutable_sqlite, immutable_postgresql}};
}

Result<TariffId> publish_tariff(store::Transaction& in, PrinterId printer, Instant effective_from, const Tariff& tariff,
                                Instant now) {
  TRY(must_not_start_before(now, effective_from, "tariff-in-the-past"));
  const auto id = new_id<TariffId>();
  TRY(in.run(insert_tariff, {id, printer, effective_from, now, to_json(tariff).dump()}));
  return id;
}

Result<FeePlanId> publish_fee_plan(store::Transaction& in, Instant effective_from, const FeePlan& plan, Instant now) {
  TRY(must_not_start_before(now, effective_from, "fee-plan-in-the-past"));
  const auto id = new_id<FeePlanId>();
  TRY(in.run(insert_fee_plan, {id, effective_from, now, to_json(plan).dump()}));
  return id;
}

Result<std::optional<TariffVersion>> tariff_in_force(store::Reader& in, PrinterId printer, Instant at) {
  return version(in, select_tariff_in_force, {printer, at}, tariff_from);
}

Result<std::optional<FeePlanVersion>> fee_plan_in_force(store::Reader& in, Instant at) {
  return version(in, select_fee_plan_in_force, {at}, fee_plan_from);
}

Result<TariffVersion> tariff_version(store::Reader& in, TariffId id) {
  auto found = TRY(version(in, select_tariff, {id}, tariff_from));
  if (!found) return Error{Reason::not_found, "tariff-not-found", "there is no such version of a tariff"};
  return std::move(*found);
}

Result<FeePlanVersion> fee_plan_version(store::Reader& in, FeePlanId id) {
  auto found = TRY(version(in, select_fee_plan, {id}, fee_plan_from));
  if (!found) return Error{Reason::not_found, "fee-plan-not-found", "there is no such version of the fee plan"};
  return std::move(*found);
}

Result<std::vector<TariffVersion>> tariff_versions(store::Reader& in, PrinterId printer) {
  return versions(in, select_tariffs, {printer}, tariff_from);
}

Result<std::vector<FeePlanVersion>> fee_plan_versions(store::Reader& in) {
  return versions(in, select_fee_plans, {}, fee_plan_from);
}

}  // namespace tsuke::rules
