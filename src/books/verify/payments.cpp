// Payments: the sum of what they pay; and nothing is payable to a provider before its charge is paid.
#include "books/verify/findings.h"

namespace tsuke::books::verifying {

namespace {
using store::Query;

constexpr Query all_payments{"verify_payments", "SELECT id, payer, amount, credit_used FROM payment ORDER BY id"};
// What a charge was paid with, as it is now; and what was paid before it was moved away or given back.
constexpr Query paid_charges{"verify_paid_charges", R"sql(
    SELECT job_id, paid_by, payer, captured - refunded, state FROM charge WHERE paid_by IS NOT NULL
    UNION ALL
    SELECT s.job_id, s.paid_by, s.payer, s.captured - s.refunded, c.state
      FROM charge_share s JOIN charge c ON c.job_id = s.job_id WHERE s.paid_by IS NOT NULL
    UNION ALL
    SELECT job_id, paid_by, payer, captured, 'captured' FROM refund_share WHERE paid_by IS NOT NULL
    UNION ALL
    SELECT job_id, paid_by, from_payer, amount, 'captured' FROM reassignment WHERE paid_by IS NOT NULL
    UNION ALL
    SELECT job_id, restores, to_payer, -amount, 'captured' FROM reassignment WHERE restores IS NOT NULL
    UNION ALL
    SELECT job_id, paid_by, payer, captured, 'captured' FROM refund WHERE paid_by IS NOT NULL
     ORDER BY 1)sql"};
// By the payment that made them payable: what a charge's provider keeps of it now, and what it gave back since.
constexpr Query shares_paid{"verify_shares_paid", R"sql(
    SELECT COALESCE(shared_by, paid_by), provider_id,
           device_fee - commission - refunded_device_fee + refunded_commission + refund_borne
      FROM charge WHERE COALESCE(shared_by, paid_by) IS NOT NULL
    UNION ALL
    SELECT s.paid_by, c.provider_id,
           s.device_fee - s.commission - s.refunded_device_fee + s.refunded_commission + s.refund_borne
      FROM charge_share s JOIN charge c ON c.job_id = s.job_id WHERE s.paid_by IS NOT NULL
    UNION ALL
    SELECT r.paid_by, c.provider_id, r.device_fee - r.commission - r.borne
      FROM refund_share r JOIN charge c ON c.job_id = r.job_id WHERE r.paid_by IS NOT NULL
    UNION ALL
    SELECT f.shared_by, c.provider_id, f.device_fee - f.commission - f.borne
      FROM refund f JOIN charge c ON c.job_id = f.job_id WHERE f.shared_by IS NOT NULL)sql"};

struct PaymentRow {
  std::string payer;
  std::int64_t amount = 0;  // that came
  std::int64_t credit_used = 0;
  Wide charged = 0;
  std::map<std::string, Wide> shares;  // by provider's payable account
};
using Payments = std::map<std::int64_t, PaymentRow>;

void add_charge(const store::Row& row, Payments& payments, Findings& findings) {
  const std::string name = "charge " + std::to_string(row.integer(0));
  const auto found = payments.find(row.integer(1));
  if (found == payments.end()) {
    findings.add("payment-missing", name,
                 "it is marked paid by payment " + std::to_string(row.integer(1)) + ", which does not exist");
    return;
  }
  PaymentRow& payment = found->second;
  if (payment.payer != row.text(2))
    findings.add("paid-by-other", name, row.text(2) + " owes it, " + payment.payer + " paid it");
  if (row.text(4) != "captured") findings.add("payment-differs", name, "it is marked paid and " + row.text(4));
  payment.charged += row.integer(3);
}

std::map<std::string, Wide> payable_posted(const Postings& posted) {
  std::map<std::string, Wide> sums;
  for (const auto& [key, amount] : posted.moved)
    if (std::get<0>(key) == "payable") sums[std::get<2>(key)] += amount;
  return sums;
}

void check_payment(std::int64_t id, const PaymentRow& payment, const Postings& posted, Findings& findings) {
  const std::string row = "payment " + std::to_string(id);
  const Wide paid = posted.sum("paid");
  const Wide from_credit = posted.sum("credit-used");
  if (payment.charged != Wide{payment.amount} + payment.credit_used || paid != payment.amount ||
      from_credit != payment.credit_used)
    findings.add("payment-differs", row,
                 "it is " + std::to_string(payment.amount) + " and " + std::to_string(payment.credit_used) +
                     " in hand; its charges are " + digits(payment.charged) + ", posted was " + digits(paid) + " and " +
                     digits(from_credit));
  std::map<std::string, Wide> shares = payment.shares;
  std::erase_if(shares, [](const auto& share) { return share.second == 0; });
  if (shares != payable_posted(posted))
    findings.add("payable-differs", row, "what became payable is not what its charges owe to their providers");
}

void check_orphans(const Payments& payments, const PostingsByReference& postings, Findings& findings) {
  for (const auto& [reference, posted] : postings) {
    if (payments.contains(reference)) continue;
    const std::string row = "reference " + std::to_string(reference);
    if (posted.sum("paid") != 0 || posted.sum("credit-used") != 0)
      findings.add("payment-missing", row, "it was posted about a payment that does not exist");
    if (posted.sum("payable") != 0) findings.add("payable-differs", row, "it became payable without a payment");
  }
}
}  // namespace

Result<void> check_payments(store::Reader& in, const PostingsByReference& postings, Findings& findings) {
  Payments payments;
  TRY(in.each(all_payments, {}, [&](const store::Row& row) -> Result<void> {
    payments[row.integer(0)] = {row.text(1), row.integer(2), row.integer(3), 0, {}};
    return {};
  }));
  TRY(in.each(paid_charges, {}, [&](const store::Row& row) -> Result<void> {
    add_charge(row, payments, findings);
    return {};
  }));
  TRY(in.each(shares_paid, {}, [&](const store::Row& row) -> Result<void> {
    if (const auto payment = payments.find(row.integer(0)); payment != payments.end())
      payment->second.shares["provider:" + std::to_string(row.integer(1)) + ":payable"] += row.integer(2);
    return {};
  }));
  const Postings none;
  for (const auto& [id, payment] : payments) {
    const auto posted = postings.find(id);
    check_payment(id, payment, posted == postings.end() ? none : posted->second, findings);
  }
  findings.report.payments = static_cast<std::int64_t>(payments.size());
  check_orphans(payments, postings, findings);
  return {};
}

}  // namespace tsuke::books::verifying
