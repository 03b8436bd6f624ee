// Disputes, and the losses of prints that nobody confirmed.
#include "flow/amend/dispute.h"

#include "flow/amend/evidence.h"
#include "flow/amend/loss.h"
#include "flow/amend/test_amend.h"
#include "flow/audit.h"

namespace tsuke::flow {
namespace {

class DisputeTest : public testing::TestWithParam<std::string> {
 protected:
  Result<Dispute> open(JobId job, PersonId by) {
    return house.write<Dispute>(
        [&](store::Transaction& in) { return open_dispute(in, job, by, "we were closed that day", house.now()); });
  }
  Result<Dispute> resolve(DisputeId id, DisputeState to) {
    return house.write<Dispute>([&](store::Transaction& in) {
      return resolve_dispute(in, id, {to, {}, "other", "looked at the counts"}, house.mallory, house.now());
    });
  }
  // Printed by a device that says nothing of what came out.
  JobId silent(int page_count) {
    const JobId job = house.submit(page_count);
    house.done(house.report(house.printing(job), counts(0, 0, DeviceReport::State::completed)));
    house.settle(job);
    return job;
  }
  Result<Loss> share(JobId job, Quantity probably) {
    return house.write<Loss>(
        [&](store::Transaction& in) { return share_loss(in, job, probably, house.mallory, house.now()); });
  }

  TestAmend house{GetParam()};
  const PersonId accountant = [this] {
    const PersonId made = registry::make_person(*house.store, "accountant");
    registry::make_member(*house.store, made, house.company, registry::Role::accountant);
    return made;
  }();
};
INSTANTIATE_TEST_SUITE_P(Databases, DisputeTest, testing::ValuesIn(store::test_databases()), store::database_name);

TEST_P(DisputeTest, ThePayerAndThePersonMayAndNobodyElse) {
  const JobId job = house.printed(4);
  EXPECT_EQ(code_of(open(job, house.mallory)), "job-not-found");
  const Dispute first = house.done(open(job, accountant));
  EXPECT_EQ(code_of(open(job, house.mika)), "dispute-open");
  EXPECT_EQ(house.done(resolve(first.id, DisputeState::stands)).state, DisputeState::stands);
  EXPECT_EQ(code_of(resolve(first.id, DisputeState::stands)), "dispute-closed");
  const Dispute second = house.done(open(job, house.mika));
  EXPECT_EQ(house.done(resolve(second.id, DisputeState::refunded)).state, DisputeState::refunded);
  EXPECT_EQ(house.balances(), "");
  EXPECT_EQ(house.faults(), "");
}

TEST_P(DisputeTest, AReassignmentGoesToTheOwnPurse) {
  const JobId job = house.printed(4);
  house.done(resolve(house.done(open(job, accountant)).id, DisputeState::reassigned));
  EXPECT_TRUE(house.charge(job)->payer.is_private());
  EXPECT_EQ(code_of(resolve(house.done(open(job, house.mika)).id, DisputeState::reassigned)), "no-private-purpose");
  EXPECT_EQ(house.faults(), "");
}

TEST_P(DisputeTest, TheWindowCloses) {
  const JobId job = house.printed(4);
  house.clock.advance(hours(721));
  EXPECT_EQ(code_of(open(job, accountant)), "dispute-too-late");
}

TEST_P(DisputeTest, ALossIsSharedByContract) {
  house.done(house.yes([&](store::Transaction& in) {
    return set_operator_percent(in, house.provider, 50, house.mallory, house.now());
  }));
  const JobId job = silent(4);
  EXPECT_EQ(code_of(share(job, {0, 5, 5})), "bad-report");
  EXPECT_EQ(code_of(share(job, {})), "bad-report");
  const Loss loss = house.done(share(job, {0, 4, 4}));
  EXPECT_EQ(loss.device_fee.amount_minor, 44);
  EXPECT_EQ(loss.borne.amount_minor, 20);  // of 44 less 4
  EXPECT_EQ(house.balance("provider:" + to_string(house.provider) + ":payable"), -20);
  EXPECT_EQ(house.balance("payer:" + registry::payer_key(house.payer()) + ":unbilled"), 0);
  EXPECT_EQ(house.charge(job)->state, ChargeState::voided);
  EXPECT_EQ(code_of(share(job, {0, 4, 4})), "job-not-unconfirmed");
  EXPECT_EQ(house.faults(), "");
}

TEST_P(DisputeTest, EvidenceIsWhatTheDeviceSaidAndDidAround) {
  house.printed(2);
  house.clock.advance(minutes(5));
  const JobId job = silent(4);
  house.clock.advance(minutes(5));
  house.printed(3);
  const Evidence found = house.done(house.read<Evidence>([&](store::Reader& in) { return evidence(in, job); }));
  EXPECT_EQ(found.charge, ChargeState::unconfirmed);
  EXPECT_EQ(found.attempts.size(), 1u);
  EXPECT_EQ(found.said.size(), 1u);
  ASSERT_EQ(found.before.size(), 1u);
  EXPECT_EQ(found.before[0].counts.impressions(), 2);
  ASSERT_EQ(found.after.size(), 1u);
  EXPECT_TRUE(found.agent_was_alive);
  EXPECT_GT(found.heard_after, found.heard_before);
}

TEST_P(DisputeTest, EveryActIsAudited) {
  const JobId job = silent(4);
  house.done(share(job, {0, 4, 4}));
  const auto acts = house.done(
      house.read<std::vector<Audited>>([&](store::Reader& in) { return audited(in, "job:" + to_string(job), 0, 10); }));
  ASSERT_EQ(acts.size(), 1u);
  EXPECT_EQ(acts[0].act, "share-loss");
  EXPECT_EQ(acts[0].actor, house.mallory);
  EXPECT_EQ(house.faults(), "");
}

}  // namespace
}  // namespace tsuke::flow
