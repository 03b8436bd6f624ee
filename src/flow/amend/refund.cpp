#include "flow/amend/refund.h"

#include <algorithm>

#include "flow/amend/charge_budgets.h"
#include "flow/amend/notices.h"
#include "flow/amend/policy.h"
#include "flow/amend/refund_shares.h"
#include "flow/audit.h"
#include "flow/output.h"
#include "rules/price_book.h"
#include "rules/quote.h"

namespace tsuke::flow {

namespace {

using store::Query;

constexpr Query refunded_quantity{"refunded_quantity", R"sql(
    SELECT CAST(COALESCE(SUM(monochrome_impressions), 0) AS BIGINT), CAST(COALESCE(SUM(color_impressions), 0) AS BIGINT),
           CAST(COALESCE(SUM(sheets), 0) AS BIGINT), COUNT(*)
      FROM refund WHERE job_id = $1)sql"};
// Of the refunds under the same contract: what they took from the provider, and what of that the operator bore.
constexpr Query borne_so_far{"borne_so_far", R"sql(
    SELECT CAST(COALESCE(SUM(device_fee - commission), 0) AS BIGINT), CAST(COALESCE(SUM(borne), 0) AS BIGINT)
      FROM refund WHERE job_id = $1 AND operator_percent = $2)sql"};
constexpr Query insert_refund{"insert_refund", R"sql(
    INSERT INTO refund (id, job_id, position, request_id, cause, payer, monochrome_impressions, color_impressions, sheets,
                        currency, device_fee, service_fee, captured, absorbed, commission, operator_percent, borne,
                        paid_by, shared_by, decided_by, at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21))sql"};
constexpr Query add_refunded{"add_refunded", R"sql(
    UPDATE charge SET refunded = refunded + $2, refunded_device_fee = refunded_device_fee + $3,
                      refunded_service_fee = refunded_service_fee + $4, refunded_commission = refunded_commission + $5,
                      refunded_absorbed = refunded_absorbed + $6, refund_borne = refund_borne + $7
     WHERE job_id = $1)sql"};
constexpr Query refunds_by_job{"refunds_by_job", R"sql(
    SELECT f.id, f.job_id, f.position, f.request_id, f.cause, f.monochrome_impressions, f.color_impressions, f.sheets,
           f.currency, f.captured, f.device_fee, f.service_fee, f.absorbed, f.commission, f.operator_percent, f.borne,
           f.paid_by, f.decided_by, COALESCE(person.name, ''), f.at
      FROM refund f LEFT JOIN person ON person.id = f.decided_by
     WHERE f.job_id = $1 ORDER BY f.position)sql"};

struct Before {
  Quantity quantity;
  int count = 0;
};
Result<Before> refunded_before(store::Reader& in, JobId job) {
  const auto sums = TRY(in.find<Before>(refunded_quantity, {job}, [](const store::Row& row) {
    return Before{{row.integer(0), row.integer(1), row.integer(2)}, static_cast<int>(row.integer(3))};
  }));
  return sums.value_or(Before{});
}

Quantity minus(const Quantity& all, const Quantity& part) {
  return {all.monochrome_impressions - part.monochrome_impressions, all.color_impressions - part.color_impressions,
          all.sheets - part.sheets};
}

bool has_negative(const Quantity& quantity) {
  return quantity.monochrome_impressions < 0 || quantity.color_impressions < 0 || quantity.sheets < 0;
}

// The rating of what remains: nothing at all when no impression does.
Result<rules::Rating> rating_of(store::Reader& in, const Charge& charge, const Quantity& remaining) {
  const Attempt attempt = TRY(flow::attempt(in, charge.attempt));
  const rules::TariffVersion tariff = TRY(rules::tariff_version(in, charge.tariff));
  const rules::FeePlanVersion plan = TRY(rules::fee_plan_version(in, charge.fee_plan));
  const Usage usage{remaining.monochrome_impressions, remaining.color_impressions, remaining.sheets, true};
  return rules::rate(output_of(usage, attempt), tariff.tariff, plan.plan, charge.authorised);
}

// The operator's part of all that refunds under this contract took from the provider, less what it bore before: so it
// does not drift, either.
Result<Money> borne_now(store::Reader& in, const Refund& refund) {
  struct Sums {
    std::int64_t taken = 0, borne = 0;
  };
  const auto sums = TRY(in.find<Sums>(borne_so_far, {refund.job, refund.operator_percent},
                                      [](const store::Row& row) { return Sums{row.integer(0), row.integer(1)}; }));
  const Money taken = refund.device_fee - refund.commission;
  const Money all{taken.amount_minor + sums->taken, taken.currency};
  return apply({refund.operator_percent, 100}, all, Rounding::half_up) - Money{sums->borne, taken.currency};
}

Result<void> post_refund(store::Transaction& in, const Charge& charge, const std::vector<ShareBack>& shares,
                         const Refund& made) {
  const bool shared = charge.shared_by.exists() || charge.paid_by.exists();
  const std::string share = shared ? payable_account(charge.provider) : accrued_account(charge.provider);
  const std::string payer = charge.paid_by.exists() ? credit_account(charge.payer) : unbilled_account(charge.payer);
  AmendChain chain(in, made.job, made.id.value, made.at);
  if (!shares.empty()) {
    TRY(post_shares_back(in, chain, charge, made, shares));
    return chain.post();
  }
  TRY(give_back_to_budgets(in, chain, charge, "refund-budget", made.captured));
  TRY(chain.money("refund-device-fee", share, clearing_account, made.device_fee));
  TRY(chain.money("refund-service-fee", operator_fee_account, clearing_account, made.service_fee));
  TRY(chain.money("refund-absorbed", clearing_account, operator_absorbed_account, made.absorbed));
  TRY(chain.money("refund", clearing_account, payer, made.captured));
  TRY(chain.money("refund-commission", operator_commission_account, share, made.commission));
  TRY(chain.money("refund-borne", operator_absorbed_account, share, made.borne));
  return chain.post();
}

Result<void> write_rows(store::Transaction& in, const Charge& charge, const Refund& made) {
  const PaymentId shared = charge.shared_by.exists() ? charge.shared_by : charge.paid_by;
  TRY(in.run(insert_refund, {made.id,
                             made.job,
                             made.position,
                             made.request,
                             made.cause,
                             registry::payer_key(charge.payer),
                             made.quantity.monochrome_impressions,
                             made.quantity.color_impressions,
                             made.quantity.sheets,
                             made.captured.currency.view(),
                             made.device_fee.amount_minor,
                             made.service_fee.amount_minor,
                             made.captured.amount_minor,
                             made.absorbed.amount_minor,
                             made.commission.amount_minor,
                             made.operator_percent,
                             made.borne.amount_minor,
                             charge.paid_by,
                             shared,
                             made.decided_by,
                             made.at}));
  return in.run(add_refunded,
                {made.job, made.captured.amount_minor, made.device_fee.amount_minor, made.service_fee.amount_minor,
                 made.commission.amount_minor, made.absorbed.amount_minor, made.borne.amount_minor});
}

Result<void> tell_payer(store::Transaction& in, const Charge& charge, const registry::Payer& payer, Money captured,
                        const Refund& made) {
  if (payer.is_private()) return {};
  TRY(notify(in, audience(payer), "refund-granted", charge, captured, made.cause, made.at));
  announce_charge(in, audience(payer), charge, "refunded");
  return {};
}

Result<void> tell(store::Transaction& in, const Charge& charge, const std::vector<ShareBack>& shares,
                  const Refund& made) {
  TRY(notify(in, audience(charge.person), "refund-granted", charge, made.captured, made.cause, made.at));
  announce_charge(in, audience(charge.person), charge, "refunded");
  if (shares.empty()) TRY(tell_payer(in, charge, charge.payer, made.captured, made));
  for (const ShareBack& each : shares) TRY(tell_payer(in, charge, each.share.payer, each.back.captured, made));
  TRY(notify(in, audience(charge.provider), "refund-granted", charge, made.device_fee, made.cause, made.at));
  announce_charge(in, audience(charge.provider), charge, "refunded");
  return {};
}

Refund refund_from(const store::Row& row) {
  const Currency currency = Currency::parse(row.text(8)).value_or(yen);
  const auto money = [&](int column) { return Money{row.integer(column), currency}; };
  Refund made;
  made.id = row.id<RefundId>(0);
  made.job = row.id<JobId>(1);
  made.position = static_cast<int>(row.integer(2));
  made.request = row.id<RefundRequestId>(3);
  made.cause = row.text(4);
  made.quantity = {row.integer(5), row.integer(6), row.integer(7)};
  made.captured = money(9);
  made.device_fee = money(10);
  made.service_fee = money(11);
  made.absorbed = money(12);
  made.commission = money(13);
  made.operator_percent = static_cast<int>(row.integer(14));
  made.borne = money(15);
  made.paid_by = row.id<PaymentId>(16);
  made.decided_by = row.id<PersonId>(17);
  made.decided_by_name = row.text(18);
  made.at = row.instant(19);
  return made;
}

}  // namespace

Result<Quantity> left_to_refund(store::Reader& in, const Charge& charge) {
  const Quantity all{charge.usage.monochrome_impressions, charge.usage.color_impressions, charge.usage.sheets};
  return minus(all, TRY(refunded_before(in, charge.job)).quantity);
}

Result<Refund> price_refund(store::Reader& in, const Charge& charge, const Quantity& quantity, std::string_view cause) {
  if (charge.state != ChargeState::captured)
    return Error{Reason::conflict, "not-charged", "only what was charged can be given back"};
  const Quantity left = TRY(left_to_refund(in, charge));
  Refund refund;
  refund.quantity = quantity;
  if (quantity.impressions() == left.impressions()) refund.quantity.sheets = left.sheets;
  const Quantity remaining = minus(left, refund.quantity);
  const bool nothing = refund.quantity.impressions() == 0 && refund.quantity.sheets == 0;
  if (has_negative(quantity) || nothing || has_negative(remaining))
    return Error{Reason::malformed, "bad-quantity",
                 "name at least one impression or sheet, and no more than was charged and is not given back yet"};
  const rules::Rating rating = TRY(rating_of(in, charge, remaining));
  refund.job = charge.job;
  refund.cause = cause;
  refund.captured = charge.owed() - rating.captured;
  refund.device_fee = charge.device_fee - charge.refunded.device_fee - rating.device_fee;
  refund.service_fee = charge.service_fee - charge.refunded.service_fee - rating.service_fee;
  refund.absorbed = charge.absorbed - charge.refunded.absorbed - rating.absorbed;
  refund.commission = charge.commission - charge.refunded.commission - rating.commission;
  refund.paid_by = charge.paid_by;
  refund.operator_percent = cause == "device-fault" ? 0 : TRY(operator_percent(in, charge.provider));
  refund.borne = TRY(borne_now(in, refund));
  return refund;
}

Result<Refund> refund(store::Transaction& in, JobId job, const RefundOrder& order, Instant now) {
  const auto charge = TRY(charge_of(in, job));
  if (!charge) return Error{Reason::conflict, "not-charged", "only what was charged can be given back"};
  Refund made = TRY(price_refund(in, *charge, order.quantity, order.cause));
  made.id = new_id<RefundId>();
  made.position = TRY(refunded_before(in, job)).count + 1;
  made.request = order.request;
  made.decided_by = order.decided_by;
  made.at = now;
  const std::vector<ShareBack> shares = TRY(shares_back(in, *charge, made));
  TRY(write_rows(in, *charge, made));
  TRY(write_shares_back(in, made, shares));
  TRY(post_refund(in, *charge, shares, made));
  TRY(audit(in, {0,
                 now,
                 order.decided_by,
                 {},
                 "refund",
                 "job:" + to_string(job),
                 Json::object({{"owed", charge->owed().amount_minor}}),
                 Json::object({{"owed", (charge->owed() - made.captured).amount_minor}, {"cause", made.cause}})}));
  TRY(tell(in, *charge, shares, made));
  return made;
}

Result<std::vector<Refund>> refunds_of(store::Reader& in, JobId job) {
  return in.list<Refund>(refunds_by_job, {job}, refund_from);
}

}  // namespace tsuke::flow
