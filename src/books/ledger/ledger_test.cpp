#include "books/ledger/ledger.h"

#include "books/ledger/test_books.h"

namespace tsuke::books {
namespace {

class LedgerTest : public testing::TestWithParam<std::string> {
 protected:
  TestBooks books{GetParam()};
  AccountId bank = books.account("bank:operator");
  AccountId fee = books.account("operator:fee");
  AccountId prepaid = books.account("payer:person:1:prepaid", Limit::debits_must_not_exceed_credits);

  void fund(std::int64_t amount) { ASSERT_EQ("ok", books.post({books.direct(bank, prepaid, amount)})); }
  std::int64_t room_left() {
    return books.store
        ->read<std::int64_t>([&](store::Reader& in) { return room(in, books.read("payer:person:1:prepaid")); })
        .value_or(-1);
  }
};

TEST_P(LedgerTest, AddsToTheDebitsOfOneAndTheCreditsOfTheOther) {
  fund(500);
  EXPECT_EQ(500, books.read("bank:operator").debit_balance());
  EXPECT_EQ(500, books.read("payer:person:1:prepaid").credit_balance());
  EXPECT_EQ(0, books.read("operator:fee").debit_balance());
}

TEST_P(LedgerTest, AReservationCountsAgainstTheLimitUntilItIsResolved) {
  fund(100);
  const Transfer reserved = books.reserve(prepaid, fee, 70);
  EXPECT_EQ("ok", books.post({reserved}));
  EXPECT_EQ(30, room_left());
  EXPECT_EQ("limit-exceeded", books.post({books.direct(prepaid, fee, 31)}));
  EXPECT_EQ("limit-exceeded", books.post({books.reserve(prepaid, fee, 31)}));
  EXPECT_EQ("ok", books.post({books.post_of(reserved, 20)}));
  EXPECT_EQ(80, room_left());
  EXPECT_EQ(0, books.read("payer:person:1:prepaid").debits_pending);
  EXPECT_EQ(0, books.read("operator:fee").credits_pending);
  EXPECT_EQ("ok", books.post({books.direct(prepaid, fee, 80)}));
  EXPECT_EQ(0, room_left());
}

TEST_P(LedgerTest, PendingCreditsAreNotSpendable) {
  EXPECT_EQ("ok", books.post({books.reserve(bank, prepaid, 100)}));
  EXPECT_EQ(0, room_left());
  EXPECT_EQ("limit-exceeded", books.post({books.direct(prepaid, fee, 1)}));
}

TEST_P(LedgerTest, AReceivableDoesNotGoNegative) {
  const AccountId receivable = books.account("payer:organisation:1:receivable", Limit::credits_must_not_exceed_debits);
  EXPECT_EQ("ok", books.post({books.direct(receivable, fee, 10)}));
  EXPECT_EQ("ok", books.post({books.reserve(bank, receivable, 4)}));
  EXPECT_EQ("limit-exceeded", books.post({books.direct(bank, receivable, 7)}));
  EXPECT_EQ("ok", books.post({books.direct(bank, receivable, 6)}));
}

TEST_P(LedgerTest, AReservationIsResolvedOnce) {
  fund(100);
  const Transfer voided = books.reserve(prepaid, fee, 40), posted = books.reserve(prepaid, fee, 40);
  ASSERT_EQ("ok", books.post({voided, posted}));
  EXPECT_EQ("ok", books.post({books.release_of(voided)}));
  EXPECT_EQ("already-resolved", books.post({books.release_of(voided)}));  // void twice
  EXPECT_EQ("already-resolved", books.post({books.post_of(voided, 1)}));  // post after void
  EXPECT_EQ("ok", books.post({books.post_of(posted, 30)}));
  EXPECT_EQ("already-resolved", books.post({books.post_of(posted, 10)}));  // the remainder is gone
  EXPECT_EQ("already-resolved", books.post({books.release_of(posted)}));   // void after post
  EXPECT_EQ(70, room_left());
}

TEST_P(LedgerTest, TwoPostsInOneChainDoNotReadTheSameRemainder) {
  fund(100);
  const Transfer reserved = books.reserve(prepaid, fee, 40);
  ASSERT_EQ("ok", books.post({reserved}));
  EXPECT_EQ("already-resolved", books.post({books.post_of(reserved, 10), books.post_of(reserved, 10)}));
  EXPECT_EQ(40, books.read("payer:person:1:prepaid").debits_pending);
  EXPECT_EQ(0, books.read("payer:person:1:prepaid").debits_posted);
}

TEST_P(LedgerTest, APostGivesAtMostWhatWasReserved) {
  fund(100);
  const Transfer reserved = books.reserve(prepaid, fee, 40);
  ASSERT_EQ("ok", books.post({reserved}));
  EXPECT_EQ("amount-above-reserved", books.post({books.post_of(reserved, 41)}));
  EXPECT_EQ("bad-transfer", books.post({books.post_of(reserved, 0)}));
  Transfer part = books.release_of(reserved);
  part.amount = 39;
  EXPECT_EQ("bad-transfer", books.post({part}));
  EXPECT_EQ("ok", books.post({books.post_of(reserved, 40)}));
}

TEST_P(LedgerTest, OnlyAReservationCanBeResolved) {
  fund(100);
  const Transfer paid = books.direct(prepaid, fee, 10);
  ASSERT_EQ("ok", books.post({paid}));
  EXPECT_EQ("reservation-missing", books.post({books.post_of(paid, 5)}));
  EXPECT_EQ("reservation-missing", books.post({books.release_of(books.reserve(prepaid, fee, 1))}));
  const Transfer refused = books.reserve(prepaid, fee, 1000);
  ASSERT_EQ("limit-exceeded", books.post({refused}));
  EXPECT_EQ("reservation-missing", books.post({books.post_of(refused, 1)}));  // refused, so never committed by its id
}

TEST_P(LedgerTest, AReservationMayBeMadeAndPostedInOneChain) {
  fund(100);
  const Transfer reserved = books.reserve(prepaid, fee, 40);
  EXPECT_EQ("ok", books.post({reserved, books.post_of(reserved, 15)}));
  EXPECT_EQ(85, room_left());
  EXPECT_EQ("already-resolved", books.post({books.release_of(reserved)}));
}

TEST_P(LedgerTest, AChainIsAllOrNothing) {
  fund(50);
  EXPECT_EQ("limit-exceeded", books.post({books.direct(prepaid, fee, 30), books.direct(prepaid, fee, 30)}));
  EXPECT_EQ(50, room_left());
  EXPECT_EQ(1, books.count("SELECT COUNT(*) FROM transfer"));
  EXPECT_EQ("account-missing", books.post({books.direct(prepaid, fee, 30), books.direct(prepaid, AccountId{99}, 1)}));
  EXPECT_EQ(50, room_left());
}

TEST_P(LedgerTest, LimitsHoldAfterEveryStepNotOnlyAtTheEnd) {
  EXPECT_EQ("limit-exceeded", books.post({books.direct(prepaid, fee, 10), books.direct(bank, prepaid, 10)}));
  EXPECT_EQ("ok", books.post({books.direct(bank, prepaid, 10), books.direct(prepaid, fee, 10)}));
}

TEST_P(LedgerTest, TheSameChainAgainChangesNothing) {
  fund(100);
  const Transfer reserved = books.reserve(prepaid, fee, 40);
  const std::vector<Transfer> release{reserved, books.direct(prepaid, fee, 5)};
  const std::vector<Transfer> capture{books.post_of(reserved, 25)};
  for (int round = 0; round < 3; ++round) EXPECT_EQ("ok", books.post(release));
  for (int round = 0; round < 3; ++round) EXPECT_EQ("ok", books.post(capture));
  EXPECT_EQ("ok", books.post(release));
  EXPECT_EQ(70, room_left());
  EXPECT_EQ(4, books.count("SELECT COUNT(*) FROM transfer"));
  EXPECT_EQ(0, books.count("SELECT COUNT(*) FROM refusal"));
}

TEST_P(LedgerTest, AKnownIdWithOtherContentIsRefused) {
  const Transfer a = books.direct(bank, fee, 1), b = books.direct(bank, fee, 2);
  ASSERT_EQ("ok", books.post({a, b}));
  const auto differing = [&](auto&& edit) {
    Transfer other = a;
    edit(other);
    return books.post({other, b});
  };
  EXPECT_EQ("transfer-differs", differing([](Transfer& t) { t.amount = 3; }));
  EXPECT_EQ("transfer-differs", differing([](Transfer& t) { t.kind = TransferKind::reserve; }));
  EXPECT_EQ("transfer-differs", differing([](Transfer& t) { std::swap(t.debit, t.credit); }));
  EXPECT_EQ("transfer-differs", differing([](Transfer& t) { t.what = "other"; }));
  EXPECT_EQ("transfer-differs", differing([](Transfer& t) { t.reference = 8; }));
  EXPECT_EQ("transfer-differs", differing([](Transfer& t) { t.event_at.micros += 1; }));
  EXPECT_EQ("transfer-differs", differing([&](Transfer& t) { t.resolves = b.id; }));
  EXPECT_EQ("transfer-differs", books.post({a}));                                 // a part of the chain
  EXPECT_EQ("transfer-differs", books.post({b, a}));                              // another order
  EXPECT_EQ("transfer-differs", books.post({a, b, books.direct(bank, fee, 1)}));  // a longer chain
  EXPECT_EQ("ok", books.post({a, b}));  // and the id of what was posted is not burned by all that
  EXPECT_EQ(3, books.read("operator:fee").credit_balance());
}

TEST_P(LedgerTest, TwoChainsPostedApartAreNotOneChain) {
  const Transfer a = books.direct(bank, fee, 1), b = books.direct(bank, fee, 2);
  ASSERT_EQ("ok", books.post({a}));
  ASSERT_EQ("ok", books.post({b}));
  EXPECT_EQ("transfer-differs", books.post({a, b}));
}

TEST_P(LedgerTest, OneIdTwiceInAChainIsRefused) {
  const Transfer a = books.direct(bank, fee, 1);
  EXPECT_EQ("bad-transfer", books.post({a, a}));
  EXPECT_EQ(0, books.read("operator:fee").credit_balance());
  EXPECT_EQ("bad-transfer", books.post({a}));  // burned
}

TEST_P(LedgerTest, ARefusedChainBurnsAllItsIds) {
  const Transfer first = books.direct(bank, fee, 1), second = books.direct(prepaid, fee, 10);
  EXPECT_EQ("limit-exceeded", books.post({first, second}));
  fund(1000);  // now there would be room
  EXPECT_EQ("limit-exceeded", books.post({first, second}));
  EXPECT_EQ("limit-exceeded", books.post({first}));
  EXPECT_EQ("limit-exceeded", books.post({second}));
  const Transfer fresh = books.direct(bank, fee, 1);
  EXPECT_EQ("limit-exceeded", books.post({fresh, second}));
  EXPECT_EQ("limit-exceeded", books.post({fresh}));  // it kept bad company
  EXPECT_EQ(0, books.read("operator:fee").credit_balance());
}

TEST_P(LedgerTest, ARefusalInsideAFailedWriteLeavesNothing) {
  const Transfer asked = books.direct(prepaid, fee, 10);
  const auto failed = books.store->write<void>(
      [&](store::Transaction& in) -> Result<void> { return post(in, {asked}, books.booked_at); });
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(Reason::limit_reached, failed.error().reason);
  fund(10);
  EXPECT_EQ("ok", books.post({asked}));
}

TEST_P(LedgerTest, RefusesWhatIsNoTransfer) {
  EXPECT_EQ("bad-transfer", books.post({}));
  EXPECT_EQ("bad-transfer", books.post({books.direct(bank, fee, 0)}));
  EXPECT_EQ("bad-transfer", books.post({books.direct(bank, fee, -5)}));
  EXPECT_EQ("bad-transfer", books.post({books.direct(bank, bank, 5)}));
  Transfer odd = books.direct(bank, fee, 1);
  odd.id.bytes = "short";
  EXPECT_EQ("bad-transfer", books.post({odd}));
  EXPECT_EQ("bad-transfer", books.post(std::vector<Transfer>(chain_max + 1, books.direct(bank, fee, 1))));
  EXPECT_EQ(0, books.count("SELECT COUNT(*) FROM transfer"));
}

TEST_P(LedgerTest, OnlyAccountsOfOneUnitTransact) {
  const AccountId budget = books.account("budget:used", Limit::none, budget_unit(yen));
  EXPECT_EQ("unit-differs", books.post({books.direct(bank, budget, 5)}));
  EXPECT_EQ("unit-differs", books.post({books.reserve(budget, bank, 5)}));
}

TEST_P(LedgerTest, ABalanceDoesNotPassInt64) {
  ASSERT_EQ("ok", books.post({books.direct(bank, fee, INT64_MAX)}));
  EXPECT_EQ("limit-exceeded", books.post({books.direct(bank, fee, 1)}));
  EXPECT_EQ("limit-exceeded", books.post({books.reserve(bank, fee, INT64_MAX)}));
  EXPECT_EQ(INT64_MAX, books.read("bank:operator").debits_posted);
}

TEST_P(LedgerTest, SeqHasNoGapsAndLongChainsAreOneChain) {
  std::vector<Transfer> chain;
  for (int i = 0; i < 100; ++i)
    chain.push_back(books.direct(bank, books.account("a:" + std::to_string(i % 20)), 1 + i));
  ASSERT_EQ("ok", books.post(chain));
  ASSERT_EQ("bad-transfer", books.post({books.direct(bank, fee, 0)}));
  ASSERT_EQ("ok", books.post({books.direct(bank, fee, 3)}));
  EXPECT_EQ("ok", books.post(chain));
  EXPECT_EQ(101, books.count("SELECT COUNT(*) FROM transfer"));
  EXPECT_EQ(101, books.count("SELECT MAX(seq) FROM transfer"));
  EXPECT_EQ(100, books.count("SELECT COUNT(*) FROM transfer WHERE chain_first = 1 AND chain_size = 100"));
  EXPECT_EQ(101, books.count("SELECT COUNT(DISTINCT hash_prev) FROM transfer"));
}

TEST_P(LedgerTest, TransfersAboutAReferenceComeInOrder) {
  fund(100);
  books.reference = 42;
  const Transfer reserved = books.reserve(prepaid, fee, 40);
  ASSERT_EQ("ok", books.post({reserved}));
  ASSERT_EQ("ok", books.post({books.post_of(reserved, 25)}));
  const auto about = books.about(42);
  ASSERT_EQ(2u, about.size());
  EXPECT_EQ(TransferKind::reserve, about[0].transfer.kind);
  EXPECT_EQ(TransferKind::post, about[1].transfer.kind);
  EXPECT_EQ(25, about[1].transfer.amount);
  EXPECT_EQ(prepaid, about[1].transfer.debit);
  EXPECT_EQ("payer:person:1:prepaid", about[1].debit_name);
  EXPECT_EQ("operator:fee", about[1].credit_name);
  EXPECT_EQ("JPY", about[1].unit);
  EXPECT_EQ(books.booked_at, about[1].booked_at);
  EXPECT_EQ(3, about[1].seq);
  EXPECT_TRUE(books.about(43).empty());
}

TEST_P(LedgerTest, WhatIsWrittenStays) {
  fund(100);
  ASSERT_EQ("limit-exceeded", books.post({books.direct(prepaid, fee, 1000)}));
  for (const char* sql : {"UPDATE transfer SET amount = 1", "DELETE FROM transfer", "UPDATE refusal SET code = 'x'",
                          "DELETE FROM refusal", "UPDATE transfer SET what = what WHERE seq = 1"})
    EXPECT_FALSE(books.tamper(sql).ok()) << sql;
  EXPECT_EQ(1, books.count("SELECT COUNT(*) FROM transfer WHERE amount = 100"));
  EXPECT_EQ(1, books.count("SELECT COUNT(*) FROM refusal WHERE code = 'limit-exceeded'"));
}

TEST_P(LedgerTest, AnAccountIsMadeOnceAndKeepsItsLimit) {
  EXPECT_EQ(bank, books.account("bank:operator"));
  EXPECT_NE(bank, books.account("bank:operator", Limit::none, money_unit(Currency{{'U', 'S', 'D'}})));
  const auto differing = books.store->write<AccountId>([&](store::Transaction& in) {
    return ensure_account(in, "bank:operator", money_unit(yen), Limit::debits_must_not_exceed_credits);
  });
  ASSERT_FALSE(differing.ok());
  EXPECT_EQ("limit-differs", differing.error().code);
}

TEST_P(LedgerTest, AccountsAreListedByPrefix) {
  books.account("payer:organisation:1:unbilled");
  books.account("payer:organisation:10:unbilled");
  const auto names = [&](std::string_view prefix) {
    std::vector<std::string> found;
    for (const Account& account :
         books.store->read<std::vector<Account>>([&](store::Reader& in) { return accounts(in, prefix); }).value_or({}))
      found.push_back(account.name);
    return found;
  };
  EXPECT_EQ((std::vector<std::string>{"payer:organisation:1:unbilled"}), names("payer:organisation:1:"));
  EXPECT_EQ(2u, names("payer:organisation:").size());
  EXPECT_EQ(5u, names("").size());
  EXPECT_TRUE(names("%").empty());
}

TEST(TransferIdTest, IsDeterministicOrderedByTimeAndScoped) {
  const Instant at{1'795'000'000'000'000};
  const TransferId id = make_transfer_id(at, "reserve", 7, 1);
  EXPECT_EQ(16u, id.bytes.size());
  EXPECT_EQ(id, make_transfer_id(at, "reserve", 7, 1));
  EXPECT_NE(id, make_transfer_id(at, "capture", 7, 1));
  EXPECT_NE(id, make_transfer_id(at, "reserve", 8, 1));
  EXPECT_NE(id, make_transfer_id(at, "reserve", 7, 2));
  EXPECT_NE(make_transfer_id(at, "a|1", 2, 3), make_transfer_id(at, "a", 12, 3));
  EXPECT_LT(id.bytes, make_transfer_id(at + milliseconds(1), "reserve", 7, 1).bytes);
}

INSTANTIATE_TEST_SUITE_P(Databases, LedgerTest, testing::ValuesIn(store::test_databases()), store::database_name);

}  // namespace
}  // namespace tsuke::books
