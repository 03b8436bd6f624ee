#include "flow/leave/leave.h"

#include "base/json.h"
#include "flow/hold/hold.h"
#include "flow/purpose_lost.h"
#include "flow/split.h"
#include "flow/test_stages.h"

namespace tsuke::flow {
namespace {

class LeaveTest : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    house.store->after_commit([this](const std::vector<store::Event>& events) {
      for (const store::Event& event : events)
        heard.push_back(event.topic + " " + event.subject + " to " + event.audience + " " + event.payload);
    });
  }

  Result<void> end(PersonId by) {
    return house.write<void>(
        [&](store::Transaction& in) { return end_membership(in, house.membership, by, house.now()); });
  }
  int finish() {
    return house.done(house.write<int>([&](store::Transaction& in) { return finish_leaving(in, house.now()); }));
  }
  std::optional<PurposeLost> lost(JobId id) {
    const Job job = house.job(id);
    return house.done(house.read<std::optional<PurposeLost>>([&](store::Reader& in) { return purpose_lost(in, job); }));
  }
  std::int64_t leaving() { return house.count("SELECT COUNT(*) FROM leaving"); }
  bool was_heard(const std::string& what) {
    return std::any_of(heard.begin(), heard.end(),
                       [&](const std::string& one) { return one.find(what) != std::string::npos; });
  }

  TestStages house{GetParam()};
  std::vector<std::string> heard;
};
INSTANTIATE_TEST_SUITE_P(Databases, LeaveTest, testing::ValuesIn(store::test_databases()), store::database_name);

TEST_P(LeaveTest, AWaitingJobLosesItsPurposeAndSaysWhy) {
  const JobId id = house.submit(2);
  EXPECT_FALSE(lost(id));
  ASSERT_TRUE(end(house.mika).ok());
  const Job after = house.job(id);
  EXPECT_EQ(after.state, JobState::purpose_needed);
  EXPECT_FALSE(after.purpose.exists());
  EXPECT_EQ(after.document, DocumentState::ready);
  const auto why = lost(id);
  ASSERT_TRUE(why);
  EXPECT_EQ(why->reason, "membership-ended");
  EXPECT_EQ(why->organisation_name, "Company A");
  EXPECT_EQ(why->purpose_name, "Client A");
  EXPECT_EQ(why->at, house.now());
  EXPECT_EQ(leaving(), 0);
  EXPECT_EQ(house.count("SELECT SUM(open_jobs) FROM purpose_jobs"), 0);
  EXPECT_EQ(house.count("SELECT open_jobs FROM person_jobs"), 1);
}

TEST_P(LeaveTest, EveryOtherSessionHearsOfIt) {
  const JobId id = house.submit(1);
  ASSERT_TRUE(end(house.mika).ok());
  EXPECT_TRUE(was_heard("membership " + to_string(house.membership) + " to person:" + to_string(house.mika)));
  EXPECT_TRUE(was_heard("membership " + to_string(house.membership) + " to organisation:" + to_string(house.company)));
  EXPECT_TRUE(was_heard("job " + to_string(id) + " to person:" + to_string(house.mika) + " {\"job\":\"" +
                        to_string(id) + "\",\"state\":\"purpose-needed\""));
}

TEST_P(LeaveTest, TheCompanyHearsNothingButThatTheMembershipEnded) {
  house.submit(1);
  house.submit_for(house.mika, registry::make_purpose(*house.store, house.mika, "Hobby"), 1);
  heard.clear();
  ASSERT_TRUE(end(house.mika).ok());
  for (const std::string& one : heard)
    EXPECT_TRUE(one.starts_with("membership ") || one.find("to organisation:") == std::string::npos) << one;
}

TEST_P(LeaveTest, AnotherPurposeEndsTheReason) {
  const JobId id = house.submit(1);
  ASSERT_TRUE(end(house.mika).ok());
  JobChange change;
  change.purpose = registry::make_purpose(*house.store, house.mika, "Hobby");
  const Job moved = house.done(
      house.write<Job>([&](store::Transaction& in) { return change_job(in, house.mika, id, change, house.now()); }));
  EXPECT_EQ(moved.state, JobState::held);
  EXPECT_FALSE(lost(id));
  EXPECT_EQ(house.count("SELECT SUM(open_jobs) FROM purpose_jobs"), 1);
}

TEST_P(LeaveTest, ManyJobsFollowInBatchesAndNoneIsPrintedMeanwhile) {
  std::vector<JobId> jobs;
  house.done(house.write<bool>([&](store::Transaction& in) -> Result<bool> {
    jobs.clear();
    Submission submission;
    submission.person = house.mika;
    submission.purpose = house.purpose;
    submission.channel = "web";
    for (int count = 0; count < leavers_jobs_at_a_time + 3; ++count)
      jobs.push_back(TRY(flow::submit(in, submission, {{"somewhere"}, 1}, house.now())).id);
    pages::Summary counted;
    counted.pages.resize(1, {{21000, 29700}, true});
    TRY(record_pages(in, jobs.back(), counted, house.now()));
    return true;
  }));
  ASSERT_TRUE(end(house.mika).ok());
  EXPECT_EQ(leaving(), 1);
  EXPECT_EQ(house.job(jobs.back()).state, JobState::held);
  const auto outcome = house.done(house.release(jobs.back(), house.printer));
  EXPECT_EQ(std::get<Refused>(outcome).decision.reasons.front().code, "membership-ended");
  EXPECT_EQ(finish(), 3);
  EXPECT_EQ(finish(), 0);
  EXPECT_EQ(leaving(), 0);
  EXPECT_EQ(house.count("SELECT COUNT(*) FROM job WHERE state = 'held'"), 0);
}

// Hundreds of jobs of three kinds, and a batch that ends amid the second: each is found once, none is left.
TEST_P(LeaveTest, PrintsThatAreSharedFollowInTheSameBatches) {
  const PurposeId own = registry::make_purpose(*house.store, house.mika, "Own"),
                  both = registry::make_purpose(*house.store, house.mika, "Both");
  const Split split{Split::Unit::percent, {{house.purpose, 50}, {own, 50}}};
  JobId alone, other;
  house.done(house.write<bool>([&](store::Transaction& in) -> Result<bool> {
    TRY(split_purpose(in, house.mika, both, split));
    Submission submission;
    submission.person = house.mika;
    submission.channel = "web";
    for (int count = 0; count < leavers_jobs_at_a_time + 20; ++count) {
      submission.purpose = count % 2 == 0 ? house.purpose : both;
      TRY(flow::submit(in, submission, {{"somewhere"}, 1}, house.now()));
    }
    submission.purpose = own;
    alone = TRY(flow::submit(in, submission, {{"somewhere"}, 1}, house.now())).id;
    other = TRY(flow::submit(in, submission, {{"somewhere"}, 1}, house.now())).id;
    TRY(split_job(in, house.mika, alone, split));
    return true;
  }));
  ASSERT_TRUE(end(house.mika).ok());
  EXPECT_EQ(leaving(), 1);
  EXPECT_EQ(house.job(alone).state, JobState::held);
  EXPECT_EQ(finish(), 21);
  EXPECT_EQ(leaving(), 0);
  EXPECT_EQ(lost(alone)->part_name, "Client A");
  EXPECT_EQ(lost(alone)->purpose_name, "Own");
  EXPECT_EQ(house.job(other).state, JobState::held);
  EXPECT_EQ(house.count("SELECT COUNT(*) FROM job WHERE state = 'held'"), 1);
  EXPECT_EQ(house.count("SELECT SUM(open_jobs) FROM purpose_jobs"), 1);
}

TEST_P(LeaveTest, OnlyTheTwoSidesEndIt) {
  const JobId id = house.submit(1);
  EXPECT_EQ(code_of(end(house.mallory)), "no-such-membership");
  EXPECT_EQ(house.job(id).state, JobState::held);
  EXPECT_EQ(house.job(id).purpose, house.purpose);
}

TEST_P(LeaveTest, EndingItAgainChangesNothing) {
  const JobId id = house.submit(1);
  ASSERT_TRUE(end(house.mika).ok());
  heard.clear();
  house.clock.advance(minutes(1));
  ASSERT_TRUE(end(house.mika).ok());
  EXPECT_TRUE(heard.empty());
  EXPECT_EQ(lost(id)->at, house.now() - minutes(1));
}

TEST_P(LeaveTest, WhoeverIsAcceptedAgainKeepsWhatWasNotTakenYet) {
  const JobId id = house.submit(1);
  house.tamper(
      "INSERT INTO leaving (person_id, organisation_id) SELECT person_id, organisation_id FROM membership "
      "WHERE role = 'member'");
  EXPECT_EQ(finish(), 0);
  EXPECT_EQ(leaving(), 0);
  EXPECT_EQ(house.job(id).state, JobState::held);
}

}  // namespace
}  // namespace tsuke::flow
