#include "books/verify/versions.h"

#include <algorithm>

namespace tsuke::books::verifying {

namespace {
using store::Query;

constexpr Query all_versions{"verify_versions", R"sql(
    SELECT id, printer_id, effective_from, published_at, terms FROM tariff_version
    UNION ALL
    SELECT id, 0, effective_from, published_at, terms FROM fee_plan_version)sql"};

constexpr std::int64_t quote_lasts_micros = 15LL * 60 * 1'000'000;
}  // namespace

Result<void> Versions::read(store::Reader& in) {
  return in.each(all_versions, {}, [&](const store::Row& row) -> Result<void> {
    versions_[row.integer(1)].push_back(
        {row.integer(0), row.integer(1), row.integer(2), row.integer(3), TRY(Json::parse(row.text(4)))});
    return {};
  });
}

const Version* Versions::find(std::int64_t printer, std::int64_t id) const {
  const auto of_printer = versions_.find(printer);
  if (of_printer == versions_.end()) return nullptr;
  for (const Version& version : of_printer->second)
    if (version.id == id) return &version;
  return nullptr;
}

bool Versions::could_be_quoted(const Version& version, std::int64_t at) const {
  if (version.effective_from > at) return false;
  return was_in_force(version, std::max(version.effective_from, at - quote_lasts_micros));
}

// Started, and not replaced by one that was known by then.
bool Versions::was_in_force(const Version& version, std::int64_t at) const {
  const auto rank = [](const Version& one) { return std::pair(one.effective_from, one.id); };
  if (version.effective_from > at) return false;
  const auto& rivals = versions_.at(version.printer);
  return std::none_of(rivals.begin(), rivals.end(), [&](const Version& rival) {
    return rival.effective_from <= at && rival.published_at < at && rank(rival) > rank(version);
  });
}

}  // namespace tsuke::books::verifying
