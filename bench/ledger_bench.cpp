// Postings per second of whole prints (release: 2 transfers; completion: 5), by how many chains share one commit.
//
//   ledger_bench [prints]      the databases and their folders as in platform/store/testing.h
#include <cstdio>
#include <cstdlib>

#include "base/time.h"
#include "books/ledger/ledger.h"
#include "platform/store/testing.h"

namespace tsuke::books {
namespace {

struct Accounts {
  AccountId unbilled, clearing, accrued, fee, commission, budget, used;
};

Result<Accounts> open_accounts(store::Transaction& in) {
  const Unit budgets = budget_unit(yen), money = money_unit(yen);
  Accounts made;
  made.unbilled = TRY(ensure_account(in, "payer:organisation:1:unbilled", money));
  made.clearing = TRY(ensure_account(in, "clearing:usage", money));
  made.accrued = TRY(ensure_account(in, "provider:2:accrued", money));
  made.fee = TRY(ensure_account(in, "operator:fee", money));
  made.commission = TRY(ensure_account(in, "operator:commission", money));
  made.budget =
      TRY(ensure_account(in, "budget:organisation:1:2026-11", budgets, Limit::debits_must_not_exceed_credits));
  made.used = TRY(ensure_account(in, "budget:used", budgets));
  const AccountId source = TRY(ensure_account(in, "budget:source", budgets));
  const Instant now{1'795'000'000'000'000};
  TRY(post(in,
           {{make_transfer_id(now, "grant", 1, 1),
             TransferKind::direct,
             source,
             made.budget,
             INT64_MAX / 2,
             {},
             "grant",
             1,
             now}},
           now));
  return made;
}

// Release and completion of print number `job`.
std::vector<std::vector<Transfer>> chains_of(const Accounts& accounts, std::int64_t job) {
  const Instant at{1'795'000'000'000'000 + job * 1000};
  const auto transfer = [&](const char* what, TransferKind kind, AccountId debit, AccountId credit,
                            std::int64_t amount) {
    return Transfer{make_transfer_id(at, what, job, 1), kind, debit, credit, amount, {}, what, job, at};
  };
  const auto post_of = [&](const char* what, const char* reserved) {
    Transfer made = transfer(what, TransferKind::post, {}, {}, 611);
    made.resolves = make_transfer_id(at, reserved, job, 1);
    return made;
  };
  return {{transfer("reserve-budget", TransferKind::reserve, accounts.budget, accounts.used, 733),
           transfer("reserve", TransferKind::reserve, accounts.unbilled, accounts.clearing, 733)},
          {post_of("capture-budget", "reserve-budget"), post_of("capture", "reserve"),
           transfer("device-fee", TransferKind::direct, accounts.clearing, accounts.accrued, 590),
           transfer("service-fee", TransferKind::direct, accounts.clearing, accounts.fee, 21),
           transfer("commission", TransferKind::direct, accounts.accrued, accounts.commission, 47)}};
}

void measure(const std::string& kind, std::int64_t prints, std::size_t chains_per_commit) {
  store::TestStore store(kind, migrations());
  const Accounts accounts = store->write<Accounts>(open_accounts).take();
  std::vector<std::vector<Transfer>> chains;
  for (std::int64_t job = 1; job <= prints; ++job)
    for (auto& chain : chains_of(accounts, job)) chains.push_back(std::move(chain));
  const Duration started = monotonic_now();
  for (std::size_t at = 0; at < chains.size(); at += chains_per_commit) {
    const auto written = store->write<void>([&](store::Transaction& in) -> Result<void> {
      for (std::size_t i = at; i < std::min(at + chains_per_commit, chains.size()); ++i)
        TRY(post(in, chains[i], Instant{1'795'000'000'000'000}));
      return {};
    });
    if (!written.ok()) std::fprintf(stderr, "%s\n", written.error().what.c_str());
  }
  const double elapsed_s = static_cast<double>((monotonic_now() - started).micros) / 1e6;
  const auto each = [&](double count) { return count / elapsed_s; };
  std::printf("%-11s %4zu chains per commit %9.0f transfers/s %9.0f chains/s %9.0f prints/s\n", kind.c_str(),
              chains_per_commit, each(static_cast<double>(prints) * 7), each(static_cast<double>(chains.size())),
              each(static_cast<double>(prints)));
}

}  // namespace
}  // namespace tsuke::books

int main(int count, char** words) {
  const std::int64_t prints = count > 1 ? std::atoll(words[1]) : 2000;
  for (const std::string& kind : tsuke::store::test_databases())
    for (const std::size_t chains : {1, 10, 100})
      tsuke::books::measure(kind, chains == 1 ? prints / 4 : prints, chains);
}
