#include "flow/amend/refund_shares.h"

#include "flow/amend/charge_budgets.h"
#include "rules/split.h"

namespace tsuke::flow {

namespace {

using store::Query;

constexpr Query insert_refund_share{"insert_refund_share", R"sql(
    INSERT INTO refund_share (refund_id, job_id, payer, currency, device_fee, service_fee, captured, absorbed, commission,
                              borne, paid_by)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11))sql"};
constexpr Query add_share_refunded{"add_share_refunded", R"sql(
    UPDATE charge_share
       SET refunded = refunded + $3, refunded_device_fee = refunded_device_fee + $4,
           refunded_service_fee = refunded_service_fee + $5, refunded_commission = refunded_commission + $6,
           refunded_absorbed = refunded_absorbed + $7, refund_borne = refund_borne + $8
     WHERE job_id = $1 AND position = $2)sql"};

Amounts minus(const Amounts& all, const Amounts& part) {
  return {all.device_fee - part.device_fee, all.service_fee - part.service_fee, all.captured - part.captured,
          all.absorbed - part.absorbed, all.commission - part.commission};
}

}  // namespace

Result<std::vector<ShareBack>> shares_back(store::Reader& in, const Charge& charge, const Refund& made) {
  std::vector<std::int64_t> weights;
  const auto shares = TRY(shares_of(in, charge));
  for (const ChargeShare& share : shares) weights.push_back(share.weight);
  const Amounts whole = remaining_of(charge);
  const Amounts given{made.device_fee, made.service_fee, made.captured, made.absorbed, made.commission};
  const auto before = share_out(whole, weights), after = share_out(minus(whole, given), weights);
  const Money borne_before = charge.refunded.borne;
  const auto borne = rules::share_out((borne_before + made.borne).amount_minor, weights);
  std::vector<ShareBack> back;
  for (std::size_t each = 0; each < shares.size(); ++each)
    back.push_back({shares[each], minus(before[each], after[each]),
                    Money{borne[each], borne_before.currency} - shares[each].refunded.borne});
  return back;
}

Result<void> write_shares_back(store::Transaction& in, const Refund& made, const std::vector<ShareBack>& shares) {
  for (const ShareBack& each : shares) {
    const Amounts& back = each.back;
    const std::int64_t device = back.device_fee.amount_minor, service = back.service_fee.amount_minor;
    const std::int64_t captured = back.captured.amount_minor, absorbed = back.absorbed.amount_minor;
    const std::int64_t commission = back.commission.amount_minor, borne = each.borne.amount_minor;
    TRY(in.run(insert_refund_share,
               {made.id, made.job, registry::payer_key(each.share.payer), back.captured.currency.view(), device,
                service, captured, absorbed, commission, borne, each.share.paid_by}));
    TRY(in.run(add_share_refunded,
               {made.job, each.share.position, captured, device, service, commission, absorbed, borne}));
  }
  return {};
}

Result<void> post_shares_back(store::Transaction& in, AmendChain& chain, const Charge& charge, const Refund& made,
                              const std::vector<ShareBack>& shares) {
  for (const ShareBack& each : shares) {
    const registry::Payer& payer = each.share.payer;
    const bool paid = each.share.paid_by.exists();
    const std::string provider = paid ? payable_account(charge.provider) : accrued_account(charge.provider);
    const std::string from = paid ? credit_account(payer) : unbilled_account(payer);
    const int number = each.share.position;
    TRY(give_back_to_budgets_of(in, chain, charge, each.share, "refund-budget", each.back.captured));
    TRY(chain.money("refund-device-fee", provider, clearing_account, each.back.device_fee, number));
    TRY(chain.money("refund", clearing_account, from, each.back.captured, number));
    TRY(chain.money("refund-commission", operator_commission_account, provider, each.back.commission, number));
    TRY(chain.money("refund-borne", operator_absorbed_account, provider, each.borne, number));
  }
  TRY(chain.money("refund-service-fee", operator_fee_account, clearing_account, made.service_fee));
  return chain.money("refund-absorbed", clearing_account, operator_absorbed_account, made.absorbed);
}

}  // namespace tsuke::flow
