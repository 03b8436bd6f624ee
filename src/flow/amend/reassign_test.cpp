#include "flow/amend/reassign.h"

#include "books/verify/verify.h"
#include "flow/amend/notices.h"
#include "flow/amend/policy.h"
#include "flow/amend/test_amend.h"
#include "flow/audit.h"

namespace tsuke::flow {
namespace {

class ReassignTest : public testing::TestWithParam<std::string> {
 protected:
  TestAmend house{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Databases, ReassignTest, testing::ValuesIn(store::test_databases()), store::database_name);

TEST_P(ReassignTest, MovesToOneselfAtOnceAndLeavesOthersAlone) {
  const JobId job = house.printed(10);
  const std::string provider = house.account("provider:" + to_string(house.provider) + ":accrued");
  const auto moved = house.moved(job, house.own);
  EXPECT_EQ(moved.amount, house.charge(job)->captured);
  EXPECT_EQ(house.charge(job)->payer, (registry::Payer{{}, house.mika}));
  EXPECT_EQ(house.charge(job)->purpose, house.own);
  EXPECT_EQ(house.balance("payer:" + registry::payer_key(house.payer()) + ":unbilled"), 0);
  EXPECT_EQ(house.balance("payer:person:" + to_string(house.mika) + ":unbilled"), moved.amount.amount_minor);
  EXPECT_EQ(provider, house.account("provider:" + to_string(house.provider) + ":accrued"));
  EXPECT_EQ(house.faults(), "");
}

TEST_P(ReassignTest, TheOldPayerLearnsOnlyThatItsLineLeft) {
  const JobId job = house.printed(10);
  house.moved(job, house.own);
  const auto told = house.done(
      house.read<std::vector<Notice>>([&](store::Reader& in) { return notices(in, audience(house.payer()), {}, 10); }));
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].kind, "charge-left");
  EXPECT_EQ(told[0].category, "wrong-purpose");
}

TEST_P(ReassignTest, ACompanyIsAskedAndMayRefuseOrAccept) {
  const JobId job = house.printed(10);
  const auto first = std::get<ReassignRequest>(house.done(house.reassign(job, house.other)));
  EXPECT_EQ(house.charge(job)->payer, house.payer());
  EXPECT_EQ(code_of(house.reassign(job, house.own)), "reassign-waiting");
  EXPECT_EQ(code_of(house.accept(first.id, house.mallory)), "request-not-found");
  house.done(house.refuse(first.id, "not ours"));
  EXPECT_EQ(code_of(house.accept(first.id, house.other_admin)), "request-not-open");
  const auto second = std::get<ReassignRequest>(house.done(house.reassign(job, house.other)));
  const auto moved = std::get<Reassignment>(house.done(house.accept(second.id, house.other_admin)));
  EXPECT_EQ(moved.decided_by, house.other_admin);
  EXPECT_EQ(house.charge(job)->payer, (registry::Payer{house.other_company, {}}));
  EXPECT_EQ(house.faults(), "");
}

TEST_P(ReassignTest, TheNewPayersBudgetAndMembershipDecide) {
  const JobId job = house.printed(10);
  house.limit(house.other_company, 50);
  const auto tight = std::get<NotMovable>(house.done(house.reassign(job, house.other)));
  ASSERT_EQ(tight.decision.reasons.size(), 1u);
  EXPECT_EQ(tight.decision.reasons[0].code, "budget-exceeded");
  house.limit(house.other_company, 5000);
  house.end_other_membership();
  const auto ended = std::get<NotMovable>(house.done(house.reassign(job, house.other)));
  EXPECT_EQ(ended.decision.reasons[0].code, "membership-ended");
  EXPECT_EQ(house.faults(), "");
}

TEST_P(ReassignTest, TheWindowCloses) {
  const JobId job = house.printed(10);
  house.clock.advance(hours(73));
  EXPECT_EQ(code_of(house.reassign(job, house.own)), "reassign-too-late");
  house.policy(house.company, {0, true});
  EXPECT_EQ(code_of(house.reassign(job, house.own)), "reassign-never");
}

TEST_P(ReassignTest, RequestsExpireAndAreWithdrawn) {
  const JobId job = house.printed(10);
  const auto first = std::get<ReassignRequest>(house.done(house.reassign(job, house.other)));
  EXPECT_EQ(code_of(house.withdraw(first.id, house.mallory)), "request-not-found");
  house.done(house.withdraw(first.id, house.mika));
  const auto second = std::get<ReassignRequest>(house.done(house.reassign(job, house.other)));
  house.clock.advance(hours(168));
  EXPECT_EQ(house.done(house.write<int>([&](auto& in) { return expire_reassignments(in, house.now()); })), 1);
  EXPECT_EQ(code_of(house.accept(second.id, house.other_admin)), "request-not-open");
}

TEST_P(ReassignTest, AfterPaymentTheOldPayerHasTheAmountInHand) {
  const JobId job = house.printed(10);
  const std::int64_t amount = house.charge(job)->captured.amount_minor;
  house.pay(house.payer());
  house.moved(job, house.own);
  EXPECT_EQ(house.balance("payer:" + registry::payer_key(house.payer()) + ":credit"), -amount);
  house.pay(registry::Payer{{}, house.mika});
  EXPECT_EQ(house.faults(), "");
  house.printed(10);
  const Payment next = house.pay(house.payer());
  EXPECT_EQ(next.amount.amount_minor, 0);
  EXPECT_EQ(next.credit_used.amount_minor, amount);
  EXPECT_EQ(house.balance("bank:operator"), 2 * amount);
  EXPECT_EQ(house.faults(), "");
}

TEST_P(ReassignTest, ThereAndBackAfterPaymentIsAsIfNothingHadBeen) {
  const JobId job = house.printed(10);
  house.pay(house.payer());
  const std::string before = house.balances();
  house.moved(job, house.own);
  house.policy(house.company, {72, false});
  house.moved(job, house.purpose);
  EXPECT_EQ(house.balances(), before);
  EXPECT_TRUE(house.charge(job)->paid_by.exists());
  EXPECT_EQ(house.faults(), "");
}

TEST_P(ReassignTest, TheRowsRefuseToBeEdited) {
  const JobId job = house.printed(10);
  house.moved(job, house.own);
  for (const char* sql : {"UPDATE reassignment SET amount = 1", "DELETE FROM reassignment",
                          "UPDATE charge SET payer = 'person:1'", "UPDATE audit SET act = 'x'"}) {
    const store::Query query{"edit", sql};
    EXPECT_EQ(code_of(house.write<std::int64_t>([&](auto& in) { return in.change(query, {}); })), "constraint") << sql;
  }
}

}  // namespace
}  // namespace tsuke::flow
