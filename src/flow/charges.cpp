// Reading charges. Each reader names whose rows it gives.
#include "flow/rows.h"

namespace tsuke::flow {

namespace {

using store::Query;

#define TSUKE_CHARGE_SELECT "SELECT " TSUKE_CHARGE_COLUMNS TSUKE_CHARGE_TABLES

constexpr Query charge_by_job{"charge_by_job", TSUKE_CHARGE_SELECT "WHERE charge.job_id = $1"};
constexpr Query charges_by_state{"charges_by_state", TSUKE_CHARGE_SELECT
                                 "WHERE charge.state = $1 AND charge.job_id < $2 ORDER BY charge.job_id DESC LIMIT $3"};
constexpr Query charges_of_all{"charges_of_all",
                               TSUKE_CHARGE_SELECT "WHERE charge.job_id < $1 ORDER BY charge.job_id DESC LIMIT $2"};
constexpr Query lines_by_job{"lines_by_job", R"sql(
    SELECT rated_line.part, rated_line.what, rated_line.quantity, rated_line.unit_price_milli, rated_line.amount, charge.currency
      FROM rated_line JOIN charge ON charge.job_id = rated_line.job_id
     WHERE rated_line.job_id = $1 ORDER BY rated_line.position)sql"};

}  // namespace

Result<std::optional<Charge>> charge_of(store::Reader& in, JobId job) {
  return in.find<Charge>(charge_by_job, {job}, charge_from);
}

Result<std::vector<ChargeLine>> charge_lines(store::Reader& in, JobId job) {
  return in.list<ChargeLine>(lines_by_job, {job}, [](const store::Row& row) {
    const Currency currency = Currency::parse(row.text(5)).take();
    return ChargeLine{row.text(0), row.text(1), row.integer(2), row.integer(3), {row.integer(4), currency}};
  });
}

Result<std::vector<Charge>> all_charges(store::Reader& in, std::optional<ChargeState> state, JobId before, int limit) {
  if (state) return in.list<Charge>(charges_by_state, {to_string(*state), page_bound(before), limit}, charge_from);
  return in.list<Charge>(charges_of_all, {page_bound(before), limit}, charge_from);
}

}  // namespace tsuke::flow
