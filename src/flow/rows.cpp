#include "flow/rows.h"

#include <cassert>

namespace tsuke::flow {

namespace {

// Four columns in a row, and the rest elsewhere.
registry::PrintSettings settings_from(const store::Row& row, int first, int rest) {
  return registry::settings_from_row(static_cast<int>(row.integer(first)), row.text(first + 1), row.text(first + 2),
                                     row.text(first + 3), row.text(rest));
}

}  // namespace

Error job_not_found() {
  return {Reason::not_found, "job-not-found", "there is no such job of yours; look at the list of your jobs"};
}

Pages pages_of(const Job& job) {
  if (job.page_list.empty()) return Pages(static_cast<std::size_t>(job.pages), {{}, true});
  auto pages = pages_from_text(job.page_list, job.pages);
  assert(pages.ok());
  return pages.take();
}

Job job_from(const store::Row& row) {
  Job job;
  job.id = row.id<JobId>(0);
  job.number = static_cast<std::int32_t>(row.integer(1));
  job.person = row.id<PersonId>(2);
  job.purpose = row.id<PurposeId>(3);
  job.name = row.text(4);
  job.state = parse_job_state(row.text(5));
  job.document = parse_document_state(row.text(6));
  job.document_problem = row.text(7);
  job.settings = settings_from(row, 8, 22);
  job.format = row.text(12);
  job.location = {row.text(13)};
  job.size_bytes = row.integer(14);
  job.pages = static_cast<int>(row.integer(15));
  job.channel = row.text(16);
  job.via = row.id<CredentialId>(17);
  job.account_word = row.text(18);
  job.submitted_at = row.instant(19);
  job.expires_at = row.instant(20);
  job.ended_at = row.instant(21);
  job.page_list = row.text(23);
  job.at_once = row.boolean(24);
  job.at_once_problem = row.text(25);
  job.password = row.text(26);
  return job;
}

Attempt attempt_from(const store::Row& row) {
  Attempt attempt;
  attempt.id = row.id<AttemptId>(0);
  attempt.job = row.id<JobId>(1);
  attempt.number = static_cast<int>(row.integer(2));
  attempt.printer = row.id<PrinterId>(3);
  attempt.device_number = static_cast<std::int32_t>(row.integer(4));
  attempt.state = parse_attempt_state(row.text(5));
  attempt.result = parse_attempt_result(row.text(6));
  attempt.device_reasons = row.text(7);
  attempt.settings = settings_from(row, 8, 18);
  attempt.pages = static_cast<int>(row.integer(12));
  attempt.expected_impressions = row.integer(13);
  attempt.expected_sheets = row.integer(14);
  attempt.released_at = row.instant(15);
  attempt.deadline = row.instant(16);
  attempt.cancel_asked = row.boolean(17);
  attempt.fetched_by = row.text(19);
  return attempt;
}

Charge charge_from(const store::Row& row) {
  Charge charge;
  auto payer = registry::parse_payer_key(row.text(5));
  auto currency = Currency::parse(row.text(14));
  assert(payer.ok());
  assert(currency.ok());
  const auto money = [&](int column) { return Money{row.integer(column), currency.value()}; };
  charge.job = row.id<JobId>(0);
  charge.attempt = row.id<AttemptId>(1);
  charge.person = row.id<PersonId>(2);
  charge.purpose = row.id<PurposeId>(3);
  charge.purpose_name = row.text(4);
  charge.payer = payer.take();
  charge.payer_name = row.text(6);
  charge.provider = row.id<ProviderId>(7);
  charge.provider_name = row.text(8);
  charge.printer = row.id<PrinterId>(9);
  charge.printer_name = row.text(10);
  charge.site_name = row.text(11);
  charge.tariff = row.id<TariffId>(12);
  charge.fee_plan = row.id<FeePlanId>(13);
  charge.authorised = money(15);
  charge.device_fee = money(16);
  charge.service_fee = money(17);
  charge.captured = money(18);
  charge.absorbed = money(19);
  charge.commission = money(20);
  charge.state = parse_charge_state(row.text(21));
  charge.released_at = row.instant(22);
  charge.settled_at = row.instant(23);
  charge.paid_by = row.id<PaymentId>(24);
  charge.usage = {row.integer(25), row.integer(26), row.integer(27), row.integer(28) > 0};
  charge.person_name = row.text(29);
  charge.job_name = row.text(30);
  charge.refunded = {money(31), money(32), money(33), money(34), money(35), money(36)};
  charge.shared_by = row.id<PaymentId>(37);
  charge.reassignments = static_cast<int>(row.integer(38));
  charge.shares = static_cast<int>(row.integer(39));
  if (!row.is_null(40)) charge.would_be = {money(41), money(42), money(43), money(44), money(45), money(46)};
  return charge;
}

}  // namespace tsuke::flow
