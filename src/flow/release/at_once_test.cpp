// Jobs that print without anybody at the printer: the same decision and money as any release, once, and within the cap.
#include "flow/release/at_once.h"

#include "flow/test_stages.h"

namespace tsuke::flow {
namespace {

class AtOnceTest : public testing::TestWithParam<std::string> {
 protected:
  void print_at(std::optional<registry::AtOnce> at_once) {
    registry::PurposeChange change;
    change.at_once = at_once;
    ASSERT_TRUE(house.store
                    ->write<void>([&](store::Transaction& in) {
                      return registry::change_purpose(in, house.mika, house.purpose, change);
                    })
                    .ok());
  }
  std::vector<JobId> waiting() {
    return house.done(
        house.read<std::vector<JobId>>([](store::Reader& in) { return jobs_to_release_at_once(in, 100); }));
  }
  // As the wiring does it, until there is nothing left.
  void run_stage() {
    for (const JobId job : waiting())
      ASSERT_TRUE(
          house.store->write<void>([&](store::Transaction& in) { return release_at_once(in, job, house.now()); }).ok());
    EXPECT_TRUE(waiting().empty());
  }
  JobId submit(const Submission& wished) {
    Submission submission = wished;
    submission.person = house.mika;
    submission.purpose = house.purpose;
    const Job made = house.done(house.write<Job>(
        [&](store::Transaction& in) { return flow::submit(in, submission, {{"somewhere"}, 20'000}, house.now()); }));
    count(made.id);
    return made.id;
  }
  void count(JobId job) {
    pages::Summary counted;
    counted.pages.resize(5, {{21000, 29700}, true});
    ASSERT_TRUE(
        house.store->write<void>([&](store::Transaction& in) { return record_pages(in, job, counted, house.now()); })
            .ok());
  }
  template <typename Function>
  Result<Job> as_mika(Function function, JobId job) {
    return house.write<Job>([&](store::Transaction& in) { return function(in, house.mika, job, house.now()); });
  }

  TestStages house{GetParam()};
  const registry::AtOnce desk{house.printer, std::nullopt, std::nullopt};
};
INSTANTIATE_TEST_SUITE_P(Databases, AtOnceTest, testing::ValuesIn(store::test_databases()), store::database_name);

TEST_P(AtOnceTest, AReadyJobIsReleasedOnceWithItsReservation) {
  print_at(desk);
  const JobId job = house.submit(5);
  EXPECT_EQ(waiting(), std::vector<JobId>{job});
  run_stage();
  EXPECT_EQ(house.job(job).state, JobState::releasing);
  EXPECT_EQ(house.latest(job).printer, house.printer);
  EXPECT_EQ(house.charge(job)->authorised.amount_minor, 58);
  ASSERT_TRUE(
      house.store->write<void>([&](store::Transaction& in) { return release_at_once(in, job, house.now()); }).ok());
  EXPECT_EQ(house.count("SELECT COUNT(*) FROM attempt"), 1);
}

TEST_P(AtOnceTest, NothingMovesBeforeThePagesAreCounted) {
  print_at(desk);
  Submission submission;
  submission.person = house.mika;
  submission.purpose = house.purpose;
  const Job made = house.done(house.write<Job>(
      [&](store::Transaction& in) { return flow::submit(in, submission, {{"somewhere"}, 20'000}, house.now()); }));
  EXPECT_TRUE(made.at_once);
  EXPECT_TRUE(waiting().empty());
  count(made.id);
  EXPECT_EQ(waiting(), std::vector<JobId>{made.id});
}

TEST_P(AtOnceTest, WhatIsRefusedIsHeldWithTheReasonAndNotTriedAgain) {
  print_at(desk);
  ASSERT_TRUE(
      house.store->write<void>([&](store::Transaction& in) { return registry::block_payer(in, house.company, true); })
          .ok());
  const JobId job = house.submit(5);
  run_stage();
  EXPECT_EQ(house.job(job).state, JobState::held);
  EXPECT_EQ(house.job(job).at_once_problem, "payer-blocked");
  EXPECT_EQ(house.count("SELECT COUNT(*) FROM charge"), 0);
  ASSERT_TRUE(
      house.store->write<void>([&](store::Transaction& in) { return registry::block_payer(in, house.company, false); })
          .ok());
  EXPECT_TRUE(waiting().empty());
  ASSERT_TRUE(as_mika(ask_at_once, job).ok());
  run_stage();
  EXPECT_EQ(house.job(job).state, JobState::releasing);
  EXPECT_EQ(house.job(job).at_once_problem, "");
}

TEST_P(AtOnceTest, TheDaysJobsAreCappedAndTheDayMovesAlong) {
  registry::AtOnce two = desk;
  two.jobs_per_day = 2;
  print_at(two);
  std::vector<JobId> jobs;
  for (int each = 0; each < 3; ++each) jobs.push_back(house.submit(5));
  run_stage();
  EXPECT_EQ(house.job(jobs[1]).state, JobState::releasing);
  EXPECT_EQ(house.job(jobs[2]).state, JobState::held);
  EXPECT_EQ(house.job(jobs[2]).at_once_problem, at_once_cap_reached);
  house.clock.advance(hours(25));
  const JobId later = house.submit(5);
  run_stage();
  EXPECT_EQ(house.job(later).state, JobState::releasing);
}

TEST_P(AtOnceTest, TheDaysMoneyCountsWhatIsReserved) {
  registry::AtOnce hundred = desk;
  hundred.amount_per_day = Money{115, yen};
  print_at(hundred);
  const JobId first = house.submit(5), second = house.submit(5);  // 58 each
  run_stage();
  EXPECT_EQ(house.job(first).state, JobState::releasing);
  EXPECT_EQ(house.job(second).at_once_problem, at_once_cap_reached);
  hundred.amount_per_day = Money{116, yen};
  print_at(hundred);
  ASSERT_TRUE(as_mika(ask_at_once, second).ok());
  run_stage();
  EXPECT_EQ(house.job(second).state, JobState::releasing);
}

TEST_P(AtOnceTest, WhatItsPersonReleasedOrKeepsIsLeftAlone) {
  print_at(desk);
  const JobId by_hand = house.submit(5), kept = house.submit(5);
  ASSERT_TRUE(std::holds_alternative<Attempt>(house.done(house.release(by_hand, house.other_printer))));
  ASSERT_TRUE(as_mika(keep_held, kept).ok());
  EXPECT_TRUE(waiting().empty());
  EXPECT_EQ(house.latest(by_hand).printer, house.other_printer);
  EXPECT_EQ(code_of(as_mika(ask_at_once, by_hand)), "job-not-waiting");
  Submission held;
  held.hold = true;
  EXPECT_FALSE(house.job(submit(held)).at_once);
  Submission secret;
  secret.password = "something";
  const JobId locked = submit(secret);
  EXPECT_FALSE(house.job(locked).at_once);
  EXPECT_EQ(code_of(as_mika(ask_at_once, locked)), "not-at-once");
}

TEST_P(AtOnceTest, APurposeThatHoldsAgainKeepsItsJobs) {
  print_at(desk);
  const JobId job = house.submit(5);
  print_at(std::nullopt);
  run_stage();
  EXPECT_EQ(house.job(job).state, JobState::held);
  EXPECT_EQ(house.job(job).at_once_problem, "");
  EXPECT_EQ(code_of(as_mika(ask_at_once, job)), "not-at-once");
}

TEST_P(AtOnceTest, OnlyAPrinterThatOneMayUseCanBeNamed) {
  const PrinterId kept_for_others =
      registry::make_printer(*house.store, "Boss", house.provider, registry::SiteKind::office);
  ASSERT_TRUE(house.store
                  ->write<void>([&](store::Transaction& in) {
                    return registry::change_printer(in, kept_for_others, {}, {}, true);
                  })
                  .ok());
  const auto name = [&](registry::AtOnce at_once) {
    registry::PurposeChange change;
    change.at_once = std::optional<registry::AtOnce>{at_once};
    return house.store->write<void>(
        [&](store::Transaction& in) { return registry::change_purpose(in, house.mika, house.purpose, change); });
  };
  EXPECT_EQ(code_of(name({kept_for_others, {}, {}})), "no-such-printer");
  EXPECT_EQ(code_of(name({PrinterId{12345}, {}, {}})), "no-such-printer");
  EXPECT_EQ(code_of(name({house.printer, 0, {}})), "bad-at-once");
  EXPECT_EQ(code_of(name({house.printer, {}, Money{-1, yen}})), "bad-at-once");
}

}  // namespace
}  // namespace tsuke::flow
