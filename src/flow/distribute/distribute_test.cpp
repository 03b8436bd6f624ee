#include "flow/distribute/distribute.h"

#include <atomic>
#include <thread>

#include "flow/charge/charge.h"
#include "flow/test_stages.h"

namespace tsuke::flow {
namespace {

class DistributeTest : public testing::TestWithParam<std::string> {
 protected:
  // 58 yen: 55 for the device, 3 for the service; commission 5.
  void print() {
    const Attempt attempt = house.printing(house.submit(5));
    house.done(house.report(attempt, counts(5, 5, DeviceReport::State::completed)));
    EXPECT_TRUE(
        house.store->write<void>([&](store::Transaction& in) { return settle(in, attempt.job, house.now()); }).ok());
  }
  Result<Payment> pay(std::optional<Money> expected = {}) {
    return house.write<Payment>(
        [&](store::Transaction& in) { return mark_paid(in, house.payer(), expected, house.mallory, house.now()); });
  }

  TestStages house{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Databases, DistributeTest, testing::ValuesIn(store::test_databases()), store::database_name);

TEST_P(DistributeTest, SharesSumToWhatWasPaid) {
  print();
  print();
  const Payment payment = house.done(pay(Money{116, yen}));
  EXPECT_EQ(payment.charges, 2);
  ASSERT_EQ(payment.distributed.size(), 1u);
  EXPECT_EQ(payment.distributed[0].amount + payment.operator_share, payment.amount);
  EXPECT_EQ(payment.distributed[0].amount.amount_minor, 100);
}

TEST_P(DistributeTest, PayingManyTimesAtOncePaysOnce) {
  print();
  std::atomic<int> paid = 0, refused = 0;
  std::vector<std::jthread> threads;
  for (int each = 0; each < 8; ++each) threads.emplace_back([&] { ++(pay().ok() ? paid : refused); });
  threads.clear();
  EXPECT_EQ(paid, 1);
  EXPECT_EQ(refused, 7);
  EXPECT_EQ(house.count("SELECT COUNT(*) FROM payment"), 1);
  EXPECT_EQ(code_of(pay()), "nothing-unpaid");
}

TEST_P(DistributeTest, AnotherAmountOrCurrencyIsNotBooked) {
  print();
  const std::string books = house.books();
  EXPECT_EQ(code_of(pay(Money{57, yen})), "amount-differs");
  EXPECT_EQ(code_of(pay(Money{58, Currency::parse("USD").take()})), "nothing-unpaid");
  EXPECT_EQ(house.books(), books);
  house.done(pay(Money{58, yen}));
}

// Any provider may set a price in its own currency.
TEST_P(DistributeTest, CurrenciesArePaidApart) {
  print();
  const Currency dollar = Currency::parse("USD").take();
  house.done(house.write<TariffId>([&](store::Transaction& in) {
    const auto tariff = rules::Tariff::create(dollar, {{{}, {}, {}, {20'000}, {}}}).take();
    return rules::publish_tariff(in, house.printer, house.now(), tariff, house.now());
  }));
  print();
  EXPECT_EQ(house.done(house.read<std::vector<Unpaid>>(unpaid)).size(), 2u);
  const Payment yen_payment = house.done(pay());
  EXPECT_EQ(yen_payment.amount, (Money{58, yen}));
  const Payment dollar_payment = house.done(pay(Money{105, dollar}));
  EXPECT_EQ(dollar_payment.distributed[0].amount, (Money{90, dollar}));
  EXPECT_EQ(code_of(pay()), "nothing-unpaid");
}

TEST_P(DistributeTest, WhatIsFreeIsNotOwed) {
  const auto free = rules::Tariff::create(yen, {{}}).take();
  house.done(house.write<TariffId>([&](store::Transaction& in) {
    return rules::publish_tariff(in, house.printer, house.now(), free, house.now());
  }));
  print();
  EXPECT_TRUE(house.done(house.read<std::vector<Unpaid>>(unpaid)).empty());
}

TEST_P(DistributeTest, WhatIsOnlyReservedIsNotOwed) {
  house.printing(house.submit(5));
  EXPECT_EQ(code_of(pay()), "nothing-unpaid");
  EXPECT_TRUE(house.done(house.read<std::vector<Unpaid>>(unpaid)).empty());
}

}  // namespace
}  // namespace tsuke::flow
