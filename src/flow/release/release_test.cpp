// Many at the same instant: one job is let go once, one budget is spent once. On PostgreSQL two programs' stores
// compete.
#include <atomic>
#include <latch>
#include <thread>

#include "flow/budget/budget.h"
#include "flow/password.h"
#include "flow/test_stages.h"

namespace tsuke::flow {
namespace {

class ReleaseTest : public testing::TestWithParam<std::string> {
 protected:
  // Of a second program, where the database allows one.
  std::unique_ptr<store::Store> rival() {
    if (GetParam() == "sqlite") return nullptr;
    return store::Store::open({house.store.url(), house_migrations()}).take();
  }

  struct Tally {
    std::atomic<int> permitted = 0, refused = 0, too_late = 0, other = 0;
  };
  void count(const Result<ReleaseOutcome>& outcome, Tally& tally) {
    if (!outcome.ok()) {
      ++(outcome.error().code == "job-not-waiting" ? tally.too_late : tally.other);
    } else {
      ++(std::holds_alternative<Attempt>(outcome.value()) ? tally.permitted : tally.refused);
    }
  }
  // Each job of the list is released once, all at the same instant, by turns through either store and at either
  // printer.
  void release_all(const std::vector<JobId>& jobs, Tally& tally) {
    const auto second = rival();
    std::latch ready(static_cast<std::ptrdiff_t>(jobs.size()));
    std::vector<std::jthread> threads;
    for (std::size_t turn = 0; turn < jobs.size(); ++turn)
      threads.emplace_back([&, turn] {
        store::Store& store = second && turn % 2 == 1 ? *second : *house.store;
        const PrinterId printer = turn % 3 == 0 ? house.other_printer : house.printer;
        ready.arrive_and_wait();
        count(store.write<ReleaseOutcome>(
                  [&](store::Transaction& in) { return release(in, house.mika, jobs[turn], printer, house.now()); }),
              tally);
      });
    threads.clear();
  }

  TestStages house{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Databases, ReleaseTest, testing::ValuesIn(store::test_databases()), store::database_name);

TEST_P(ReleaseTest, FiftyAtOnceGiveOneAttempt) {
  const JobId job = house.submit(5);
  Tally tally;
  release_all(std::vector<JobId>(50, job), tally);
  EXPECT_EQ(tally.permitted, 1);
  EXPECT_EQ(tally.too_late, 49);
  EXPECT_EQ(tally.refused + tally.other, 0);
  EXPECT_EQ(house.count("SELECT COUNT(*) FROM attempt"), 1);
  EXPECT_EQ(house.count("SELECT COUNT(*) FROM charge"), 1);
  EXPECT_EQ(house.count("SELECT COUNT(*) FROM charge WHERE authorised = 58"), 1);
  EXPECT_EQ(house.job(job).state, JobState::releasing);
}

TEST_P(ReleaseTest, JobsThatRaceForOneBudgetNeverPassIt) {
  ASSERT_TRUE(house.store
                  ->write<void>([&](store::Transaction& in) {
                    return set_budget(in, house.company, Money{130, yen}, house.now());
                  })
                  .ok());
  std::vector<JobId> jobs;
  for (int each = 0; each < 8; ++each) jobs.push_back(house.submit(5));  // 58 yen each: two fit
  Tally tally;
  release_all(jobs, tally);
  EXPECT_EQ(tally.permitted, 2);
  EXPECT_EQ(tally.refused, 6);
  EXPECT_EQ(tally.too_late + tally.other, 0);
  const Budget left =
      house.done(house.read<Budget>([&](store::Reader& in) { return monthly_budget(in, house.company, house.now()); }));
  EXPECT_EQ(left.reserved.amount_minor, 116);
  EXPECT_EQ(left.room().amount_minor, 14);
}

// One budget around the other, and one of another period: the tightest decides, and none is passed.
TEST_P(ReleaseTest, JobsThatRaceForSeveralBudgetsPassNone) {
  const auto set = [&](BudgetScope scope, std::int64_t subject, BudgetPeriod period, std::int64_t limit) {
    const BudgetWish wish{{house.company, scope, subject, period}, Money{limit, yen}};
    house.done(house.write<BudgetId>([&](store::Transaction& in) { return set_budget(in, wish, house.now()); }));
  };
  set(BudgetScope::organisation, 0, BudgetPeriod::month, 1000);
  set(BudgetScope::organisation, 0, BudgetPeriod::year, 200);
  set(BudgetScope::person, house.mika.value, BudgetPeriod::month, 500);
  set(BudgetScope::purpose, house.purpose.value, BudgetPeriod::month, 400);
  std::vector<JobId> jobs;
  for (int each = 0; each < 8; ++each) jobs.push_back(house.submit(5));  // 58 yen each: three fit the year
  Tally tally;
  release_all(jobs, tally);
  EXPECT_EQ(tally.permitted, 3);
  EXPECT_EQ(tally.refused, 5);
  EXPECT_EQ(tally.too_late + tally.other, 0);
  for (const Budget& budget : house.done(house.read<std::vector<Budget>>(
           [&](store::Reader& in) { return budgets_of(in, house.company, house.now()); })))
    EXPECT_EQ(budget.reserved.amount_minor, 174) << holder_of(budget.key);
}

TEST_P(ReleaseTest, TheFirstBudgetOfAMonthIsGrantedOnceToManyAtOnce) {
  ASSERT_TRUE(house.store
                  ->write<void>([&](store::Transaction& in) {
                    return set_budget(in, house.company, Money{1000, yen}, house.now());
                  })
                  .ok());
  std::vector<JobId> jobs;
  for (int each = 0; each < 6; ++each) jobs.push_back(house.submit(5));
  house.clock.advance(hours(20));
  house.clock.set(parse_rfc3339("2026-12-01T09:00:00Z").take());
  Tally tally;
  release_all(jobs, tally);
  EXPECT_EQ(tally.permitted, 6);
  const Budget left =
      house.done(house.read<Budget>([&](store::Reader& in) { return monthly_budget(in, house.company, house.now()); }));
  EXPECT_EQ(left.room().amount_minor, 1000 - 6 * 58);
}

TEST_P(ReleaseTest, AnothersJobAndAnUnknownPrinterAreNotFound) {
  const JobId job = house.submit(5);
  const auto as_mallory = house.write<ReleaseOutcome>(
      [&](store::Transaction& in) { return release(in, house.mallory, job, house.printer, house.now()); });
  EXPECT_EQ(code_of(as_mallory), "job-not-found");
  EXPECT_EQ(house.release(job, PrinterId{12345}).error().reason, Reason::not_found);
  EXPECT_EQ(house.job(job).state, JobState::held);
  EXPECT_EQ(house.count("SELECT COUNT(*) FROM charge"), 0);
}

TEST_P(ReleaseTest, ARefusalLeavesNothingBehind) {
  const std::string books = house.books();
  registry::SettingsChange paper;
  paper.media = "jis_b4_257x364mm";
  const auto refused = house.done(house.release(house.submit(5, paper), house.printer));
  ASSERT_TRUE(std::holds_alternative<Refused>(refused));
  EXPECT_EQ(std::get<Refused>(refused).decision.reasons.front().code, "printer-not-able");
  EXPECT_EQ(house.count("SELECT COUNT(*) FROM attempt") + house.count("SELECT COUNT(*) FROM charge"), 0);
  EXPECT_EQ(house.books(), books);
}

// Counting the page comes from a stage before; here the job only has to be ready.
class PasswordTest : public ReleaseTest {
 protected:
  JobId submit_with_password() {
    Submission submission;
    submission.person = house.mika;
    submission.purpose = house.purpose;
    submission.password = keep_password("none", "4711").take();
    const Job made = house.done(house.write<Job>(
        [&](store::Transaction& in) { return flow::submit(in, submission, {{"somewhere"}, 20'000}, house.now()); }));
    pages::Summary counted;
    counted.pages.resize(5, {{21000, 29700}, true});
    EXPECT_TRUE(
        house.store
            ->write<void>([&](store::Transaction& in) { return record_pages(in, made.id, counted, house.now()); })
            .ok());
    return made.id;
  }
  std::string type(JobId job, std::string_view password) {
    const ReleaseOutcome outcome = house.done(house.write<ReleaseOutcome>(
        [&](store::Transaction& in) { return release(in, house.mika, job, house.printer, house.now(), password); }));
    const auto* shut = std::get_if<NotOpened>(&outcome);
    return shut ? shut->code : std::holds_alternative<Attempt>(outcome) ? "released" : "refused";
  }
};
INSTANTIATE_TEST_SUITE_P(Databases, PasswordTest, testing::ValuesIn(store::test_databases()), store::database_name);

TEST_P(PasswordTest, OnlyTheRightPasswordReleases) {
  const JobId job = submit_with_password();
  EXPECT_EQ(type(job, ""), "job-password-needed");
  EXPECT_EQ(type(job, "4712"), "job-password-wrong");
  EXPECT_EQ(house.count("SELECT COUNT(*) FROM attempt") + house.count("SELECT COUNT(*) FROM charge"), 0);
  EXPECT_EQ(type(job, "4711"), "released");
}

TEST_P(PasswordTest, AfterFiveWrongOnesNoneIsRight) {
  const JobId job = submit_with_password();
  for (int tries = 0; tries < password_tries_max; ++tries) EXPECT_EQ(type(job, "0000"), "job-password-wrong");
  EXPECT_EQ(type(job, "4711"), "job-password-locked");
  EXPECT_EQ(house.job(job).state, JobState::held);
}

}  // namespace
}  // namespace tsuke::flow
