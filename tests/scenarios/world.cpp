#include "world.h"

#include "books/ledger/ledger.h"
#include "books/verify/verify.h"
#include "flow/amend/reassign.h"
#include "flow/amend/refund_request.h"
#include "flow/approve/approve.h"
#include "flow/charge/charge.h"
#include "flow/deliver/deliver.h"
#include "flow/hold/hold.h"
#include "flow/leave/leave.h"
#include "flow/release/at_once.h"
#include "registry/registry.h"
#include "rules/price_book.h"

namespace tsuke::scenarios {

namespace {

constexpr int many = 10'000;

Instant start() { return parse_rfc3339("2026-11-23T09:00:00Z").value_or(Instant{}); }

template <typename Ids, typename Id>
std::string name_in(const Ids& ids, Id wanted) {
  for (const auto& [name, id] : ids)
    if (id == wanted) return name;
  return "nobody";
}

std::string text_of(const flow::Charge& charge) {
  std::string text = "charge " + to_string(charge.job) + " " + std::string(to_string(charge.state));
  for (const Money& amount :
       {charge.authorised, charge.device_fee, charge.service_fee, charge.captured, charge.absorbed, charge.commission})
    text += " " + std::to_string(amount.amount_minor);
  return text + " paid " + to_string(charge.paid_by) + " for " + std::to_string(charge.usage.impressions()) + " on " +
         std::to_string(charge.usage.sheets) + "\n";
}

std::string text_of(const books::Account& account) {
  return account.name + " " + std::to_string(account.debits_posted) + " " + std::to_string(account.credits_posted) +
         " " + std::to_string(account.debits_pending) + " " + std::to_string(account.credits_pending) + "\n";
}

Result<std::string> text_of(store::Reader& in, const flow::Job& job) {
  std::string text = "job " + to_string(job.id) + " " + std::string(to_string(job.state)) + " purpose " +
                     to_string(job.purpose) + " ended " + to_rfc3339(job.ended_at);
  if (const auto attempt = TRY(flow::latest_attempt(in, job.id)))
    text += " attempt " + std::to_string(attempt->number) + " " + std::string(to_string(attempt->state)) + " " +
            std::string(to_string(attempt->result));
  return text + "\n";
}

}  // namespace

World::World(const std::string& database) : store(database, flow::house_migrations()), clock(start()) {}

Result<registry::Payer> World::payer(const std::string& name) const {
  if (organisations.ids.contains(name)) return registry::Payer{TRY(organisations.at(name)), {}};
  return registry::Payer{{}, TRY(people.at(name))};
}

std::string World::name_of(const registry::Payer& payer) const {
  return payer.is_private() ? name_in(people.ids, payer.person) : name_in(organisations.ids, payer.organisation);
}

std::string World::name_of(ProviderId provider) const { return name_in(providers.ids, provider); }

std::string World::name_of(JobId job) const {
  for (const auto& [name, known] : jobs.ids)
    if (known.id == job) return name;
  return "no-job";
}

std::string World::account_name(const std::string& written) const {
  const std::size_t first = written.find(':');
  const std::size_t second = written.find(':', first + 1);
  if (first == std::string::npos || second == std::string::npos) return written;
  const std::string kind = written.substr(0, first), name = written.substr(first + 1, second - first - 1);
  const std::string rest = written.substr(second);
  if (kind == "provider" && providers.ids.contains(name)) return "provider:" + to_string(providers.ids.at(name)) + rest;
  const auto paying = payer(name);
  if ((kind == "payer" || kind == "budget") && paying.ok())
    return kind + ":" + registry::payer_key(paying.value()) + rest;
  return written;
}

Result<void> World::settle() {
  const auto ready = TRY(read<std::vector<JobId>>([](store::Reader& in) { return flow::jobs_to_settle(in, many); }));
  for (const JobId job : ready) TRY(write<void>([&](store::Transaction& in) { return flow::settle(in, job, now()); }));
  return {};
}

Result<void> World::release_at_once() {
  const auto ready =
      TRY(read<std::vector<JobId>>([](store::Reader& in) { return flow::jobs_to_release_at_once(in, many); }));
  for (const JobId job : ready)
    TRY(write<void>([&](store::Transaction& in) { return flow::release_at_once(in, job, now()); }));
  return {};
}

// A long wait is many ticks of the wiring: what one tick makes possible, the next one ends.
Result<void> World::let_time_end_things() {
  for (int touched = 1; touched > 0;) {
    touched = TRY(write<int>([&](store::Transaction& in) -> Result<int> {
      const int attempts = TRY(flow::expire_attempts(in, now()));
      const int approvals = TRY(flow::expire_approvals(in, now()));
      const int left = TRY(flow::finish_leaving(in, now()));
      const int requests = TRY(flow::expire_reassignments(in, now())) + TRY(flow::escalate_refunds(in, now()));
      return attempts + approvals + left + requests + TRY(flow::expire_jobs(in, now()));
    }));
    TRY(settle());
  }
  return shred();
}

Result<void> World::shred() {
  const auto useless = TRY(read<std::vector<flow::Shreddable>>(
      [&](store::Reader& in) { return flow::documents_to_shred(in, now(), many); }));
  for (const flow::Shreddable& document : useless) {
    shredded.insert(document.location.text);
    TRY(write<void>([&](store::Transaction& in) { return flow::document_shredded(in, document.job); }));
  }
  return {};
}

Result<std::string> World::snapshot() {
  return read<std::string>([&](store::Reader& in) -> Result<std::string> {
    std::string text;
    for (const auto& [name, known] : jobs.ids) text += TRY(text_of(in, TRY(flow::job(in, known.id))));
    for (const flow::Charge& charge : TRY(flow::all_charges(in, {}, {}, many))) text += text_of(charge);
    for (const books::Account& account : TRY(books::accounts(in))) text += text_of(account);
    return text;
  });
}

Result<std::string> World::faults() {
  const books::Report report = TRY(read<books::Report>([](store::Reader& in) { return books::verify(in); }));
  std::string text;
  for (const books::Fault& fault : report.faults) text += fault.code + " " + fault.row + ": " + fault.what + "\n";
  return text;
}

}  // namespace tsuke::scenarios
