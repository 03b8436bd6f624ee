#include "flow/distribute/distribute.h"

#include "base/json.h"
#include "flow/money.h"
#include "registry/people.h"
#include "registry/printers.h"

namespace tsuke::flow {

namespace {

using store::Query;

// Sums are per provider: what the payer owes, and what of it becomes the provider's.
constexpr Query unpaid_by_provider{"unpaid_by_provider", R"sql(
    SELECT provider_id, provider_name, COUNT(*), CAST(SUM(captured - refunded) AS BIGINT),
           CAST(SUM(CASE WHEN shared_by IS NULL
                         THEN device_fee - commission - refunded_device_fee + refunded_commission + refund_borne
                         ELSE 0 END) AS BIGINT)
      FROM charge_due
     WHERE payer = $1 AND currency = $2 AND state = 'captured' AND paid_by IS NULL
     GROUP BY provider_id, provider_name ORDER BY provider_id)sql"};
constexpr Query insert_payment{"insert_payment", R"sql(
    INSERT INTO payment (id, payer, currency, amount, credit_used, paid_at, booked_by) VALUES ($1, $2, $3, $4, $5, $6, $7))sql"};
constexpr Query mark_charges_paid{
    "mark_charges_paid",
    "UPDATE charge SET paid_by = $3 "
    "WHERE payer = $1 AND currency = $2 AND state = 'captured' AND paid_by IS NULL AND shares = 0"};
constexpr Query mark_shares_paid{"mark_shares_paid", R"sql(
    UPDATE charge_share SET paid_by = $3
     WHERE payer = $1 AND paid_by IS NULL
       AND job_id IN (SELECT c.job_id FROM charge c
                       WHERE c.job_id = charge_share.job_id AND c.currency = $2 AND c.state = 'captured'))sql"};
constexpr Query unpaid_by_payer{"unpaid_by_payer", R"sql(
    SELECT payer, MAX(payer_name), currency, COUNT(*), CAST(SUM(captured - refunded) AS BIGINT)
      FROM charge_due
     WHERE state = 'captured' AND paid_by IS NULL
     GROUP BY payer, currency HAVING SUM(captured - refunded) > 0 ORDER BY payer, currency)sql"};

constexpr Query currency_owed{"currency_owed", R"sql(
    SELECT MIN(currency) FROM charge_due WHERE payer = $1 AND state = 'captured' AND paid_by IS NULL)sql"};

struct Tally {
  Payment payment;
  bool any = false;
};

// What the payer owes in one currency: that of `expected`, or else the first there is.
Result<std::optional<Currency>> currency_of(store::Transaction& in, const registry::Payer& payer,
                                            const std::optional<Money>& expected) {
  if (expected) return std::optional<Currency>{expected->currency};
  const auto text = [](const store::Row& row) { return row.text(0); };
  const std::string owed =
      TRY(in.find<std::string>(currency_owed, {registry::payer_key(payer)}, text)).value_or(std::string());
  if (owed.empty()) return std::optional<Currency>{};
  return std::optional<Currency>{TRY(Currency::parse(owed))};
}

Result<Tally> tally(store::Transaction& in, const registry::Payer& payer, Currency currency) {
  Tally tally;
  tally.payment.amount = tally.payment.operator_share = tally.payment.credit_used = {0, currency};
  TRY(in.each(unpaid_by_provider, {registry::payer_key(payer), currency.view()},
              [&](const store::Row& row) -> Result<void> {
                Payment& payment = tally.payment;
                tally.any = true;
                payment.charges += static_cast<int>(row.integer(2));
                payment.amount = payment.amount + Money{row.integer(3), currency};
                payment.distributed.push_back({row.id<ProviderId>(0), row.text(1), {row.integer(4), currency}});
                payment.operator_share = payment.operator_share + Money{row.integer(3) - row.integer(4), currency};
                return {};
              }));
  return tally;
}

Result<void> post_payment(store::Transaction& in, const Payment& payment, Instant now) {
  std::vector<books::Transfer> chain;
  const books::Unit unit = books::money_unit(payment.amount.currency);
  const auto add = [&](const char* what, std::int64_t number, const std::string& debit, const std::string& credit,
                       Money amount) -> Result<void> {
    if (amount.amount_minor == 0) return {};
    const books::Limit limit = is_credit_account(debit) ? credit_limit : books::Limit::none;
    const AccountId from = TRY(books::ensure_account(in, debit, unit, limit));
    const AccountId to = TRY(books::ensure_account(in, credit, unit));
    const auto id = books::make_transfer_id(now, what, payment.id.value, number);
    chain.push_back({id, books::TransferKind::direct, from, to, amount.amount_minor, {}, what, payment.id.value, now});
    return {};
  };
  TRY(add("paid", 0, bank_account, unbilled_account(payment.payer), payment.amount));
  if (payment.credit_used.amount_minor > 0)
    TRY(add("credit-used", 0, credit_account(payment.payer), unbilled_account(payment.payer), payment.credit_used));
  std::int64_t number = 1;
  for (const Share& share : payment.distributed)
    TRY(add("payable", number++, accrued_account(share.provider), payable_account(share.provider), share.amount));
  return chain.empty() ? Result<void>() : books::post(in, chain, now);
}

void announce(store::Transaction& in, const Payment& payment) {
  const std::string subject = to_string(payment.id);
  const std::string payload = Json::object({{"payment", subject}}).dump();
  in.publish({"payment", subject, audience(payment.payer), payload});
  for (const Share& share : payment.distributed) in.publish({"payment", subject, audience(share.provider), payload});
}

Result<Money> balance(store::Reader& in, const std::string& account, Currency currency) {
  const auto found = TRY(books::find_account(in, account, books::money_unit(currency)));
  return Money{found ? found->credit_balance() : 0, currency};
}

}  // namespace

Result<Payment> mark_paid(store::Transaction& in, const registry::Payer& payer, std::optional<Money> expected,
                          PersonId by, Instant now) {
  const auto currency = TRY(currency_of(in, payer, expected));
  if (!currency) return Error{Reason::conflict, "nothing-unpaid", "this payer owes nothing"};
  auto [payment, any] = TRY(tally(in, payer, *currency));
  if (!any)
    return Error{Reason::conflict, "nothing-unpaid", "this payer owes nothing in " + std::string(currency->view())};
  const Money credit = TRY(balance(in, credit_account(payer), *currency));
  payment.credit_used = std::min(credit, payment.amount);
  payment.amount = payment.amount - payment.credit_used;
  if (expected && !(*expected == payment.amount))
    return Error{Reason::conflict, "amount-differs",
                 "this payer owes " + format_money(payment.amount) + "; book exactly that"};
  payment.id = new_id<PaymentId>();
  payment.payer = payer;
  payment.paid_at = now;
  TRY(in.run(insert_payment, {payment.id, registry::payer_key(payer), payment.amount.currency.view(),
                              payment.amount.amount_minor, payment.credit_used.amount_minor, now, by}));
  for (const Query& mark : {mark_charges_paid, mark_shares_paid})
    TRY(in.run(mark, {registry::payer_key(payer), currency->view(), payment.id}));
  TRY(post_payment(in, payment, now));
  announce(in, payment);
  return payment;
}

Result<std::vector<Unpaid>> unpaid(store::Reader& in) {
  auto all = TRY(in.list<Unpaid>(unpaid_by_payer, {}, [](const store::Row& row) {
    return Unpaid{registry::parse_payer_key(row.text(0)).take(),
                  row.text(1),
                  {row.integer(4), Currency::parse(row.text(2)).take()},
                  {},
                  static_cast<int>(row.integer(3))};
  }));
  for (Unpaid& one : all) one.credit = TRY(balance(in, credit_account(one.payer), one.unbilled.currency));
  return all;
}

Result<Earnings> earnings(store::Reader& in, ProviderId provider_id) {
  const registry::Provider provider = TRY(registry::provider(in, provider_id));
  const Money accrued = TRY(balance(in, accrued_account(provider_id), yen));
  const Money payable = TRY(balance(in, payable_account(provider_id), yen));
  return Earnings{provider_id, provider.name, accrued, payable};
}

}  // namespace tsuke::flow
