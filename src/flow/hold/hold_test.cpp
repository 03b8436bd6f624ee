#include "flow/hold/hold.h"

#include "flow/test_stages.h"

namespace tsuke::flow {
namespace {

class HoldTest : public testing::TestWithParam<std::string> {
 protected:
  Result<Job> rename(JobId id, const std::string& name) {
    JobChange change;
    change.name = name;
    return house.write<Job>(
        [&](store::Transaction& in) { return change_job(in, house.mika, id, change, house.now()); });
  }
  std::int64_t open_of_person() { return house.count("SELECT COALESCE(SUM(open_jobs), 0) FROM person_jobs"); }

  TestStages house{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Databases, HoldTest, testing::ValuesIn(store::test_databases()), store::database_name);

TEST_P(HoldTest, ANameCannotHarmWhoeverReadsIt) {
  const JobId id = house.submit(1);
  EXPECT_EQ(house.done(rename(id, "見積書 2026")).name, "見積書 2026");
  for (const std::string& bad : {std::string(), std::string(601, 'x'), std::string("a\x1b[2J"), std::string("a\0b", 3),
                                 std::string("\xff\xfe"), std::string("line\nline")})
    EXPECT_EQ(code_of(rename(id, bad)), "bad-name");
  EXPECT_EQ(house.job(id).name, "見積書 2026");
}

TEST_P(HoldTest, AnotherPurposeBringsItsSettingsAndLeavesTheChosenPages) {
  registry::SettingsChange wished;
  wished.page_ranges = {{2, 3}};
  wished.number_up = 4;
  const JobId id = house.submit(5, wished);
  JobChange change;
  change.purpose = registry::make_purpose(*house.store, house.mika, "Hobby");
  const Job moved = house.done(
      house.write<Job>([&](store::Transaction& in) { return change_job(in, house.mika, id, change, house.now()); }));
  EXPECT_EQ(moved.settings.number_up, 1);
  EXPECT_EQ(moved.settings.page_ranges, (std::vector<registry::PageRange>{{2, 3}}));
}

TEST_P(HoldTest, CountsOfOpenJobsFollowEveryWay) {
  const JobId kept = house.submit(1), cancelled = house.submit(1), released = house.submit(1);
  EXPECT_EQ(open_of_person(), 3);
  house.done(
      house.write<Job>([&](store::Transaction& in) { return cancel_job(in, house.mika, cancelled, house.now()); }));
  EXPECT_EQ(open_of_person(), 2);
  house.released(released);
  EXPECT_EQ(open_of_person(), 2);
  house.clock.advance(hours(24));
  EXPECT_EQ(house.done(house.write<int>([&](store::Transaction& in) { return expire_jobs(in, house.now()); })), 1);
  EXPECT_EQ(house.job(kept).state, JobState::expired);
  EXPECT_EQ(house.job(released).state, JobState::releasing);
  EXPECT_EQ(open_of_person(), 1);
  EXPECT_EQ(house.count("SELECT SUM(open_jobs) FROM purpose_jobs"), 1);
}

TEST_P(HoldTest, AnothersJobCannotBeTouched) {
  const JobId id = house.submit(1);
  JobChange change;
  change.name = "mine";
  EXPECT_EQ(code_of(house.write<Job>(
                [&](store::Transaction& in) { return change_job(in, house.mallory, id, change, house.now()); })),
            "job-not-found");
  EXPECT_EQ(
      code_of(house.write<Job>([&](store::Transaction& in) { return cancel_job(in, house.mallory, id, house.now()); })),
      "job-not-found");
  change = {};
  change.purpose = registry::make_purpose(*house.store, house.mallory, "Hers");
  EXPECT_EQ(
      house.write<Job>([&](store::Transaction& in) { return change_job(in, house.mika, id, change, house.now()); })
          .error()
          .reason,
      Reason::not_found);
  EXPECT_EQ(house.job(id).purpose, house.purpose);
}

TEST_P(HoldTest, OnlyDocumentsThatARowSpeaksOfAreAlive) {
  const JobId id = house.submit(1);
  const auto alive = [&] { return house.done(house.read<std::vector<vault::Location>>(live_documents)).size(); };
  EXPECT_EQ(alive(), 1u);
  house.done(house.write<Job>([&](store::Transaction& in) { return cancel_job(in, house.mika, id, house.now()); }));
  EXPECT_EQ(alive(), 1u);
  EXPECT_TRUE(house.store->write<void>([&](store::Transaction& in) { return document_shredded(in, id); }).ok());
  EXPECT_EQ(alive(), 0u);
  EXPECT_EQ(house.job(id).document, DocumentState::destroyed);
}

}  // namespace
}  // namespace tsuke::flow
