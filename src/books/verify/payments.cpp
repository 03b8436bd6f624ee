// Payments: the sum of what they pay; and nothing is payable to a provider before its charge is paid.
#include "books/verify/findings.h"

namespace tsuke::books::verifying {

namespace {
using store::Query;

constexpr Query all_payments{"verify_payments", "SELECT id, payer, amount FROM payment ORDER BY id"};
constexpr Query paid_charges{"verify_paid_charges", R"sql(
    SELECT job_id, paid_by, payer, provider_id, captured, device_fee - commission, state
      FROM charge WHERE paid_by IS NOT NULL ORDER BY job_id)sql"};

struct PaymentRow {
  std::string payer;
  std::int64_t amount = 0;
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
  if (row.text(6) != "captured") findings.add("payment-differs", name, "it is marked paid and " + row.text(6));
  payment.charged += row.integer(4);
  payment.shares["provider:" + std::to_string(row.integer(3)) + ":payable"] += row.integer(5);
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
  if (payment.charged != payment.amount || paid != payment.amount)
    findings.add("payment-differs", row,
                 "it is " + std::to_string(payment.amount) + "; its charges are " + digits(payment.charged) +
                     ", posted was " + digits(paid));
  std::map<std::string, Wide> shares = payment.shares;
  std::erase_if(shares, [](const auto& share) { return share.second == 0; });
  if (shares != payable_posted(posted))
    findings.add("payable-differs", row, "what became payable is not what its charges owe to their providers");
}

void check_orphans(const Payments& payments, const PostingsByReference& postings, Findings& findings) {
  for (const auto& [reference, posted] : postings) {
    if (payments.contains(reference)) continue;
    const std::string row = "reference " + std::to_string(reference);
    if (posted.sum("paid") != 0)
      findings.add("payment-missing", row, "it was posted about a payment that does not exist");
    if (posted.sum("payable") != 0) findings.add("payable-differs", row, "it became payable without a payment");
  }
}
}  // namespace

Result<void> check_payments(store::Reader& in, const PostingsByReference& postings, Findings& findings) {
  Payments payments;
  TRY(in.each(all_payments, {}, [&](const store::Row& row) -> Result<void> {
    payments[row.integer(0)] = {row.text(1), row.integer(2), 0, {}};
    return {};
  }));
  TRY(in.each(paid_charges, {}, [&](const store::Row& row) -> Result<void> {
    add_charge(row, payments, findings);
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
