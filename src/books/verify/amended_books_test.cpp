// What was put right in the good books: a charge moved before it was paid, one after, one given back in part, a loss
// shared, and the audit of it.
#include "base/bytes.h"
#include "books/verify/good_books.h"

namespace tsuke::books {

namespace {
constexpr const char* budget_name = "budget:organisation:1:2026-11";
}  // namespace

void GoodBooks::put_right() {
  const Release moved{108, 208, "person:5"}, refunded{109, 209, "person:5"}, paid{110, 210, "person:5"};
  const Release lost{111, 211, "organisation:1", true};
  for (const Release& about : {moved, refunded, paid, lost}) release(about);
  capture(moved, 24, 12);
  capture(refunded, 20, 10);
  capture(paid, 20, 10);
  end_without_counts(lost, "voided");
  pay(901, 110, "person:5");
  reassign(moved, "organisation:1", 733, 0);
  reassign(paid, "organisation:2", 611, 901);
  refund(refunded);
  share_loss(lost);
  audit(1, "reassign");
  audit(2, "refund");
}

void GoodBooks::reassign(const Release& about, const std::string& to, std::int64_t amount, std::int64_t paid_by) {
  now_ = now_ + minutes(1);
  const bool has_budget = to == "organisation:1";
  const AccountId budget =
      has_budget ? account(budget_name, Limit::debits_must_not_exceed_credits, "JPY.budget") : AccountId{};
  const AccountId clearing = account("clearing:usage");
  const AccountId from = paid_by == 0
                             ? account("payer:" + about.payer + ":unbilled")
                             : account("payer:" + about.payer + ":credit", Limit::debits_must_not_exceed_credits);
  Chain chain{transfer(about, "reassign-from", TransferKind::direct, clearing, from, amount)};
  if (has_budget)
    chain.push_back(transfer(about, "reassign-budget-to", TransferKind::direct, budget,
                             account("budget:used", Limit::none, "JPY.budget"), amount));
  chain.push_back(
      transfer(about, "reassign-to", TransferKind::direct, account("payer:" + to + ":unbilled"), clearing, amount));
  post(chain);
  static constexpr store::Query insert{"reassignment", R"sql(
      INSERT INTO reassignment (id, job_id, position, from_payer, to_payer, currency, amount, paid_by, restores)
      VALUES ($1, $1, 1, $2, $3, 'JPY', $4, $5, NULL))sql"};
  static constexpr store::Query bear{"bear", "INSERT INTO charge_budget (job_id, account_id) VALUES ($1, $2)"};
  static constexpr store::Query move{"move", R"sql(
      UPDATE charge SET payer = $2, shared_by = paid_by, paid_by = NULL, reassignments = 1
       WHERE job_id = $1)sql"};
  write([&](store::Transaction& in) -> Result<void> {
    const PaymentId payment{paid_by};
    TRY(in.run(insert, {about.job, about.payer, to, amount, payment}));
    if (has_budget) TRY(in.run(bear, {about.job, budget}));
    return in.run(move, {about.job, to});
  });
}

// Two of ten sheets, money.md's own figures; the operator bears half of what the provider would lose.
void GoodBooks::refund(const Release& about) {
  now_ = now_ + minutes(1);
  const AccountId clearing = account("clearing:usage"), accrued = account("provider:2:accrued");
  const AccountId commission = account("operator:commission"), absorbed = account("operator:absorbed");
  const auto direct = [&](const char* what, AccountId debit, AccountId credit, std::int64_t amount) {
    return transfer(about, what, TransferKind::direct, debit, credit, amount);
  };
  post({direct("refund-device-fee", accrued, clearing, 118),
        direct("refund-service-fee", account("operator:fee"), clearing, 4),
        direct("refund", clearing, account("payer:" + about.payer + ":unbilled"), 122),
        direct("refund-commission", commission, accrued, 10), direct("refund-borne", absorbed, accrued, 54)});
  static constexpr store::Query insert{"refund", R"sql(
      INSERT INTO refund (id, job_id, position, payer, monochrome_impressions, color_impressions, sheets,
        currency, device_fee, service_fee, captured, absorbed, commission, operator_percent, borne, paid_by, shared_by)
      VALUES ($1, $1, 1, $2, 0, 4, 2, 'JPY', 118, 4, 122, 0, 10, 50, 54, NULL, NULL))sql"};
  static constexpr store::Query sums{"refunded", R"sql(
      UPDATE charge SET refunded = 122, refunded_device_fee = 118, refunded_service_fee = 4, refunded_commission = 10,
        refund_borne = 54
       WHERE job_id = $1)sql"};
  write([&](store::Transaction& in) -> Result<void> {
    TRY(in.run(insert, {about.job, about.payer}));
    return in.run(sums, {about.job});
  });
}

// All 24 sides: 708 less commission 56, half of it.
void GoodBooks::share_loss(const Release& about) {
  now_ = now_ + minutes(1);
  post({transfer(about, "loss-borne", TransferKind::direct, account("operator:absorbed"), account("provider:2:payable"),
                 326)});
  static constexpr store::Query insert{"loss", R"sql(
      INSERT INTO loss (job_id, provider_id, monochrome_impressions, color_impressions, sheets, currency, device_fee,
        commission, operator_percent, borne)
      VALUES ($1, 2, 0, 24, 12, 'JPY', 708, 56, 50, 326))sql"};
  write([&](store::Transaction& in) { return in.run(insert, {about.job}); });
}

void GoodBooks::audit(std::int64_t seq, const std::string& act) {
  const std::string subject = "job:108", nothing = "null";
  std::string text = std::to_string(seq) + "|" + std::to_string(now_.micros) + "|7|" + to_hex(audit_hash_);
  for (const std::string& field : {act, subject, nothing, nothing})
    text += "|" + std::to_string(field.size()) + ":" + field;
  audit_hash_ = sha256(text);
  static constexpr store::Query insert{"audit", R"sql(
      INSERT INTO audit (seq, at, actor, act, subject, was, became, hash) VALUES ($1, $2, 7, $3, $4, $5, $5, $6))sql"};
  static constexpr store::Query head{"audit_head", "UPDATE audit_head SET seq = $1, hash = $2"};
  write([&](store::Transaction& in) -> Result<void> {
    TRY(in.run(insert, {seq, now_, act, subject, nothing, store::Blob{audit_hash_}}));
    return in.run(head, {seq, store::Blob{audit_hash_}});
  });
}

}  // namespace tsuke::books
