#include "flow/amend/loss.h"

#include "flow/amend/chain.h"
#include "flow/amend/notices.h"
#include "flow/amend/policy.h"
#include "flow/audit.h"
#include "flow/metered.h"
#include "flow/output.h"
#include "flow/shares.h"
#include "rules/price_book.h"
#include "rules/quote.h"

namespace tsuke::flow {

namespace {

using store::Query;

constexpr Query insert_loss{"insert_loss", R"sql(
    INSERT INTO loss (job_id, provider_id, monochrome_impressions, color_impressions, sheets, currency, device_fee,
                      commission, operator_percent, borne, decided_by, at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12))sql"};
constexpr Query void_unconfirmed{"void_unconfirmed", R"sql(
    UPDATE charge SET state = 'voided', settled_at = $2 WHERE job_id = $1 AND state = 'unconfirmed')sql"};
constexpr Query loss_by_job{"loss_by_job", R"sql(
    SELECT job_id, provider_id, monochrome_impressions, color_impressions, sheets, currency, device_fee, commission,
           operator_percent, borne, decided_by, at
      FROM loss WHERE job_id = $1)sql"};

Result<void> check_quantity(const Quantity& probably, const Attempt& attempt) {
  const bool negative = probably.monochrome_impressions < 0 || probably.color_impressions < 0 || probably.sheets < 0;
  if (negative || probably.impressions() == 0 || probably.impressions() > attempt.expected_impressions ||
      probably.sheets > attempt.expected_sheets)
    return Error{Reason::malformed, "bad-report",
                 "say what probably came out: at least one impression, and no more than the job was to have"};
  return {};
}

Result<Loss> rate_loss(store::Reader& in, const Charge& charge, const Attempt& attempt, const Quantity& probably) {
  const rules::TariffVersion tariff = TRY(rules::tariff_version(in, charge.tariff));
  const rules::FeePlanVersion plan = TRY(rules::fee_plan_version(in, charge.fee_plan));
  const Usage usage{probably.monochrome_impressions, probably.color_impressions, probably.sheets, true};
  const rules::Rating rating = rules::rate(output_of(usage, attempt), tariff.tariff, plan.plan, charge.authorised);
  Loss loss;
  loss.job = charge.job;
  loss.provider = charge.provider;
  loss.quantity = probably;
  loss.device_fee = rating.device_fee;
  loss.commission = rating.commission;
  loss.operator_percent = TRY(operator_percent(in, charge.provider));
  loss.borne = apply({loss.operator_percent, 100}, loss.device_fee - loss.commission, Rounding::half_up);
  return loss;
}

Result<void> write(store::Transaction& in, const Loss& loss) {
  TRY(in.run(insert_loss,
             {loss.job, loss.provider, loss.quantity.monochrome_impressions, loss.quantity.color_impressions,
              loss.quantity.sheets, loss.device_fee.currency.view(), loss.device_fee.amount_minor,
              loss.commission.amount_minor, loss.operator_percent, loss.borne.amount_minor, loss.decided_by, loss.at}));
  AmendChain chain(in, loss.job, loss.job.value, loss.at);
  TRY(chain.money("loss-borne", operator_absorbed_account, payable_account(loss.provider), loss.borne));
  TRY(chain.post());
  TRY(in.run(void_unconfirmed, {loss.job, loss.at}));
  return set_job_state(in, TRY(job(in, loss.job)), JobState::failed, loss.at);
}

Loss loss_from(const store::Row& row) {
  const Currency currency = Currency::parse(row.text(5)).value_or(yen);
  return {row.id<JobId>(0),           row.id<ProviderId>(1),      {row.integer(2), row.integer(3), row.integer(4)},
          {row.integer(6), currency}, {row.integer(7), currency}, static_cast<int>(row.integer(8)),
          {row.integer(9), currency}, row.id<PersonId>(10),       row.instant(11)};
}

}  // namespace

Result<Loss> share_loss(store::Transaction& in, JobId job_id, const Quantity& probably, PersonId by, Instant now) {
  const auto charge = TRY(charge_of(in, job_id));
  if (!charge || charge->state != ChargeState::unconfirmed)
    return Error{Reason::conflict, "job-not-unconfirmed", "only the loss of an unconfirmed job can be shared"};
  if (charge->would_be) return never_charged();
  const Attempt attempt = TRY(flow::attempt(in, charge->attempt));
  TRY(check_quantity(probably, attempt));
  Loss loss = TRY(rate_loss(in, *charge, attempt, probably));
  loss.decided_by = by;
  loss.at = now;
  TRY(write(in, loss));
  TRY(audit(in, {0,
                 now,
                 by,
                 {},
                 "share-loss",
                 "job:" + to_string(job_id),
                 Json("unconfirmed"),
                 Json::object({{"device_fee", loss.device_fee.amount_minor}, {"borne", loss.borne.amount_minor}})}));
  TRY(notify(in, audience(charge->person), "charge-voided", *charge, Money{0, loss.borne.currency}, "", now));
  TRY(notify(in, audience(charge->provider), "loss-shared", *charge, loss.borne, "", now));
  announce_charge(in, audience(charge->person), *charge, "voided");
  for (const PayerLine& line : TRY(payer_lines(in, *charge)))
    if (!line.payer.is_private()) announce_charge(in, audience(line.payer), *charge, "voided");
  announce_charge(in, audience(charge->provider), *charge, "voided");
  return loss;
}

Result<std::optional<Loss>> loss_of(store::Reader& in, JobId job) {
  return in.find<Loss>(loss_by_job, {job}, loss_from);
}

}  // namespace tsuke::flow
