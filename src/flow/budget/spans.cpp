#include "flow/budget/spans.h"

#include <algorithm>

#include "flow/budget/bearing.h"

namespace tsuke::flow::budgets {

namespace {

using store::Query;

constexpr Query insert_span{"insert_budget_span", R"sql(
    INSERT INTO budget_span (account_id, budget_id, period, is_hard, is_open, granted, spent_before)
    VALUES ($1, $2, $3, $4, 1, 0, 0) ON CONFLICT (account_id) DO UPDATE SET is_open = 1)sql"};
constexpr Query span_of{"budget_span_of", "SELECT granted, spent_before FROM budget_span WHERE account_id = $1"};
constexpr Query update_span{"update_budget_span",
                            "UPDATE budget_span SET granted = $2, spent_before = $3 WHERE account_id = $1"};
constexpr Query shut_span{"close_budget_span", "UPDATE budget_span SET is_open = 0 WHERE account_id = $1"};

#define TSUKE_CHARGE_IN_SCOPE                                                                       \
  "c.payer = $1 AND c.currency = $2 AND c.released_at >= $3 "                                       \
  "AND ($4 IN ('cap', 'organisation') OR ($4 = 'person' AND c.person_id = $5) "                     \
  "     OR ($4 = 'purpose' AND c.purpose_id = $5) OR ($4 = 'department' AND c.department_id = $5) " \
  "     OR ($4 = 'cost-centre' AND c.cost_centre_id = $5)) "                                        \
  "AND NOT EXISTS (SELECT 1 FROM charge_budget l WHERE l.job_id = c.job_id AND l.account_id = $6)"
constexpr Query spent_without{
    "spent_without_budget",
    "SELECT CAST(COALESCE(SUM(c.captured - c.refunded), 0) AS BIGINT) FROM charge_due c WHERE c.state = 'captured' "
    "AND " TSUKE_CHARGE_IN_SCOPE};
constexpr Query open_without{"open_charges_without_budget",
                             "SELECT c.job_id, c.attempt_id, c.authorised, c.state FROM charge_due c "
                             "WHERE c.state IN ('reserved', 'unconfirmed') AND " TSUKE_CHARGE_IN_SCOPE
                             " ORDER BY c.job_id"};

constexpr const char* grant_word = "budget-grant";
constexpr const char* cut_word = "budget-cut";
constexpr const char* spent_before_word = "budget-spent-before";

struct Span {
  std::int64_t granted = 0;
  std::int64_t spent_before = 0;
};

Currency currency_of(const Budget& budget) { return budget.granted.currency; }

// Account limits never change, so one that only warns has an account of its own.
std::string account_name(const Budget& budget) {
  return "budget:" + holder_of(budget.key) + ":" + budget.period + (budget.hard ? "" : ":warn");
}

// The transfers that bring an account from one state to another.
class Booking {
 public:
  Booking(store::Transaction& in, const Budget& budget, Instant now) : in_(in), budget_(budget), now_(now) {}

  Result<void> grant(std::int64_t change) {
    const AccountId source = TRY(books::ensure_account(in_, "budget:source", books::budget_unit(currency_of(budget_))));
    if (change > 0) add(grant_word, source, budget_.account, change);
    if (change < 0) add(cut_word, budget_.account, source, -change);
    return {};
  }
  Result<void> spent_before(std::int64_t amount) {
    const AccountId used = TRY(used_account(in_, currency_of(budget_)));
    if (amount > 0) add(spent_before_word, budget_.account, used, amount);
    return {};
  }
  Result<void> reserve(const OpenCharge& charge) {
    const AccountId used = TRY(used_account(in_, currency_of(budget_)));
    transfers_.push_back(budget_reservation(charge, budget_.account, used, now_));
    return {};
  }

  // More than a chain holds are several, all in this write.
  Result<void> post() {
    for (std::size_t at = 0; at < transfers_.size(); at += books::chain_max) {
      const auto begin = transfers_.begin() + static_cast<std::ptrdiff_t>(at);
      const auto size = std::min(books::chain_max, transfers_.size() - at);
      auto posted = books::post(in_, {begin, begin + static_cast<std::ptrdiff_t>(size)}, now_);
      if (!posted.ok() && posted.error().reason == Reason::limit_reached)
        return Error{Reason::conflict, "budget-below-use",
                     "more than that is used or reserved already in this period; set a higher budget"};
      if (!posted.ok()) return posted;
    }
    return {};
  }

 private:
  void add(const char* what, AccountId debit, AccountId credit, std::int64_t amount) {
    const std::int64_t reference = budget_.key.organisation.value;
    const auto id = books::make_transfer_id(now_, what, reference, next_id_value());
    transfers_.push_back({id, books::TransferKind::direct, debit, credit, amount, {}, what, reference, now_});
  }

  store::Transaction& in_;
  const Budget& budget_;
  Instant now_;
  std::vector<books::Transfer> transfers_;
};

Result<store::Values> scope_values(const registry::Organisation& organisation, const Budget& budget, Instant now) {
  const Instant begin = TRY(period_begin(budget.key.period, now, organisation.time_zone));
  return store::Values{registry::payer_key({organisation.id, {}}),
                       organisation.currency.view(),
                       begin,
                       to_string(budget.key.scope),
                       budget.key.subject,
                       budget.account};
}

Result<std::vector<OpenCharge>> open_charges(store::Reader& in, const store::Values& scope) {
  return in.list<OpenCharge>(open_without, scope, [](const store::Row& row) {
    return OpenCharge{row.id<JobId>(0), row.id<AttemptId>(1), row.integer(2), row.text(3) == "reserved"};
  });
}

}  // namespace

Result<void> open_span(store::Transaction& in, Budget& budget, Instant) {
  const auto limit = budget.hard ? books::Limit::debits_must_not_exceed_credits : books::Limit::none;
  budget.account = TRY(books::ensure_account(in, account_name(budget), books::budget_unit(currency_of(budget)), limit));
  return in.run(insert_span, {budget.account, budget.id, budget.period, budget.hard});
}

Result<void> bring_to(store::Transaction& in, const registry::Organisation& organisation, Budget& budget,
                      std::int64_t limit, Instant now) {
  TRY(open_span(in, budget, now));
  const Span before = TRY(in.find<Span>(span_of, {budget.account}, [](const store::Row& row) {
                        return Span{row.integer(0), row.integer(1)};
                      })).value_or(Span{});
  const store::Values scope = TRY(scope_values(organisation, budget, now));
  const std::int64_t spent = std::max(before.spent_before, TRY(in.integer(spent_without, scope)).value_or(0));
  const auto charges = TRY(open_charges(in, scope));
  Booking booking(in, budget, now);
  TRY(booking.grant(limit - before.granted));
  TRY(booking.spent_before(spent - before.spent_before));
  for (const OpenCharge& charge : charges)
    if (charge.is_reserved && charge.authorised > 0) TRY(booking.reserve(charge));
  TRY(booking.post());
  for (const OpenCharge& charge : charges) TRY(bear(in, charge, budget.account, now));
  return in.run(update_span, {budget.account, limit, spent});
}

Result<void> grant_first(store::Transaction& in, Budget& budget, Instant now) {
  TRY(open_span(in, budget, now));
  Booking booking(in, budget, now);
  TRY(booking.grant(budget.granted.amount_minor));
  TRY(booking.post());
  return in.run(update_span, {budget.account, budget.granted.amount_minor, 0});
}

Result<void> close_span(store::Transaction& in, const Budget& budget) {
  return budget.account.exists() ? in.run(shut_span, {budget.account}) : Result<void>();
}

}  // namespace tsuke::flow::budgets
