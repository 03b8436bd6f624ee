// Charges that several payers share: the lines sum to the charge, each is what its weight makes of it, each was
// reserved and taken from its own payer, and what was given back of each is what its refunds say.
#include <algorithm>
#include <array>
#include <numeric>

#include "books/verify/findings.h"

namespace tsuke::books::verifying {

namespace {
using store::Query;

constexpr Query shared_charges{"verify_shared_charges", R"sql(
    SELECT job_id, shares, state, authorised, device_fee, service_fee, captured, absorbed, commission, refunded,
           refunded_device_fee, refunded_service_fee, refunded_absorbed, refunded_commission, refund_borne, released_at,
           paid_by, reassignments
      FROM charge WHERE shares <> 0 ORDER BY job_id)sql"};
constexpr Query all_shares{"verify_shares", R"sql(
    SELECT s.job_id, s.position, s.payer, s.weight, s.authorised, s.device_fee, s.service_fee, s.captured, s.absorbed,
           s.commission, s.refunded, s.refunded_device_fee, s.refunded_service_fee, s.refunded_absorbed,
           s.refunded_commission, s.refund_borne, COALESCE(c.shares, 0)
      FROM charge_share s LEFT JOIN charge c ON c.job_id = s.job_id ORDER BY s.job_id, s.position)sql"};
constexpr Query given_back{"verify_refund_shares", R"sql(
    SELECT r.job_id, r.payer, CAST(SUM(r.captured) AS BIGINT), CAST(SUM(r.device_fee) AS BIGINT),
           CAST(SUM(r.service_fee) AS BIGINT), CAST(SUM(r.absorbed) AS BIGINT), CAST(SUM(r.commission) AS BIGINT),
           CAST(SUM(r.borne) AS BIGINT)
      FROM refund_share r GROUP BY r.job_id, r.payer)sql"};

// device fee, service fee, captured, absorbed, commission, then the same given back, and what the operator bore.
constexpr std::size_t amount_count = 11;
constexpr const char* amount_names[] = {"device fee",
                                        "service fee",
                                        "captured",
                                        "absorbed",
                                        "commission",
                                        "refunded",
                                        "refunded device fee",
                                        "refunded service fee",
                                        "refunded absorbed",
                                        "refunded commission",
                                        "borne"};
using Figures = std::array<std::int64_t, amount_count>;

struct ShareRow {
  std::string payer;
  std::int64_t position, weight, authorised;
  Figures figures;
  std::int64_t charge_shares;
};
using SharesByJob = std::map<std::int64_t, std::vector<ShareRow>>;

Figures figures_from(const store::Row& row, int first) {
  Figures figures{};
  for (std::size_t each = 0; each < amount_count; ++each) figures[each] = row.integer(first + static_cast<int>(each));
  return figures;
}

std::vector<std::int64_t> weights_of(const std::vector<ShareRow>& shares) {
  std::vector<std::int64_t> weights;
  for (const ShareRow& share : shares) weights.push_back(share.weight);
  return weights;
}

class ShareCheck {
 public:
  ShareCheck(const store::Row& charge, const std::vector<ShareRow>& shares, const Postings& posted, Findings& findings)
      : row_("charge " + std::to_string(charge.integer(0))),
        state_(charge.text(2)),
        released_at_(charge.integer(15)),
        authorised_(charge.integer(3)),
        figures_(figures_from(charge, 4)),
        shares_(shares),
        posted_(posted),
        findings_(findings) {
    if (charge.integer(1) != static_cast<std::int64_t>(shares.size()))
      fault("it says " + std::to_string(charge.integer(1)) + " shares and has " + std::to_string(shares.size()));
    if (!charge.is_null(16) || charge.integer(17) != 0) fault("it is shared, and paid or moved as if it had one payer");
  }

  void run() {
    check_sums();
    check_weights();
    check_postings();
  }

 private:
  void fault(std::string what) { findings_.add("shares-differ", row_, std::move(what)); }

  void check_sums() {
    Wide authorised = 0;
    for (const ShareRow& share : shares_) authorised += share.authorised;
    if (authorised != authorised_)
      fault("its shares authorise " + digits(authorised) + ", the charge " + std::to_string(authorised_));
    for (std::size_t each = 0; each < amount_count; ++each) {
      Wide sum = 0;
      for (const ShareRow& share : shares_) sum += share.figures[each];
      if (sum != figures_[each])
        fault("its shares' " + std::string(amount_names[each]) + " is " + digits(sum) + ", the charge's " +
              std::to_string(figures_[each]));
    }
  }

  // What each pays, and what of the provider's fee and commission stands against it: before refunds and after.
  void check_weights() {
    compare_with_weights("authorised", authorised_, [](const ShareRow& share) { return share.authorised; });
    constexpr std::size_t device = 0, captured = 2, commission = 4;
    for (const std::size_t each : {device, captured, commission}) {
      const std::size_t back = each == device ? 6 : each == captured ? 5 : 9;
      compare_with_weights(amount_names[each], figures_[each],
                           [=](const ShareRow& share) { return share.figures[each]; });
      compare_with_weights(amount_names[back], figures_[each] - figures_[back],
                           [=](const ShareRow& share) { return share.figures[each] - share.figures[back]; });
    }
    compare_with_weights("borne", figures_[10], [](const ShareRow& share) { return share.figures[10]; });
  }
  template <typename Amount>
  void compare_with_weights(const std::string& name, std::int64_t whole, Amount amount) {
    const auto parts = apportion(whole, weights_of(shares_));
    for (std::size_t each = 0; each < shares_.size(); ++each)
      if (amount(shares_[each]) != parts[each])
        fault("of " + name + " " + std::to_string(whole) + " the share of " + shares_[each].payer + " is " +
              std::to_string(parts[each]) + ", not " + std::to_string(amount(shares_[each])));
  }

  void check_postings() {
    int open = 0;
    std::map<std::string, Wide> reserved =
        posted_.reserved_at == released_at_ ? posted_.reserved_by_payer : std::map<std::string, Wide>{};
    std::map<std::string, Wide> captured;
    for (const auto& [key, amount] : posted_.moved)
      if (std::get<0>(key) == "capture") captured[std::get<1>(key)] += amount;
    for (const ShareRow& share : shares_) {
      const std::string account = "payer:" + share.payer + ":unbilled";
      open += state_ == "reserved" && share.authorised > 0 ? 1 : 0;
      compare("reservation-differs", "reserved", account, reserved[account], share.authorised);
      compare("capture-differs", "taken", account, captured[account], share.figures[2]);
      reserved.erase(account);
      captured.erase(account);
    }
    for (const auto& [account, amount] : reserved)
      findings_.add("payer-differs", row_, "reserved on " + account + ", which is of no payer of it");
    for (const auto& [account, amount] : captured)
      findings_.add("payer-differs", row_, "taken from " + account + ", which is of no payer of it");
    if (posted_.open_reservations != open)
      findings_.add("reservation-left-open", row_,
                    "it is " + state_ + " with " + std::to_string(posted_.open_reservations) + " open reservations");
    const auto payers_due =
        std::count_if(shares_.begin(), shares_.end(), [](const ShareRow& share) { return share.figures[2] > 0; });
    if (posted_.captures > payers_due)
      findings_.add("captured-twice", row_, std::to_string(posted_.captures) + " transfers took money from its payers");
  }
  void compare(std::string_view code, const char* what, const std::string& account, Wide posted, std::int64_t said) {
    if (posted != said)
      findings_.add(code, row_,
                    digits(posted) + " was " + what + " of " + account + ", the share says " + std::to_string(said));
  }

  const std::string row_, state_;
  const std::int64_t released_at_, authorised_;
  const Figures figures_;
  const std::vector<ShareRow>& shares_;
  const Postings& posted_;
  Findings& findings_;
};

Result<SharesByJob> read_shares(store::Reader& in, Findings& findings) {
  SharesByJob shares;
  TRY(in.each(all_shares, {}, [&](const store::Row& row) -> Result<void> {
    shares[row.integer(0)].push_back(
        {row.text(2), row.integer(1), row.integer(3), row.integer(4), figures_from(row, 5), row.integer(16)});
    if (row.integer(16) == 0)
      findings.add("shares-differ", "charge " + std::to_string(row.integer(0)),
                   row.text(2) + " has a share of a charge that is not shared");
    return {};
  }));
  return shares;
}

// What refunds say that each payer got back.
Result<void> check_given_back(store::Reader& in, const SharesByJob& shares, Findings& findings) {
  std::map<std::pair<std::int64_t, std::string>, std::array<std::int64_t, 6>> given;
  TRY(in.each(given_back, {}, [&](const store::Row& row) -> Result<void> {
    for (int each = 0; each < 6; ++each) given[{row.integer(0), row.text(1)}][each] = row.integer(2 + each);
    return {};
  }));
  for (const auto& [job, lines] : shares)
    for (const ShareRow& line : lines) {
      const std::array<std::int64_t, 6> said{line.figures[5], line.figures[6], line.figures[7],
                                             line.figures[8], line.figures[9], line.figures[10]};
      if (given[{job, line.payer}] != said)
        findings.add("refund-differs", "charge " + std::to_string(job),
                     "the refunds of " + line.payer + " are not what its share says");
      given.erase({job, line.payer});
    }
  for (const auto& [key, ignored] : given)
    findings.add("refund-differs", "charge " + std::to_string(key.first),
                 key.second + " got back what it has no share of");
  return {};
}
}  // namespace

// The heaviest first, each rounded against what is left of the whole, a half upwards.
std::vector<std::int64_t> apportion(std::int64_t whole, const std::vector<std::int64_t>& weights) {
  std::vector<std::size_t> open(weights.size());
  std::iota(open.begin(), open.end(), std::size_t{0});
  std::vector<std::int64_t> parts(weights.size());
  Wide left = whole, weight_left = std::accumulate(weights.begin(), weights.end(), Wide{0});
  while (!open.empty()) {
    const auto heaviest = std::max_element(open.begin(), open.end(),
                                           [&](std::size_t a, std::size_t b) { return weights[a] < weights[b]; });
    const Wide product = left * weights[*heaviest], quotient = weight_left == 0 ? 0 : product / weight_left;
    const bool up = weight_left != 0 && 2 * (product - quotient * weight_left) >= weight_left;
    parts[*heaviest] = static_cast<std::int64_t>(quotient + (up ? 1 : 0));
    left -= parts[*heaviest];
    weight_left -= weights[*heaviest];
    open.erase(heaviest);
  }
  return parts;
}

Result<void> check_shares(store::Reader& in, const PostingsByReference& postings, Findings& findings) {
  const SharesByJob shares = TRY(read_shares(in, findings));
  const Postings none;
  const std::vector<ShareRow> no_shares;
  TRY(in.each(shared_charges, {}, [&](const store::Row& row) -> Result<void> {
    const auto posted = postings.find(row.integer(0));
    const auto lines = shares.find(row.integer(0));
    ShareCheck(row, lines == shares.end() ? no_shares : lines->second, posted == postings.end() ? none : posted->second,
               findings)
        .run();
    return {};
  }));
  return check_given_back(in, shares, findings);
}

}  // namespace tsuke::books::verifying
