#include "flow/charge/capture.h"

#include "flow/budget/alerts.h"
#include "flow/budget/bearing.h"
#include "flow/charge/rated_lines.h"
#include "flow/money.h"
#include "flow/output.h"
#include "flow/shares.h"
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

// What one payer pays of the charge: all of it, or its share.
struct PayerPart {
  registry::Payer payer;
  Money authorised, captured;
  int position = 0;  // of the share; 0: all of it
};

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
    if (amount.amount_minor == 0) return {};
    const AccountId used = TRY(used_account(in_, amount.currency));
    add(budget_id("capture-budget", bearer), "capture-budget", TransferKind::direct, bearer.budget.account, used,
        amount.amount_minor, {});
    return {};
  }

  // From the payer into clearing, without a reservation.
  Result<void> take(const PayerPart& part) {
    if (part.captured.amount_minor == 0) return {};
    const books::Unit unit = books::money_unit(part.captured.currency);
    const AccountId from = TRY(books::ensure_account(in_, unbilled_account(part.payer), unit));
    const AccountId to = TRY(books::ensure_account(in_, clearing_account, unit));
    add(id_of(part, "capture"), "capture", TransferKind::direct, from, to, part.captured.amount_minor, {});
    return {};
  }

  // Posts part of a reservation, or releases all of it when nothing is due.
  void resolve_money(const PayerPart& part) {
    const bool due = part.captured.amount_minor > 0;
    const char* what = due ? "capture" : "void";
    add(id_of(part, what), what, due ? TransferKind::post : TransferKind::release, {}, {}, part.captured.amount_minor,
        id_of(part, reserve_money));
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
  books::TransferId id_of(const PayerPart& part, const char* what) const {
    return part.position == 0 ? transfer_id(attempt_, what) : share_transfer_id(attempt_, what, part.position);
  }
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

// A budget bears what its own payer pays.
Money amount_of(const Bearer& bearer, const std::vector<PayerPart>& parts) {
  for (const PayerPart& part : parts)
    if (part.position == 0 || part.payer.organisation == bearer.budget.key.organisation) return part.captured;
  return {0, bearer.budget.granted.currency};
}

void resolve(Chain& chain, const Bearers& bearers, const std::vector<PayerPart>& parts) {
  for (const Bearer& bearer : bearers)
    if (bearer.reservation) chain.resolve_budget(bearer, amount_of(bearer, parts));
  for (const PayerPart& part : parts)
    if (part.authorised.amount_minor > 0) chain.resolve_money(part);
}

// Each payer's part of what is captured, in the order of the shares.
std::vector<PayerPart> parts_of(const Charge& charge, const std::vector<ChargeShare>& shares,
                                const std::vector<Amounts>& amounts, Money captured) {
  if (shares.empty()) return {{charge.payer, charge.authorised, captured, 0}};
  std::vector<PayerPart> parts;
  for (std::size_t each = 0; each < shares.size(); ++each)
    parts.push_back({shares[each].payer, shares[each].authorised, amounts[each].captured, shares[each].position});
  return parts;
}

std::vector<Amounts> amounts_for(const std::vector<ChargeShare>& shares, const Amounts& whole) {
  std::vector<std::int64_t> weights;
  for (const ChargeShare& share : shares) weights.push_back(share.weight);
  return share_out(whole, weights);
}

// From the payers into clearing: out of the reservations, or directly when these have fallen back.
Result<void> take_from_payers(Chain& chain, const Charge& charge, const Bearers& bearers,
                              const std::vector<PayerPart>& parts) {
  if (charge.state == ChargeState::reserved) {
    resolve(chain, bearers, parts);
    return {};
  }
  for (const Bearer& bearer : bearers) TRY(chain.direct_budget(bearer, amount_of(bearer, parts)));
  for (const PayerPart& part : parts) TRY(chain.take(part));
  return {};
}

// What the budgets of a reserved charge are; of one whose reservation has fallen back, those still in force.
Result<Bearers> bearers_for(store::Transaction& in, const Charge& charge) {
  if (charge.state != ChargeState::reserved) TRY(leave_closed(in, charge.job));
  return bearers_of(in, charge.job);
}

Result<void> tell(store::Transaction& in, Bearers& bearers, const std::vector<PayerPart>& parts, Instant now) {
  for (Bearer& bearer : bearers) {
    bearer.budget.used = bearer.budget.used + amount_of(bearer, parts);
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
  const std::vector<ChargeShare> shares = TRY(shares_of(in, charge));
  const auto amounts =
      amounts_for(shares, {rating.device_fee, rating.service_fee, rating.captured, rating.absorbed, rating.commission});
  const auto parts = parts_of(charge, shares, amounts, rating.captured);
  const auto posted = [&]() -> Result<void> {
    Chain chain(in, charge, attempt, now);
    TRY(take_from_payers(chain, charge, bearers, parts));
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
  for (std::size_t each = 0; each < shares.size(); ++each) TRY(write_captured(in, shares[each], amounts[each]));
  TRY(write_lines(in, charge.job, rating));
  TRY(tell(in, bearers, parts, now));
  return true;
}

Result<void> release_reservation(store::Transaction& in, const Charge& charge, const Attempt& attempt, Instant now) {
  if (charge.authorised.amount_minor == 0) return {};
  const Money nothing{0, charge.authorised.currency};
  const std::vector<ChargeShare> shares = TRY(shares_of(in, charge));
  const auto amounts = amounts_for(shares, {nothing, nothing, nothing, nothing, nothing});
  Chain chain(in, charge, attempt, now);
  resolve(chain, TRY(bearers_of(in, charge.job)), parts_of(charge, shares, amounts, nothing));
  return chain.post();
}

}  // namespace tsuke::flow
