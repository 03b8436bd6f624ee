// A shared charge in the good books: 70 % an organisation, which has paid, 30 % a person, who has not; and two of its
// ten sheets given back.
#include "books/verify/good_books.h"

namespace tsuke::books {

const char* const share_tables = R"sql(
    CREATE TABLE charge_share (job_id BIGINT NOT NULL, position BIGINT NOT NULL, payer TEXT NOT NULL,
      weight BIGINT NOT NULL, authorised BIGINT NOT NULL, device_fee BIGINT NOT NULL, service_fee BIGINT NOT NULL,
      captured BIGINT NOT NULL, absorbed BIGINT NOT NULL, commission BIGINT NOT NULL,
      refunded BIGINT NOT NULL, refunded_device_fee BIGINT NOT NULL, refunded_service_fee BIGINT NOT NULL,
      refunded_commission BIGINT NOT NULL, refunded_absorbed BIGINT NOT NULL, refund_borne BIGINT NOT NULL,
      paid_by BIGINT, released_at BIGINT, person_id BIGINT, purpose_id BIGINT, department_id BIGINT,
      cost_centre_id BIGINT);
    CREATE TABLE refund_share (refund_id BIGINT NOT NULL, job_id BIGINT NOT NULL, payer TEXT NOT NULL,
      currency TEXT NOT NULL, device_fee BIGINT NOT NULL, service_fee BIGINT NOT NULL, captured BIGINT NOT NULL,
      absorbed BIGINT NOT NULL, commission BIGINT NOT NULL, borne BIGINT NOT NULL, paid_by BIGINT);)sql";

void GoodBooks::share_out() {
  const Release shared{112, 212, "person:5", false, false, 1, false, true};
  release(shared);
  write_shares(shared);
  capture(shared, 20, 10);
  static constexpr store::Query amounts{"share_amounts", R"sql(
      UPDATE charge_share SET captured = CASE position WHEN 1 THEN 428 ELSE 183 END,
             device_fee = CASE position WHEN 1 THEN 413 ELSE 177 END,
             service_fee = CASE position WHEN 1 THEN 15 ELSE 6 END,
             commission = CASE position WHEN 1 THEN 33 ELSE 14 END)sql"};
  write([&](store::Transaction& in) { return in.run(amounts, {}); });
  pay_share(shared);
  refund_shares(shared);
}

void GoodBooks::write_shares(const Release& about) {
  static constexpr store::Query share{"share", R"sql(
      INSERT INTO charge_share (job_id, position, payer, weight, authorised, device_fee, service_fee, captured, absorbed,
        commission, refunded, refunded_device_fee, refunded_service_fee, refunded_commission, refunded_absorbed,
        refund_borne, released_at)
      VALUES ($1, $2, $3, $4, $5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, $6))sql"};
  static constexpr store::Query count{"shares", "UPDATE charge SET shares = 2 WHERE job_id = $1"};
  write([&](store::Transaction& in) -> Result<void> {
    TRY(in.run(share, {about.job, 1, "organisation:2", 70, 513, now_}));
    TRY(in.run(share, {about.job, 2, about.payer, 30, 220, now_}));
    return in.run(count, {about.job});
  });
}

void GoodBooks::pay_share(const Release& about) {
  now_ = now_ + minutes(1);
  const Release payment{910, 910, "organisation:2"};
  released_[payment.attempt] = now_;
  post({transfer(payment, "paid", TransferKind::direct, account("bank:operator"),
                 account("payer:organisation:2:unbilled"), 428),
        transfer(payment, "payable", TransferKind::direct, account("provider:2:accrued"), account("provider:2:payable"),
                 380)});
  static constexpr store::Query insert{"payment", R"sql(
      INSERT INTO payment (id, payer, currency, amount, paid_at, booked_by)
      VALUES (910, 'organisation:2', 'JPY', 428, $1, 1))sql"};
  static constexpr store::Query mark{"mark",
                                     "UPDATE charge_share SET paid_by = 910 WHERE job_id = $1 AND position = 1"};
  write([&](store::Transaction& in) -> Result<void> {
    TRY(in.run(insert, {now_}));
    return in.run(mark, {about.job});
  });
}

// 489 remains of 611, 472 of the device fee's 590, 37 of the commission's 47; the operator bears 54 in all.
void GoodBooks::refund_shares(const Release& about) {
  now_ = now_ + minutes(1);
  const AccountId clearing = account("clearing:usage"), commission = account("operator:commission");
  const AccountId absorbed = account("operator:absorbed");
  Chain chain;
  const auto give = [&](const Release& one, AccountId payer, AccountId share, std::int64_t device,
                        std::int64_t captured, std::int64_t back_commission, std::int64_t borne) {
    const auto direct = [&](const char* what, AccountId debit, AccountId credit, std::int64_t amount) {
      chain.push_back(transfer(one, what, TransferKind::direct, debit, credit, amount));
    };
    direct("refund-device-fee", share, clearing, device);
    direct("refund", clearing, payer, captured);
    direct("refund-commission", commission, share, back_commission);
    direct("refund-borne", absorbed, share, borne);
  };
  give(about, account("payer:organisation:2:credit", Limit::debits_must_not_exceed_credits),
       account("provider:2:payable"), 83, 86, 7, 38);
  give(second_share(about), account("payer:person:5:unbilled"), account("provider:2:accrued"), 35, 36, 3, 16);
  chain.push_back(transfer(about, "refund-service-fee", TransferKind::direct, account("operator:fee"), clearing, 4));
  post(chain);
  static constexpr store::Query refund{"refund", R"sql(
      INSERT INTO refund (id, job_id, position, payer, monochrome_impressions, color_impressions, sheets,
        currency, device_fee, service_fee, captured, absorbed, commission, operator_percent, borne)
      VALUES ($1, $1, 1, $2, 0, 4, 2, 'JPY', 118, 4, 122, 0, 10, 50, 54))sql"};
  static constexpr store::Query sums{"refunded", R"sql(
      UPDATE charge SET refunded = 122, refunded_device_fee = 118, refunded_service_fee = 4, refunded_commission = 10,
        refund_borne = 54
       WHERE job_id = $1)sql"};
  static constexpr store::Query share{"refund_share", R"sql(
      INSERT INTO refund_share (refund_id, job_id, payer, currency, device_fee, service_fee, captured, absorbed,
        commission, borne, paid_by)
      VALUES ($1, $1, $2, 'JPY', $3, $4, $5, 0, $6, $7, $8))sql"};
  static constexpr store::Query share_sums{"share_refunded", R"sql(
      UPDATE charge_share SET refunded = $3, refunded_device_fee = $4, refunded_service_fee = $5,
        refunded_commission = $6, refund_borne = $7
       WHERE job_id = $1 AND position = $2)sql"};
  write([&](store::Transaction& in) -> Result<void> {
    TRY(in.run(refund, {about.job, about.payer}));
    TRY(in.run(sums, {about.job}));
    TRY(in.run(share, {about.job, "organisation:2", 83, 3, 86, 7, 38, PaymentId{910}}));
    TRY(in.run(share, {about.job, about.payer, 35, 1, 36, 3, 16, PaymentId{}}));
    TRY(in.run(share_sums, {about.job, 1, 86, 83, 3, 7, 38}));
    return in.run(share_sums, {about.job, 2, 36, 35, 1, 3, 16});
  });
}

}  // namespace tsuke::books
