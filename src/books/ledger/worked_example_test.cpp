// A whole print in the books, from reservation to payout, to the yen: net basis, 10 % tax.
//
// Company A releases 12 two-sided colour sheets at CoWork B for at most 733 (device 708 + service 25). The device jams
// and reports 10 sheets: device 590, service 21, commission 47. A is invoiced and pays, B is paid out.
#include "books/ledger/tax.h"
#include "books/ledger/test_books.h"

namespace tsuke::books {
namespace {

class WorkedExampleTest : public testing::TestWithParam<std::string> {
 protected:
  TestBooks books{GetParam()};
  const Unit budget = budget_unit(yen);
  const AccountId budget_a =
      books.account("budget:organisation:1:2026-11", Limit::debits_must_not_exceed_credits, budget);
  const AccountId budget_used = books.account("budget:used", Limit::none, budget);
  const AccountId budget_source = books.account("budget:source", Limit::none, budget);
  const AccountId unbilled = books.account("payer:organisation:1:unbilled");
  const AccountId receivable = books.account("payer:organisation:1:receivable", Limit::credits_must_not_exceed_debits);
  const AccountId clearing_usage = books.account("clearing:usage");
  const AccountId clearing_payout = books.account("clearing:payout");
  const AccountId accrued = books.account("provider:2:accrued");
  const AccountId payable = books.account("provider:2:payable");
  const AccountId fee = books.account("operator:fee");
  const AccountId commission = books.account("operator:commission");
  const AccountId tax_payable = books.account("operator:tax_payable");
  const AccountId bank = books.account("bank:operator");
  Transfer h1, h2;

  // Credits less debits.
  std::int64_t credit(const std::string& name) { return books.read(name).credit_balance(); }
  std::int64_t debit(const std::string& name) { return books.read(name).debit_balance(); }
  std::int64_t budget_room() {
    return books.store
        ->read<std::int64_t>(
            [&](store::Reader& in) { return room(in, books.read("budget:organisation:1:2026-11", budget)); })
        .value_or(-1);
  }

  void release() {
    ASSERT_EQ("ok", books.post({books.direct(budget_source, budget_a, 1000)}));
    h1 = books.reserve(budget_a, budget_used, 733);
    h2 = books.reserve(unbilled, clearing_usage, 733);
    ASSERT_EQ("ok", books.post({h1, h2}));
    EXPECT_EQ(267, budget_room());
    EXPECT_EQ(733, books.read("payer:organisation:1:unbilled").debits_pending);
    EXPECT_EQ(0, debit("payer:organisation:1:unbilled"));
    EXPECT_EQ(733, books.read("clearing:usage").credits_pending);
  }

  void complete() {
    const std::vector<Transfer> chain{books.post_of(h1, 611),                      // C1
                                      books.post_of(h2, 611),                      // C2
                                      books.direct(clearing_usage, accrued, 590),  // C3
                                      books.direct(clearing_usage, fee, 21),       // C4
                                      books.direct(accrued, commission, 47)};      // C5
    ASSERT_EQ("ok", books.post(chain));
    ASSERT_EQ("ok", books.post(chain));  // the report again
    EXPECT_EQ(389, budget_room());
    EXPECT_EQ(611, books.read("budget:used", budget).credit_balance());
    EXPECT_EQ(611, debit("payer:organisation:1:unbilled"));
    EXPECT_EQ(0, books.read("payer:organisation:1:unbilled").debits_pending);
    EXPECT_EQ(543, credit("provider:2:accrued"));
    EXPECT_EQ(21, credit("operator:fee"));
    EXPECT_EQ(47, credit("operator:commission"));
    EXPECT_EQ(0, credit("clearing:usage"));
    EXPECT_EQ(0, books.read("clearing:usage").credits_pending);
  }

  void invoice() {
    const std::vector<Money> bases{{590, yen}, {21, yen}};
    const SplitTax tax = split_tax(bases, {10, 100}, Rounding::floor);
    const Money on_commission = tax_on({47, yen}, {10, 100}, Rounding::floor);
    ASSERT_EQ("ok", books.post({books.direct(receivable, unbilled, 611),                              // I1
                                books.direct(receivable, accrued, tax.parts[0].amount_minor),         // I2
                                books.direct(receivable, tax_payable, tax.parts[1].amount_minor)}));  // I3
    ASSERT_EQ("ok", books.post({books.direct(accrued, tax_payable, on_commission.amount_minor)}));    // I4
    EXPECT_EQ(672, debit("payer:organisation:1:receivable"));
    EXPECT_EQ(0, debit("payer:organisation:1:unbilled"));
    EXPECT_EQ(598, credit("provider:2:accrued"));  // 590 - 47 + 59 - 4
    EXPECT_EQ(6, credit("operator:tax_payable"));
  }

  void pay() {
    ASSERT_EQ("limit-exceeded", books.post({books.direct(bank, receivable, 673)}));  // nobody pays more than is owed
    ASSERT_EQ("ok", books.post({books.direct(bank, receivable, 672)}));              // P1
    EXPECT_EQ(672, debit("bank:operator"));
    ASSERT_EQ("ok", books.post({books.direct(accrued, payable, 598)}));          // P2
    ASSERT_EQ("ok", books.post({books.direct(payable, clearing_payout, 598)}));  // P3
    EXPECT_EQ(598, credit("clearing:payout"));
    ASSERT_EQ("ok", books.post({books.direct(clearing_payout, bank, 598)}));  // P4
  }
};

TEST_P(WorkedExampleTest, EndsWithWhatTheOperatorEarnedAndOwesInTax) {
  release();
  complete();
  invoice();
  pay();
  EXPECT_EQ(74, debit("bank:operator"));
  EXPECT_EQ(21, credit("operator:fee"));
  EXPECT_EQ(47, credit("operator:commission"));
  EXPECT_EQ(6, credit("operator:tax_payable"));
  for (const char* empty : {"clearing:usage", "clearing:payout", "provider:2:accrued", "provider:2:payable",
                            "payer:organisation:1:unbilled", "payer:organisation:1:receivable"})
    EXPECT_EQ(0, credit(empty)) << empty;
  std::int64_t sum = 0;
  for (const Account& account : books.all())
    sum += account.debit_balance() + account.debits_pending - account.credits_pending;
  EXPECT_EQ(0, sum);
}

TEST_P(WorkedExampleTest, APartialRefundTouchesEachAccountByItsDifference) {
  release();
  complete();
  // 8 sheets and 16 impressions remain: device 472, service 17, commission 37.
  ASSERT_EQ("ok", books.post(
                      {books.direct(accrued, clearing_usage, 590 - 472), books.direct(fee, clearing_usage, 21 - 17),
                       books.direct(clearing_usage, unbilled, 611 - 489), books.direct(commission, accrued, 47 - 37)}));
  EXPECT_EQ(489, debit("payer:organisation:1:unbilled"));
  EXPECT_EQ(472 - 37, credit("provider:2:accrued"));
  EXPECT_EQ(17, credit("operator:fee"));
  EXPECT_EQ(37, credit("operator:commission"));
  EXPECT_EQ(0, credit("clearing:usage"));
}

INSTANTIATE_TEST_SUITE_P(Databases, WorkedExampleTest, testing::ValuesIn(store::test_databases()),
                         store::database_name);

}  // namespace
}  // namespace tsuke::books
