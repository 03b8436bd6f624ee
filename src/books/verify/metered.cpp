// Prints in a trial: nothing was posted or captured of them, what they would have cost is what the stored versions make
// of the reported counts, the shares are what their weights make of it, and the trial was in force and covers them.
#include <algorithm>
#include <array>

#include "books/verify/findings.h"
#include "books/verify/versions.h"

namespace tsuke::books::verifying {

namespace {
using store::Query;

constexpr Query metered_charges{"verify_metered_charges", R"sql(
    SELECT c.job_id, c.state, c.tariff_id, c.fee_plan_id, c.printer_id, c.currency, c.shares, c.authorised, c.captured,
           COALESCE(u.monochrome_impressions, 0), COALESCE(u.color_impressions, 0), COALESCE(u.sheets, 0),
           COALESCE(a.media, ''), COALESCE(a.sides, ''), COALESCE(a.copies, 1), COALESCE(a.expected_impressions, 0),
           COALESCE(a.expected_sheets, 0), COALESCE(a.rest_of_settings, '{}'), COALESCE(u.reports, 0)
      FROM charge c
      LEFT JOIN attempt a ON a.id = c.attempt_id
      LEFT JOIN usage u ON u.attempt_id = c.attempt_id
     WHERE c.state = 'metered' OR EXISTS (SELECT 1 FROM metered m WHERE m.job_id = c.job_id)
     ORDER BY c.job_id)sql"};
constexpr Query metered_rows{"verify_metered", R"sql(
    SELECT m.job_id, m.position, m.payer, m.authorised, m.device_fee, m.service_fee, m.captured, m.absorbed,
           m.commission, COALESCE(s.payer, c.payer), COALESCE(s.weight, 0),
           CASE WHEN t.id IS NULL THEN 0
                WHEN t.provider_said = 'yes' AND t.operator_said = 'yes' AND t.provider_id = c.provider_id
                     AND t.provider_at <= c.released_at AND t.operator_at <= c.released_at
                     AND t.begins <= c.released_at AND t.ends > c.released_at
                     AND (t.ended_at IS NULL OR t.ended_at >= c.released_at)
                     AND (t.organisation_id IS NULL OR m.payer = 'organisation:' || CAST(t.organisation_id AS TEXT))
                THEN 1 ELSE 0 END,
           m.trial_id
      FROM metered m
      LEFT JOIN charge c ON c.job_id = m.job_id
      LEFT JOIN charge_share s ON s.job_id = m.job_id AND s.position = m.position
      LEFT JOIN trial t ON t.id = m.trial_id
     ORDER BY m.job_id, m.position)sql"};

// device fee, service fee, captured, absorbed, commission
constexpr std::size_t amount_count = 5;
using Figures = std::array<std::int64_t, amount_count>;

struct MeteredRow {
  std::int64_t position;
  std::string payer;
  std::int64_t authorised;
  Figures figures;
  std::string charged_to;  // what the charge or its share says
  std::int64_t weight;
  bool covered, has_trial;
};
using RowsByJob = std::map<std::int64_t, std::vector<MeteredRow>>;

bool moves_something(const std::string& what) { return what != "void" && what != "void-budget"; }

class MeteredCheck {
 public:
  MeteredCheck(const store::Row& charge, const std::vector<MeteredRow>& rows, const Postings& posted,
               const Versions& versions, Findings& findings)
      : charge_(charge), rows_(rows), posted_(posted), versions_(versions), findings_(findings) {}

  void run() {
    const bool is_metered = charge_.text(1) == "metered";
    if (rows_.empty() || rows_.front().position != 0) return fault("metered-differs", "it has no row of what it costs");
    if (charge_.integer(7) != 0 || charge_.integer(8) != 0)
      fault("metered-but-charged", "it was printed in a trial and has amounts of its own");
    if (charge_.text(1) == "captured") fault("metered-but-charged", "it was printed in a trial and is captured");
    check_postings();
    check_trials();
    check_rating(is_metered);
    check_shares();
  }

 private:
  void fault(std::string_view code, std::string what) {
    findings_.add(code, "charge " + std::to_string(charge_.integer(0)), std::move(what));
  }

  // An attempt before it may have been charged for, and set free again.
  void check_postings() {
    if (posted_.open_reservations != 0) fault("metered-but-charged", "money is reserved for it");
    for (const auto& [key, amount] : posted_.moved)
      if (amount != 0 && moves_something(std::get<0>(key)))
        fault("metered-but-charged", std::get<0>(key) + " was posted about it with " + digits(amount));
  }

  void check_trials() {
    const bool is_shared = charge_.integer(6) != 0;
    for (const MeteredRow& row : rows_) {
      const bool names_one = !is_shared || row.position != 0;
      if (row.has_trial != names_one || (names_one && !row.covered))
        fault("not-in-trial", "no trial that both sides had agreed to covered " + row.payer + " at its release");
      if (row.payer != row.charged_to)
        fault("metered-differs", "it was metered for " + row.payer + ", its payer is " + row.charged_to);
    }
  }

  void check_rating(bool is_metered) {
    const MeteredRow& whole = rows_.front();
    if (!is_metered) {
      if (whole.figures != Figures{}) fault("metered-differs", "it is " + charge_.text(1) + " and has metered amounts");
      return;
    }
    if (charge_.integer(18) <= 0 || charge_.integer(9) + charge_.integer(10) <= 0)
      return fault("metered-differs", "no device reported anything printed");
    const Version* tariff = versions_.find(charge_.integer(4), charge_.integer(2));
    const Version* plan = versions_.find(0, charge_.integer(3));
    const auto rated = tariff == nullptr || plan == nullptr
                           ? std::nullopt
                           : rate_again(tariff->terms, plan->terms, counts_from(charge_, 9));
    if (!rated || tariff->terms["currency"].text() != charge_.text(5))
      return fault("metered-differs", "its price versions make no price of it in its currency");
    const std::int64_t total = rated->device_fee + rated->service_fee;
    const std::int64_t captured = std::min(total, whole.authorised);
    if (whole.figures != Figures{rated->device_fee, rated->service_fee, captured, total - captured, rated->commission})
      fault("metered-differs", "rated again it would have cost " + std::to_string(captured) + ", its row says " +
                                   std::to_string(whole.figures[2]));
  }

  void check_shares() {
    const std::vector<MeteredRow> shares(rows_.begin() + 1, rows_.end());
    if (static_cast<std::int64_t>(shares.size()) != charge_.integer(6))
      return fault("metered-differs", "it has " + std::to_string(charge_.integer(6)) + " payers and " +
                                          std::to_string(shares.size()) + " rows for them");
    if (shares.empty()) return;
    std::vector<std::int64_t> weights;
    for (const MeteredRow& share : shares) weights.push_back(share.weight);
    const MeteredRow& whole = rows_.front();
    const Figures& all = whole.figures;
    const auto authorised = apportion(whole.authorised, weights), total = apportion(all[0] + all[1], weights);
    const auto device = apportion(all[0], weights), captured = apportion(all[2], weights);
    const auto commission = apportion(all[4], weights);
    for (std::size_t each = 0; each < shares.size(); ++each) {
      const Figures expected{device[each], total[each] - device[each], captured[each], total[each] - captured[each],
                             commission[each]};
      if (shares[each].figures != expected || shares[each].authorised != authorised[each])
        fault("metered-differs", "the part of " + shares[each].payer + " is not what its weight makes of the whole");
    }
  }

  const store::Row& charge_;
  const std::vector<MeteredRow>& rows_;
  const Postings& posted_;
  const Versions& versions_;
  Findings& findings_;
};

Result<RowsByJob> read_rows(store::Reader& in) {
  RowsByJob rows;
  TRY(in.each(metered_rows, {}, [&](const store::Row& row) -> Result<void> {
    rows[row.integer(0)].push_back({row.integer(1),
                                    row.text(2),
                                    row.integer(3),
                                    {row.integer(4), row.integer(5), row.integer(6), row.integer(7), row.integer(8)},
                                    row.text(9),
                                    row.integer(10),
                                    row.integer(11) != 0,
                                    !row.is_null(12)});
    return {};
  }));
  return rows;
}
}  // namespace

Result<void> check_metered(store::Reader& in, const PostingsByReference& postings, Findings& findings) {
  const RowsByJob rows = TRY(read_rows(in));
  Versions versions;
  TRY(versions.read(in));
  const Postings none;
  const std::vector<MeteredRow> no_rows;
  return in.each(metered_charges, {}, [&](const store::Row& row) -> Result<void> {
    const auto posted = postings.find(row.integer(0));
    const auto found = rows.find(row.integer(0));
    MeteredCheck(row, found == rows.end() ? no_rows : found->second, posted == postings.end() ? none : posted->second,
                 versions, findings)
        .run();
    return {};
  });
}

}  // namespace tsuke::books::verifying
