#include "flow/charge/rated_lines.h"

namespace tsuke::flow {

namespace {
constexpr store::Query write_line{"write_line", R"sql(
    INSERT INTO rated_line (job_id, position, part, what, quantity, unit_price_milli, amount) VALUES ($1, $2, $3, $4, $5, $6, $7))sql"};
}  // namespace

Result<void> write_lines(store::Transaction& in, JobId job, const rules::Rating& rating) {
  std::int64_t position = 1;
  const auto write = [&](const char* part, const std::vector<rules::RatedLine>& lines) -> Result<void> {
    for (const rules::RatedLine& line : lines)
      TRY(in.run(write_line, {job, position++, part, line.what, line.quantity, line.unit_price.milli_minor,
                              line.amount.amount_minor}));
    return {};
  };
  TRY(write("device", rating.device_lines));
  return write("service", rating.service_lines);
}

}  // namespace tsuke::flow
