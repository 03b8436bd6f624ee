// Books on a fresh database, and short words for the tests of this folder.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "books/ledger/ledger.h"
#include "platform/store/testing.h"

namespace tsuke::books {

class TestBooks {
 public:
  explicit TestBooks(std::string_view database) : store(database, migrations()) {}

  AccountId account(const std::string& name, Limit limit = Limit::none, const Unit& unit = money_unit(yen)) {
    auto made = store->write<AccountId>([&](store::Transaction& in) { return ensure_account(in, name, unit, limit); });
    EXPECT_TRUE(made.ok());
    return std::move(made).value_or(AccountId{});
  }

  // "ok", or the code of the refusal. The write goes on after a refusal, so that its rows stay.
  std::string post(const std::vector<Transfer>& chain) {
    std::string outcome;
    const auto written = store->write<void>([&](store::Transaction& in) -> Result<void> {
      const auto posted = books::post(in, chain, booked_at);
      outcome = posted.ok() ? "ok" : posted.error().code;
      return {};
    });
    EXPECT_TRUE(written.ok()) << written.error().what;
    return outcome;
  }

  Transfer direct(AccountId debit, AccountId credit, std::int64_t amount) {
    return {next_id(), TransferKind::direct, debit, credit, amount, {}, "test", reference, event_at};
  }
  Transfer reserve(AccountId debit, AccountId credit, std::int64_t amount) {
    return {next_id(), TransferKind::reserve, debit, credit, amount, {}, "test", reference, event_at};
  }
  Transfer post_of(const Transfer& reserved, std::int64_t amount) {
    return {next_id(), TransferKind::post, {}, {}, amount, reserved.id, "test", reference, event_at};
  }
  Transfer release_of(const Transfer& reserved) {
    return {next_id(), TransferKind::release, {}, {}, 0, reserved.id, "test", reference, event_at};
  }
  TransferId next_id() { return make_transfer_id(event_at, "test", reference, ++number_); }

  Account read(const std::string& name, const Unit& unit = money_unit(yen)) {
    auto found = store->read<std::optional<Account>>([&](store::Reader& in) { return find_account(in, name, unit); });
    EXPECT_TRUE(found.ok() && found.value());
    return found.ok() ? std::move(found).value_or({}).value_or(Account{}) : Account{};
  }
  std::vector<Account> all() {
    return store->read<std::vector<Account>>([](store::Reader& in) { return accounts(in); }).value_or({});
  }
  std::vector<PostedTransfer> about(std::int64_t wanted) {
    return store->read<std::vector<PostedTransfer>>([&](store::Reader& in) { return transfers_about(in, wanted); })
        .value_or({});
  }
  // The result of running a statement that no program has.
  Result<void> tamper(const char* sql) {
    const store::Query query{"tamper", sql};
    return store->write<void>([&](store::Transaction& in) -> Result<void> {
      TRY(in.change(query, {}));
      return {};
    });
  }
  std::int64_t count(const char* sql) {
    const store::Query query{"count", sql};
    auto counted = store->read<std::optional<std::int64_t>>([&](store::Reader& in) { return in.integer(query, {}); });
    EXPECT_TRUE(counted.ok());
    return std::move(counted).value_or({}).value_or(-1);
  }

  store::TestStore store;
  std::int64_t reference = 7;
  Instant event_at{1'795'000'000'000'000};
  Instant booked_at{1'795'000'000'500'000};

 private:
  std::int64_t number_ = 0;
};

}  // namespace tsuke::books
