#include "flow/amend/refund_request.h"

#include "flow/amend/test_amend.h"

namespace tsuke::flow {
namespace {

class RefundTest : public testing::TestWithParam<std::string> {
 protected:
  Result<RefundRequest> ask(JobId job, std::optional<Quantity> quantity, const char* cause = "device-fault") {
    RefundWish wish;
    wish.job = job;
    wish.cause = cause;
    wish.words = "streaks on every page";
    wish.quantity = quantity;
    return house.write<RefundRequest>(
        [&](store::Transaction& in) { return ask_refund(in, house.mika, wish, house.now()); });
  }
  Refund give(JobId job, Quantity quantity, const char* cause = "device-fault") {
    return house.done(house.write<Refund>(
        [&](store::Transaction& in) { return refund(in, job, {quantity, cause, {}, house.mika}, house.now()); }));
  }
  void contract(int percent) {
    house.done(house.yes([&](store::Transaction& in) {
      return set_operator_percent(in, house.provider, percent, house.mika, house.now());
    }));
  }
  void automatic_up_to(std::int64_t amount) {
    house.done(house.yes([&](store::Transaction& in) {
      return set_setting(in, "refund-automatic-minor", amount, house.mika, house.now());
    }));
  }
  std::string accrued() const { return "provider:" + to_string(house.provider) + ":accrued"; }
  std::string payable() const { return "provider:" + to_string(house.provider) + ":payable"; }
  std::string unbilled() const { return "payer:" + registry::payer_key(house.payer()) + ":unbilled"; }

  TestAmend house{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Databases, RefundTest, testing::ValuesIn(store::test_databases()), store::database_name);

TEST_P(RefundTest, AFullRefundLandsOnZero) {
  const JobId job = house.printed(7);
  house.done(ask(job, {}));
  EXPECT_EQ(house.balances(), "");
  EXPECT_EQ(house.charge(job)->owed().amount_minor, 0);
  EXPECT_EQ(house.faults(), "");
  EXPECT_EQ(code_of(ask(job, {})), "bad-quantity");
}

TEST_P(RefundTest, PartialRefundsEndWhereOneDoes) {
  const JobId steps = house.printed(7), whole = house.printed(7);
  for (int i = 0; i < 3; ++i) give(steps, house.sides(steps, 1));
  const std::int64_t after_steps = house.charge(steps)->refunded.captured.amount_minor;
  give(whole, house.sides(whole, 3));
  const auto one = house.charge(steps)->refunded, other = house.charge(whole)->refunded;
  EXPECT_EQ(after_steps, other.captured.amount_minor);
  EXPECT_EQ(one.device_fee, other.device_fee);
  EXPECT_EQ(one.service_fee, other.service_fee);
  EXPECT_EQ(one.commission, other.commission);
  EXPECT_EQ(house.faults(), "");
}

TEST_P(RefundTest, AfterPaymentThePayerHasItInHandAndTheProviderOwesIt) {
  const JobId job = house.printed(10);
  house.pay(house.payer());
  const std::int64_t earned = -house.balance(payable());
  const Refund made = give(job, house.sides(job, 4));
  EXPECT_EQ(house.balance("payer:" + registry::payer_key(house.payer()) + ":credit"), -made.captured.amount_minor);
  EXPECT_EQ(-house.balance(payable()), earned - made.device_fee.amount_minor + made.commission.amount_minor);
  EXPECT_EQ(house.faults(), "");
}

TEST_P(RefundTest, TheContractSaysWhoBearsIt) {
  contract(50);
  const JobId job = house.printed(10);
  const std::int64_t earned = -house.balance(accrued());
  const Refund made = give(job, house.sides(job, 5), "bad-quality");
  const std::int64_t net = made.device_fee.amount_minor - made.commission.amount_minor;
  EXPECT_EQ(made.borne.amount_minor, (net + 1) / 2);
  EXPECT_EQ(-house.balance(accrued()), earned - net + made.borne.amount_minor);
  EXPECT_EQ(house.balance("operator:absorbed"), made.borne.amount_minor);
  house.pay(house.payer());
  EXPECT_EQ(house.balance(accrued()), 0);
  EXPECT_EQ(house.faults(), "");
}

TEST_P(RefundTest, WhatIsMoreThanTheRuleWaitsForTheProviderAndThenForTheOperator) {
  automatic_up_to(50);
  const JobId job = house.printed(10);
  const RefundRequest asked = house.done(ask(job, {}));
  EXPECT_EQ(asked.state, RefundState::open);
  EXPECT_EQ(code_of(ask(job, {})), "refund-waiting");
  const auto decide = [&](const Deciding& who, bool grant) {
    return house.write<RefundRequest>(
        [&](store::Transaction& in) { return decide_refund(in, asked.id, who, grant, "", house.now()); });
  };
  EXPECT_EQ(code_of(decide({house.mallory}, true)), "request-not-found");
  EXPECT_FALSE(decide({house.mika}, true).ok());
  house.clock.advance(hours(72));
  EXPECT_EQ(house.done(house.write<int>([&](auto& in) { return escalate_refunds(in, house.now()); })), 1);
  EXPECT_EQ(house.done(decide({house.mallory, true}, true)).state, RefundState::granted);
  EXPECT_EQ(code_of(decide({house.mallory, true}, true)), "request-not-open");
  EXPECT_EQ(house.faults(), "");
}

TEST_P(RefundTest, WhoAsksTooOftenWaits) {
  RefundState last = RefundState::granted;
  for (int i = 0; i < 3; ++i) last = house.done(ask(house.printed(2), {})).state;
  EXPECT_EQ(last, RefundState::open);
  EXPECT_EQ(house.faults(), "");
}

TEST_P(RefundTest, ABudgetSetLaterHearsOfItToo) {
  const JobId kept = house.printed(4), job = house.printed(4), moved = house.printed(4);
  house.limit(house.company, 5000);
  give(job, house.sides(job, 2));
  EXPECT_EQ(house.faults(), "");
  house.moved(moved, house.own);
  EXPECT_EQ(house.faults(), "");
  house.done(
      house.yes([&](store::Transaction& in) { return set_budget(in, house.company, std::nullopt, house.now()); }));
  give(kept, house.sides(kept, 1));
  house.printed(3);
  house.limit(house.company, 6000);
  EXPECT_EQ(house.faults(), "");
  house.policy(house.company, {72, false});
  house.moved(moved, house.purpose);
  EXPECT_EQ(house.faults(), "");
}

TEST_P(RefundTest, TheWindowCloses) {
  const JobId job = house.printed(2);
  house.clock.advance(hours(721));
  EXPECT_EQ(code_of(ask(job, {})), "refund-too-late");
}

TEST_P(RefundTest, AWishIsChecked) {
  const JobId job = house.printed(2);
  EXPECT_EQ(code_of(ask(job, {}, "dislike")), "bad-cause");
  EXPECT_EQ(code_of(ask(job, house.sides(job, 3))), "bad-quantity");
  EXPECT_EQ(code_of(ask(job, Quantity{0, 0, 0})), "bad-quantity");
  EXPECT_EQ(code_of(ask(job, Quantity{0, -1, 1})), "bad-quantity");
}

}  // namespace
}  // namespace tsuke::flow
