#include "flow/charge/capture.h"

#include "flow/budget/alerts.h"
#include "flow/budget/bearing.h"
#include "flow/money.h"
#include "flow/output.h"
#include "rules/price_book.h"
#include "rules/quote.h"

namespace tsuke::flow {

namespace {

using books::Transfer;
using books::TransferKind;
using store::Query;

constexpr Query write_capture{"write_capture", R"sql(
    UPDATE charge SET device_fee = $2, service_fee = $3, captured = $4, absorbed = $5, commission = $6, state = 'captured', settled_at = $7
     WHERE job_id = $1)sql"};
constexpr Query write_line{"write_line", R"sql(
    INSERT INTO rated_line (job_id, position, part, what, quantity, unit_price_milli, amount) VALUES ($1, $2, $3, $4, $5, $6, $7))sql"};

// Collects the transfers of one settlement: all about the same job, all keyed by the same attempt.
class Chain {
 public:
  Chain(store::Transaction& in, const Charge& charge, const Attempt& attempt, Instant now)
      : in_(in), charge_(charge), attempt_(attempt), now_(now) {}

  Result<void> direct(const char* what, const std::string& debit, const std::string& credit, Money amount) {
    if (amount.amount_minor == 0) return {};
    const books::Unit unit = books::money_unit(amount.currency);
    const AccountId from = TRY(books::ensure_account(in_, debit, unit));
    const AccountId to = TRY(books::ensure_account(in_, credit, unit));
    add(what, TransferKind::direct, from, to, amount.amount_minor, {});
    return {};
  }

  Result<void> direct_budget(const Bearer& bearer, Money amount) {
    const AccountId used = TRY(used_account(in_, amount.currency));
    add(budget_id("capture-budget", bearer), "capture-budget", TransferKind::direct, bearer.budget.account, used,
        amount.amount_minor, {});
    return {};
  }

  // Posts part of a reservation, or releases all of it when nothing is due.
  void resolve_money(Money amount) {
    const bool due = amount.amount_minor > 0;
    add(due ? "capture" : "void", due ? TransferKind::post : TransferKind::release, {}, {}, amount.amount_minor,
        transfer_id(attempt_, reserve_money));
  }
  void resolve_budget(const Bearer& bearer, Money amount) {
    const bool due = amount.amount_minor > 0;
    const char* what = due ? "capture-budget" : "void-budget";
    add(budget_id(what, bearer), what, due ? TransferKind::post : TransferKind::release, {}, {}, amount.amount_minor,
        bearer.reservation);
  }

  Result<void> post() {
    if (transfers_.empty()) return {};
    return books::post(in_, transfers_, now_);
  }

 private:
  // One attempt posts on several budgets: each posting has a key of its own.
  books::TransferId budget_id(const char* what, const Bearer& bearer) const {
    return books::make_transfer_id(attempt_.released_at, what, attempt_.id.value, bearer.budget.account.value);
  }
  void add(const char* what, TransferKind kind, AccountId debit, AccountId credit, std::int64_t amount,
           std::optional<books::TransferId> resolves) {
    add(transfer_id(attempt_, what), what, kind, debit, credit, amount, std::move(resolves));
  }
  void add(books::TransferId id, const char* what, TransferKind kind, AccountId debit, AccountId credit,
           std::int64_t amount, std::optional<books::TransferId> resolves) {
    transfers_.push_back(
        {std::move(id), kind, debit, credit, amount, std::move(resolves), what, charge_.job.value, now_});
  }

  store::Transaction& in_;
  const Charge& charge_;
  const Attempt& attempt_;
  Instant now_;
  std::vector<Transfer> transfers_;
};

using Bearers = std::vector<Bearer>;

void resolve(Chain& chain, const Bearers& bearers, Money amount) {
  for (const Bearer& bearer : bearers)
    if (bearer.reservation) chain.resolve_budget(bearer, amount);
  chain.resolve_money(amount);
}

Result<void> write_lines(store::Transaction& in, const Charge& charge, const rules::Rating& rating) {
  std::int64_t position = 1;
  const auto write = [&](const char* part, const std::vector<rules::RatedLine>& lines) -> Result<void> {
    for (const rules::RatedLine& line : lines)
      TRY(in.run(write_line, {charge.job, position++, part, line.what, line.quantity, line.unit_price.milli_minor,
                              line.amount.amount_minor}));
    return {};
  };
  TRY(write("device", rating.device_lines));
  return write("service", rating.service_lines);
}

// From the payer into clearing: out of the reservation, or directly when it has fallen back.
Result<void> take_from_payer(Chain& chain, const Charge& charge, const Bearers& bearers, Money captured) {
  if (charge.state == ChargeState::reserved) {
    if (charge.authorised.amount_minor > 0) resolve(chain, bearers, captured);
    return {};
  }
  if (captured.amount_minor == 0) return {};
  for (const Bearer& bearer : bearers) TRY(chain.direct_budget(bearer, captured));
  return chain.direct("capture", unbilled_account(charge.payer), clearing_account, captured);
}

// What the budgets of a reserved charge are; of one whose reservation has fallen back, those still in force.
Result<Bearers> bearers_for(store::Transaction& in, const Charge& charge) {
  if (charge.state != ChargeState::reserved) TRY(leave_closed(in, charge.job));
  return bearers_of(in, charge.job);
}

Result<void> tell(store::Transaction& in, Bearers& bearers, Money captured, Instant now) {
  for (Bearer& bearer : bearers) {
    bearer.budget.used = bearer.budget.used + captured;
    if (bearer.is_open) TRY(tell_thresholds(in, bearer.budget, now));
  }
  return {};
}

Result<void> share(Chain& chain, const Charge& charge, const rules::Rating& rating) {
  TRY(chain.direct("absorbed", operator_absorbed_account, clearing_account, rating.absorbed));
  TRY(chain.direct("device-fee", clearing_account, accrued_account(charge.provider), rating.device_fee));
  TRY(chain.direct("service-fee", clearing_account, operator_fee_account, rating.service_fee));
  return chain.direct("commission", accrued_account(charge.provider), operator_commission_account, rating.commission);
}

}  // namespace

Result<bool> capture(store::Transaction& in, const Charge& charge, const Attempt& attempt, Instant now) {
  const rules::TariffVersion tariff = TRY(rules::tariff_version(in, charge.tariff));
  const rules::FeePlanVersion plan = TRY(rules::fee_plan_version(in, charge.fee_plan));
  const rules::Rating rating =
      rules::rate(output_of(charge.usage, attempt), tariff.tariff, plan.plan, charge.authorised);
  Bearers bearers = TRY(bearers_for(in, charge));
  const auto posted = [&]() -> Result<void> {
    Chain chain(in, charge, attempt, now);
    TRY(take_from_payer(chain, charge, bearers, rating.captured));
    TRY(share(chain, charge, rating));
    return chain.post();
  };
  const bool reserved = charge.state == ChargeState::reserved;
  // Without a reservation the budget may refuse; that refusal must not burn the keys of a later, better try.
  auto result = reserved ? posted() : in.attempt(posted);
  if (!result.ok() && result.error().reason == Reason::limit_reached && !reserved) return false;
  if (!result.ok()) return result.take_error();
  TRY(in.run(write_capture,
             {charge.job, rating.device_fee.amount_minor, rating.service_fee.amount_minor, rating.captured.amount_minor,
              rating.absorbed.amount_minor, rating.commission.amount_minor, now}));
  TRY(write_lines(in, charge, rating));
  TRY(tell(in, bearers, rating.captured, now));
  return true;
}

Result<void> release_reservation(store::Transaction& in, const Charge& charge, const Attempt& attempt, Instant now) {
  if (charge.authorised.amount_minor == 0) return {};
  Chain chain(in, charge, attempt, now);
  resolve(chain, TRY(bearers_of(in, charge.job)), {0, charge.authorised.currency});
  return chain.post();
}

}  // namespace tsuke::flow
