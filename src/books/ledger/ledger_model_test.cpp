// Random histories against a model that shares nothing with the ledger: it keeps the accepted transfers in a list and
// folds over all of them each time it is asked.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>

#include "books/ledger/test_books.h"

namespace tsuke::books {
namespace {

struct Sums {
  std::int64_t debits = 0, credits = 0, debits_pending = 0, credits_pending = 0;
  friend bool operator==(const Sums&, const Sums&) = default;
};

class Model {
 public:
  explicit Model(std::map<AccountId, Limit> limits) : limits_(std::move(limits)) {}

  std::string post(const std::vector<Transfer>& chain) {
    const std::string key = chain.front().id.bytes;
    if (const auto known = outcomes_.find(key); known != outcomes_.end()) return known->second;
    const auto before = accepted_;
    std::string outcome = "ok";
    for (const Transfer& asked : chain) {
      outcome = accept(asked);
      if (outcome != "ok") break;
    }
    if (outcome != "ok") accepted_ = before;
    return outcomes_[key] = outcome;
  }

  Sums sums(AccountId account) const {
    Sums sums;
    for (const Transfer& transfer : accepted_) {
      const bool is_debit = transfer.debit == account;
      if (!is_debit && transfer.credit != account) continue;
      std::int64_t& posted = is_debit ? sums.debits : sums.credits;
      std::int64_t& pending = is_debit ? sums.debits_pending : sums.credits_pending;
      if (transfer.kind == TransferKind::direct) posted += transfer.amount;
      if (transfer.kind == TransferKind::reserve && resolution_of(transfer) == nullptr) pending += transfer.amount;
      if (transfer.kind == TransferKind::post) posted += transfer.amount;
    }
    return sums;
  }

  std::size_t size() const { return accepted_.size(); }

 private:
  std::string accept(Transfer asked) {
    if (asked.resolves) {
      const Transfer* reserved = find(*asked.resolves);
      if (reserved == nullptr || reserved->kind != TransferKind::reserve) return "reservation-missing";
      if (resolution_of(*reserved) != nullptr) return "already-resolved";
      if (asked.kind == TransferKind::post && asked.amount <= 0) return "bad-transfer";
      if (asked.amount > reserved->amount) return "amount-above-reserved";
      asked.debit = reserved->debit;
      asked.credit = reserved->credit;
    } else if (asked.amount <= 0 || asked.debit == asked.credit) {
      return "bad-transfer";
    }
    accepted_.push_back(asked);
    for (const auto& [account, limit] : limits_) {
      const Sums now = sums(account);
      if (limit == Limit::debits_must_not_exceed_credits && now.debits + now.debits_pending > now.credits)
        return "limit-exceeded";
      if (limit == Limit::credits_must_not_exceed_debits && now.credits + now.credits_pending > now.debits)
        return "limit-exceeded";
    }
    return "ok";
  }
  const Transfer* find(const TransferId& id) const {
    for (const Transfer& transfer : accepted_)
      if (transfer.id == id) return &transfer;
    return nullptr;
  }
  const Transfer* resolution_of(const Transfer& reserved) const {
    for (const Transfer& transfer : accepted_)
      if (transfer.resolves == reserved.id) return &transfer;
    return nullptr;
  }

  std::map<AccountId, Limit> limits_;
  std::vector<Transfer> accepted_;
  std::map<std::string, std::string> outcomes_;
};

class LedgerModelTest : public testing::TestWithParam<std::string> {
 protected:
  TestBooks books{GetParam()};
  int histories = 0;

  std::vector<AccountId> fresh_accounts() {
    const std::string prefix = "history:" + std::to_string(++histories) + ":";
    return {books.account(prefix + "free"), books.account(prefix + "also-free"),
            books.account(prefix + "prepaid", Limit::debits_must_not_exceed_credits),
            books.account(prefix + "receivable", Limit::credits_must_not_exceed_debits)};
  }

  Transfer any_transfer(const std::vector<AccountId>& accounts, std::vector<Transfer>& reservations) {
    const auto account = [&] { return *rc::gen::elementOf(accounts); };
    const int dice = *rc::gen::inRange(0, 10);
    const std::int64_t amount = *rc::gen::inRange<std::int64_t>(0, 30);
    if (dice < 4 || (dice >= 7 && reservations.empty())) return books.direct(account(), account(), amount);
    if (dice < 7) return reservations.emplace_back(books.reserve(account(), account(), amount));
    const Transfer reserved = *rc::gen::elementOf(reservations);
    return dice == 7 ? books.release_of(reserved) : books.post_of(reserved, amount);
  }

  void compare(const Model& model, const std::vector<AccountId>& accounts) {
    std::int64_t debits = 0, credits = 0;
    for (const Account& account : books.all()) {
      if (std::find(accounts.begin(), accounts.end(), account.id) == accounts.end()) continue;
      const Sums stored{account.debits_posted, account.credits_posted, account.debits_pending, account.credits_pending};
      RC_ASSERT(stored == model.sums(account.id));
      debits += account.debits_posted;
      credits += account.credits_posted;
    }
    RC_ASSERT(debits == credits);
  }

  void one_history(int chains) {
    const auto accounts = fresh_accounts();
    Model model(
        {{accounts[2], Limit::debits_must_not_exceed_credits}, {accounts[3], Limit::credits_must_not_exceed_debits}});
    const std::int64_t before = books.count("SELECT COUNT(*) FROM transfer");
    std::vector<std::vector<Transfer>> asked;
    std::vector<Transfer> reservations;
    for (int i = *rc::gen::inRange(1, chains); i > 0; --i) {
      std::vector<Transfer> chain;
      if (!asked.empty() && *rc::gen::inRange(0, 5) == 0) chain = *rc::gen::elementOf(asked);  // a replay
      for (int size = chain.empty() ? *rc::gen::inRange(1, 4) : 0; size > 0; --size)
        chain.push_back(any_transfer(accounts, reservations));
      const std::string outcome = books.post(chain);
      RC_ASSERT(outcome == model.post(chain));
      asked.push_back(std::move(chain));
    }
    compare(model, accounts);
    RC_ASSERT(books.count("SELECT COUNT(*) FROM transfer") - before == static_cast<std::int64_t>(model.size()));
  }
};

TEST_P(LedgerModelTest, AgreesWithTheModelOnRandomHistories) {
  const int chains = GetParam() == "sqlite" ? 30 : 6;
  EXPECT_TRUE(rc::check("the ledger does as the model does", [&] { one_history(chains); }));
  EXPECT_EQ(books.count("SELECT COUNT(*) FROM transfer"), books.count("SELECT COALESCE(MAX(seq), 0) FROM transfer"));
}

INSTANTIATE_TEST_SUITE_P(Databases, LedgerModelTest, testing::ValuesIn(store::test_databases()), store::database_name);

}  // namespace
}  // namespace tsuke::books
