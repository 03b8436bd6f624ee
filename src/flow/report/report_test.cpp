// Any order and any repetition of a set of reports gives the same counts.
#include "flow/report/report.h"

#include <rapidcheck.h>

#include <algorithm>

#include "flow/test_stages.h"

namespace tsuke::flow {
namespace {

using State = DeviceReport::State;

class ReportTest : public testing::TestWithParam<std::string> {
 protected:
  Usage after(const std::vector<DeviceReport>& reports, const registry::SettingsChange& settings = {}) {
    const Attempt attempt = house.printing(house.submit(20, settings));
    for (const DeviceReport& report : reports) house.done(house.report(attempt, report));
    return house.usage(attempt.id);
  }

  TestStages house{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Databases, ReportTest, testing::ValuesIn(store::test_databases()), store::database_name);

std::vector<DeviceReport> some_reports() {
  std::vector<DeviceReport> reports;
  for (int each = *rc::gen::inRange(1, 5); each > 0; --each) {
    DeviceReport report = counts(*rc::gen::inRange(0, 30), *rc::gen::inRange(0, 20));
    if (*rc::gen::inRange(0, 4) == 0) report.sheets.reset();
    if (*rc::gen::inRange(0, 8) == 0) report.state = State::stopped;
    reports.push_back(report);
  }
  return reports;
}

// The same reports and some of them again, in another order.
std::vector<DeviceReport> disturbed(std::vector<DeviceReport> reports) {
  const std::size_t once = reports.size();
  for (int again = *rc::gen::inRange(0, 4); again > 0; --again)
    reports.push_back(reports[*rc::gen::inRange<std::size_t>(0, once)]);
  for (std::size_t at = reports.size(); at > 1; --at)
    std::swap(reports[at - 1], reports[*rc::gen::inRange<std::size_t>(0, at)]);
  return reports;
}

TEST_P(ReportTest, OrderAndRepetitionChangeNothing) {
  const auto property = [&] {
    const std::vector<DeviceReport> reports = some_reports();
    RC_ASSERT(after(reports) == after(disturbed(reports)));
  };
  EXPECT_TRUE(rc::check("order and repetition change nothing", property));
}

TEST_P(ReportTest, CountsFollowFromWhatIsTold) {
  registry::SettingsChange color, duplex;
  color.color_mode = registry::ColorMode::color;
  duplex.sides = registry::Sides::two_sided_long_edge;
  DeviceReport impressions_only, sheets_only, split, one_color;
  impressions_only.impressions = 5;
  sheets_only.sheets = 4;
  split.monochrome_impressions = 3;
  split.color_impressions = 2;
  one_color.impressions = 9;
  one_color.monochrome_impressions = 7;
  EXPECT_EQ(after({impressions_only}), (Usage{5, 0, 5, true}));
  EXPECT_EQ(after({impressions_only}, duplex), (Usage{5, 0, 3, true}));
  EXPECT_EQ(after({impressions_only}, color), (Usage{0, 5, 5, true}));
  EXPECT_EQ(after({sheets_only}), (Usage{4, 0, 4, true}));
  EXPECT_EQ(after({split}), (Usage{3, 2, 5, true}));
  EXPECT_EQ(after({one_color}), (Usage{7, 2, 9, true}));
  EXPECT_EQ(after({counts(0, 0)}), (Usage{0, 0, 0, false}));
}

TEST_P(ReportTest, TheFirstFinalWordEndsTheAttempt) {
  const Attempt attempt = house.printing(house.submit(20));
  EXPECT_EQ(house.done(house.report(attempt, counts(4, 4, State::aborted))).result, AttemptResult::aborted);
  EXPECT_EQ(house.done(house.report(attempt, counts(20, 20, State::completed))).result, AttemptResult::aborted);
  EXPECT_EQ(house.usage(attempt.id), (Usage{4, 0, 4, true}));
}

TEST_P(ReportTest, HostileReportsAreRefusedAndLeaveNothing) {
  const Attempt attempt = house.printing(house.submit(20));
  for (const std::int64_t bad : {std::int64_t{-1}, count_max + 1, INT64_MAX, INT64_MIN}) {
    EXPECT_EQ(code_of(house.report(attempt, counts(bad, 1))), "bad-report");
    EXPECT_EQ(code_of(house.report(attempt, counts(1, bad))), "bad-report");
    DeviceReport split;
    split.monochrome_impressions = bad;
    EXPECT_EQ(code_of(house.report(attempt, split)), "bad-report");
  }
  EXPECT_EQ(house.count("SELECT COUNT(*) FROM usage_event"), 0);
  DeviceReport wordy = counts(1, 1);
  wordy.reasons = std::string(100'000, 'x');
  EXPECT_EQ(house.done(house.report(attempt, wordy)).device_reasons.size(), 1000u);
  Attempt at_another = attempt;
  at_another.printer = house.other_printer;
  EXPECT_EQ(code_of(house.report(at_another, counts(5, 5))), "job-not-found");
}

TEST_P(ReportTest, AReportIsAWordOfLife) {
  const Attempt attempt = house.printing(house.submit(20));
  house.clock.advance(minutes(2));
  house.done(house.report(attempt, counts(1, 1)));
  house.clock.advance(minutes(2));
  house.done(house.report(attempt, counts(1, 1)));  // no news, and still a word
  house.clock.advance(minutes(2));
  house.done(house.write<int>([&](store::Transaction& in) { return expire_attempts(in, house.now()); }));
  EXPECT_EQ(house.latest(attempt.job).state, AttemptState::printing);
}

}  // namespace
}  // namespace tsuke::flow
