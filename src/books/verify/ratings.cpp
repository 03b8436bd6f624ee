// Captured charges, and the lines of metered ones, are what the versions stored at release make of the reported counts,
// line by line.
#include <algorithm>

#include "books/verify/findings.h"
#include "books/verify/versions.h"

namespace tsuke::books::verifying {

namespace {
using store::Query;

constexpr Query all_lines{"verify_lines", R"sql(
    SELECT job_id, part, what, quantity, unit_price_milli, amount FROM rated_line ORDER BY job_id, position)sql"};
constexpr Query rated_charges{"verify_rated_charges", R"sql(
    SELECT c.job_id, c.tariff_id, c.fee_plan_id, c.printer_id, c.released_at, c.state, c.authorised, c.device_fee,
           c.service_fee, c.captured, c.commission, c.currency, COALESCE(u.monochrome_impressions, 0),
           COALESCE(u.color_impressions, 0),
           COALESCE(u.sheets, 0), COALESCE(a.media, ''), COALESCE(a.sides, ''), COALESCE(a.copies, 1),
           COALESCE(a.expected_impressions, 0), COALESCE(a.expected_sheets, 0), COALESCE(a.rest_of_settings, '{}'),
           COALESCE(f.monochrome, 0), COALESCE(f.color, 0), COALESCE(f.sheets, 0), COALESCE(f.refunds, 0), c.refunded,
           c.refunded_device_fee, c.refunded_service_fee, c.refunded_commission, l.job_id, l.monochrome_impressions,
           l.color_impressions, l.sheets, l.device_fee, l.commission
      FROM charge c
      LEFT JOIN attempt a ON a.id = c.attempt_id
      LEFT JOIN usage u ON u.attempt_id = c.attempt_id
      LEFT JOIN loss l ON l.job_id = c.job_id
      LEFT JOIN (
        SELECT job_id, COUNT(*) AS refunds, CAST(SUM(monochrome_impressions) AS BIGINT) AS monochrome,
               CAST(SUM(color_impressions) AS BIGINT) AS color, CAST(SUM(sheets) AS BIGINT) AS sheets
          FROM refund GROUP BY job_id) AS f ON f.job_id = c.job_id
     ORDER BY c.job_id)sql"};

using LinesByJob = std::unordered_map<std::int64_t, std::vector<Line>>;

class RatingCheck {
 public:
  RatingCheck(const Versions& versions, const LinesByJob& lines, Findings& findings)
      : versions_(versions), lines_(lines), findings_(findings) {}

  void run(const store::Row& row) {
    row_ = "charge " + std::to_string(row.integer(0));
    const Version* tariff = version("tariff", row.integer(3), row.integer(1), row.integer(4));
    const Version* plan = version("fee plan", 0, row.integer(2), row.integer(4));
    if (tariff != nullptr && plan != nullptr && !row.is_null(29)) check_loss(row, tariff->terms, plan->terms);
    if (row.text(5) != "captured" && row.text(5) != "metered") return check_lines(row.integer(0), {});
    if (tariff == nullptr || plan == nullptr) return;
    const Counts counts = counts_from(row, 12);
    if (row.integer(24) > 0) check_refunds(row, counts, tariff->terms, plan->terms);
    const auto rated = rate_again(tariff->terms, plan->terms, counts);
    if (!rated || tariff->terms["currency"].text() != row.text(11))
      return findings_.add("rating-differs", row_, "its price versions make no price of it in its currency");
    const bool is_metered = row.text(5) == "metered";  // its amounts are looked at in metered.cpp
    const std::int64_t captured = std::min(rated->device_fee + rated->service_fee, row.integer(6));
    if (!is_metered) check_amounts(row, *rated, captured);
    check_lines(row.integer(0), rated->lines);
  }

 private:
  void check_amounts(const store::Row& row, const Rated& rated, std::int64_t captured) {
    if (rated.device_fee != row.integer(7) || rated.service_fee != row.integer(8) || captured != row.integer(9) ||
        rated.commission != row.integer(10))
      findings_.add("rating-differs", row_,
                    "rated again: device " + std::to_string(rated.device_fee) + ", service " +
                        std::to_string(rated.service_fee) + ", captured " + std::to_string(captured) + ", commission " +
                        std::to_string(rated.commission) + "; the charge says " + std::to_string(row.integer(7)) +
                        ", " + std::to_string(row.integer(8)) + ", " + std::to_string(row.integer(9)) + ", " +
                        std::to_string(row.integer(10)));
  }
  // The sums of a charge's refunds are what it was, less the rating of what remains.
  void check_refunds(const store::Row& row, Counts remaining, const Json& tariff, const Json& plan) {
    remaining.monochrome -= row.integer(21);
    remaining.color -= row.integer(22);
    remaining.sheets -= row.integer(23);
    const bool possible = remaining.monochrome >= 0 && remaining.color >= 0 && remaining.sheets >= 0;
    const auto rated = possible ? rate_again(tariff, plan, remaining) : std::nullopt;
    if (!rated) return findings_.add("refund-rating-differs", row_, "more was given back than came out");
    const std::int64_t owed = std::min(rated->device_fee + rated->service_fee, row.integer(6));
    if (row.integer(9) - row.integer(25) != owed || row.integer(7) - row.integer(26) != rated->device_fee ||
        row.integer(8) - row.integer(27) != rated->service_fee ||
        row.integer(10) - row.integer(28) != rated->commission)
      findings_.add("refund-rating-differs", row_,
                    "what remains rates as device " + std::to_string(rated->device_fee) + ", service " +
                        std::to_string(rated->service_fee) + ", commission " + std::to_string(rated->commission) +
                        "; the charge less its refunds is something else");
  }
  void check_loss(const store::Row& row, const Json& tariff, const Json& plan) {
    Counts probably = counts_from(row, 12);
    probably.monochrome = row.integer(30);
    probably.color = row.integer(31);
    probably.sheets = row.integer(32);
    const auto rated = rate_again(tariff, plan, probably);
    if (!rated || rated->device_fee != row.integer(33) || rated->commission != row.integer(34))
      findings_.add("loss-differs", row_, "the loss is not what its price versions make of what probably came out");
  }
  const Version* version(const char* kind, std::int64_t printer, std::int64_t id, std::int64_t at) {
    const Version* found = versions_.find(printer, id);
    if (found == nullptr || !versions_.could_be_quoted(*found, at))
      findings_.add("version-not-in-force", row_,
                    std::string(kind) + " " + std::to_string(id) +
                        " was in force neither at release nor in the quarter of an hour before");
    return found;
  }
  void check_lines(std::int64_t job, const std::vector<Line>& expected) {
    const auto stored = lines_.find(job);
    if (stored == lines_.end() ? !expected.empty() : stored->second != expected)
      findings_.add("lines-differ", row_, "its lines are not those of its rating");
  }

  const Versions& versions_;
  const LinesByJob& lines_;
  Findings& findings_;
  std::string row_;
};
}  // namespace

Result<void> check_ratings(store::Reader& in, Findings& findings) {
  Versions versions;
  TRY(versions.read(in));
  LinesByJob lines;
  TRY(in.each(all_lines, {}, [&](const store::Row& row) -> Result<void> {
    lines[row.integer(0)].push_back({row.text(1), row.text(2), row.integer(3), row.integer(4), row.integer(5)});
    return {};
  }));
  RatingCheck check(versions, lines, findings);
  return in.each(rated_charges, {}, [&](const store::Row& row) -> Result<void> {
    check.run(row);
    return {};
  });
}

}  // namespace tsuke::books::verifying
