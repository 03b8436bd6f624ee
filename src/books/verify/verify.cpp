#include "books/verify/verify.h"

#include <algorithm>

#include "books/verify/findings.h"

namespace tsuke::books {

namespace verifying {

std::string digits(Wide value) {
  const bool negative = value < 0;
  std::string text;
  do {
    const int digit = static_cast<int>(value % 10);
    text += static_cast<char>('0' + (digit < 0 ? -digit : digit));
    value /= 10;
  } while (value != 0);
  if (negative) text += '-';
  return {text.rbegin(), text.rend()};
}

void Findings::add(std::string_view code, std::string row, std::string what) {
  assert(std::find(std::begin(fault_codes), std::end(fault_codes), code) != std::end(fault_codes));
  if (report.faults.size() == faults_max)
    ++report.faults_left_out;
  else
    report.faults.push_back({std::string(code), std::move(row), std::move(what)});
}

Wide Postings::sum(std::string_view what) const {
  Wide sum = 0;
  for (const auto& [key, amount] : moved)
    if (std::get<0>(key) == what) sum += amount;
  return sum;
}

}  // namespace verifying

Result<Report> verify(store::Reader& in) {
  verifying::Findings findings;
  verifying::Accounts accounts = TRY(verifying::read_accounts(in));
  findings.report.accounts = static_cast<std::int64_t>(accounts.size());
  const verifying::PostingsByReference postings = TRY(verifying::check_journal(in, accounts, findings));
  TRY(verifying::check_derived(in, accounts, findings));
  TRY(verifying::check_charges(in, postings, findings));
  TRY(verifying::check_shares(in, postings, findings));
  TRY(verifying::check_budgets(in, postings, accounts, findings));
  TRY(verifying::check_ratings(in, findings));
  TRY(verifying::check_metered(in, postings, findings));
  TRY(verifying::check_usage(in, findings));
  TRY(verifying::check_payments(in, postings, findings));
  TRY(verifying::check_amendments(in, postings, accounts, findings));
  TRY(verifying::check_audit(in, findings));
  return std::move(findings.report);
}

Json to_json(const Report& report) {
  Json faults = Json::array();
  for (const Fault& fault : report.faults)
    faults.push(Json::object({{"code", fault.code}, {"row", fault.row}, {"what", fault.what}}));
  return Json::object({{"ok", report.clean()},
                       {"transfers", report.transfers},
                       {"accounts", report.accounts},
                       {"charges", report.charges},
                       {"payments", report.payments},
                       {"faults", std::move(faults)},
                       {"faults_left_out", report.faults_left_out}});
}

}  // namespace tsuke::books
