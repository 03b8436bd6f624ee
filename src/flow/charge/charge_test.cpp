#include "flow/charge/charge.h"

#include <rapidcheck.h>

#include <algorithm>

#include "books/verify/verify.h"
#include "flow/budget/budget.h"
#include "flow/test_stages.h"

namespace tsuke::flow {
namespace {

using State = DeviceReport::State;

class ChargeTest : public testing::TestWithParam<std::string> {
 protected:
  Result<void> settle_it(JobId id) {
    return house.store->write<void>([&](store::Transaction& in) { return settle(in, id, house.now()); });
  }
  std::vector<JobId> ready() {
    return house.done(house.read<std::vector<JobId>>([](store::Reader& in) { return jobs_to_settle(in, 100); }));
  }
  std::string faults() {
    const auto report = house.done(house.read<books::Report>([](store::Reader& in) { return books::verify(in); }));
    return report.clean() ? "" : report.faults.front().code + ": " + report.faults.front().what;
  }
  // What was charged for a job that the device reports on like that.
  Money charged(std::vector<DeviceReport> reports) {
    const Attempt attempt = house.printing(house.submit(12));
    reports.push_back(counts(0, 0, State::aborted));
    for (const DeviceReport& report : reports) house.done(house.report(attempt, report));
    EXPECT_TRUE(settle_it(attempt.job).ok());
    return house.charge(attempt.job)->captured;
  }

  TestStages house{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Databases, ChargeTest, testing::ValuesIn(store::test_databases()), store::database_name);

TEST_P(ChargeTest, OrderAndRepetitionOfReportsChargeTheSame) {
  const auto property = [&] {
    std::vector<DeviceReport> reports;
    for (int each = *rc::gen::inRange(1, 5); each > 0; --each)
      reports.push_back(counts(*rc::gen::inRange(0, 15), *rc::gen::inRange(0, 15)));
    std::vector<DeviceReport> disturbed = reports;
    disturbed.push_back(reports[*rc::gen::inRange<std::size_t>(0, reports.size())]);
    std::rotate(disturbed.begin(), disturbed.begin() + *rc::gen::inRange<int>(0, static_cast<int>(disturbed.size())),
                disturbed.end());
    RC_ASSERT(charged(reports) == charged(disturbed));
  };
  EXPECT_TRUE(rc::check("order and repetition charge the same", property));
  EXPECT_EQ(faults(), "");
}

TEST_P(ChargeTest, SettlingAgainChangesNothing) {
  const Attempt attempt = house.printing(house.submit(5));
  EXPECT_TRUE(settle_it(attempt.job).ok());  // nothing has ended
  EXPECT_EQ(house.charge(attempt.job)->state, ChargeState::reserved);
  house.done(house.report(attempt, counts(5, 5, State::completed)));
  ASSERT_EQ(ready(), std::vector<JobId>{attempt.job});
  EXPECT_TRUE(settle_it(attempt.job).ok());
  EXPECT_TRUE(ready().empty());
  const std::string books = house.books();
  for (int again = 0; again < 3; ++again) EXPECT_TRUE(settle_it(attempt.job).ok());
  EXPECT_EQ(house.books(), books);
  EXPECT_EQ(house.count("SELECT COUNT(*) FROM rated_line"), 3);
  EXPECT_TRUE(settle_it(JobId{12345}).ok());  // no charge, nothing to do
}

// 5 impressions and 5 sheets: 55, and 5 % of it, 2.75, is 3.
TEST_P(ChargeTest, AFailedWriteOfTheCaptureLeavesTheReservation) {
  const Attempt attempt = house.printing(house.submit(5));
  house.done(house.report(attempt, counts(5, 5, State::completed)));
  const std::string books = house.books();
  const auto lost = house.store->write<void>([&](store::Transaction& in) -> Result<void> {
    TRY(settle(in, attempt.job, house.now()));
    return Error{Reason::unavailable, "power-lost", ""};
  });
  EXPECT_FALSE(lost.ok());
  EXPECT_EQ(house.books(), books);
  EXPECT_TRUE(settle_it(attempt.job).ok());
  EXPECT_EQ(house.charge(attempt.job)->captured.amount_minor, 58);
  EXPECT_EQ(faults(), "");
}

// Otherwise the stage would wake itself for ever over questions that only a person can answer.
TEST_P(ChargeTest, EvidenceWithoutRoomInTheBudgetIsWeighedOnce) {
  const Attempt attempt = house.printing(house.submit(5));
  ASSERT_TRUE(house.store
                  ->write<void>([&](store::Transaction& in) {
                    return set_budget(in, house.company, Money{30 + 58, yen}, house.now());  // 58 are reserved
                  })
                  .ok());
  const JobId later = house.submit(2);
  const Attempt bounded = house.printing(later);
  house.done(house.report(bounded, counts(0, 0, State::completed)));
  EXPECT_TRUE(settle_it(later).ok());
  house.done(house.report(house.printing(house.submit(1)), counts(1, 1, State::completed)));
  for (const JobId job : ready()) EXPECT_TRUE(settle_it(job).ok());
  house.done(house.report(bounded, counts(2, 2)));  // 23 yen; 12 of the other 30 are used
  ASSERT_EQ(ready(), std::vector<JobId>{later});
  EXPECT_TRUE(settle_it(later).ok());
  EXPECT_EQ(house.charge(later)->state, ChargeState::unconfirmed);
  EXPECT_TRUE(ready().empty());
  EXPECT_EQ(faults(), "");
}

TEST_P(ChargeTest, EvidenceAfterAReopeningSettlesAnUnconfirmedJob) {
  const Attempt attempt = house.printing(house.submit(5));
  house.done(house.report(attempt, counts(0, 0, State::completed)));
  EXPECT_TRUE(settle_it(attempt.job).ok());
  EXPECT_EQ(house.charge(attempt.job)->state, ChargeState::unconfirmed);
  EXPECT_TRUE(ready().empty());
  house.store.reopen();
  house.done(house.report(attempt, counts(2, 2)));
  EXPECT_EQ(ready(), std::vector<JobId>{attempt.job});
  EXPECT_TRUE(settle_it(attempt.job).ok());
  EXPECT_EQ(house.charge(attempt.job)->captured.amount_minor, 23);  // 22 and 1.1
  EXPECT_EQ(house.job(attempt.job).state, JobState::partly_printed);
  EXPECT_EQ(faults(), "");
}

}  // namespace
}  // namespace tsuke::flow
