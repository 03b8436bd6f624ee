// Random histories of printing, cancelling, falling silent and paying: whatever happens, in whatever order, the books
// are right, no money is made or lost, and nothing is payable that was not paid for. RapidCheck prints the seed of a
// failure.
#include <rapidcheck.h>

#include <map>

#include "books/verify/clean_testing.h"
#include "flow/budget/budget.h"
#include "flow/charge/charge.h"
#include "flow/distribute/distribute.h"
#include "flow/hold/hold.h"
#include "flow/test_stages.h"

namespace tsuke::flow {
namespace {

using State = DeviceReport::State;

class History {
 public:
  explicit History(TestStages& house) : house_(house) {}

  void step() {
    switch (*rc::gen::inRange(0, 12)) {
      case 0:
      case 1: jobs_.push_back(house_.submit(*rc::gen::inRange(1, 8))); break;
      case 2:
      case 3:
        (void)house_.release(any_job(), *rc::gen::arbitrary<bool>() ? house_.printer : house_.other_printer);
        break;
      case 4:
      case 5: at_device([&](auto& in, const Attempt& at) { return take(in, at); }); break;
      case 6:
      case 7:
      case 8: report(); break;
      case 9:
        act([&](auto& in) -> Result<void> { return drop(cancel_job(in, house_.mika, any, house_.now())); });
        break;
      case 10: pay_or_limit(); break;
      default: house_.clock.advance(minutes(*rc::gen::inRange(0, 12))); break;
    }
    if (*rc::gen::inRange(0, 3) != 0) run_the_wiring();
  }

  void run_the_wiring() {
    act([&](auto& in) -> Result<void> {
      TRY(expire_attempts(in, house_.now()));
      return drop(expire_jobs(in, house_.now()));
    });
    for (const JobId job :
         house_.done(house_.read<std::vector<JobId>>([](store::Reader& in) { return jobs_to_settle(in, 1000); })))
      RC_ASSERT(house_.store->write<void>([&](store::Transaction& in) { return settle(in, job, house_.now()); }).ok());
  }

 private:
  template <typename T>
  static Result<void> drop(Result<T> result) {
    if (result.ok()) return {};
    return result.take_error();
  }
  JobId any_job() {
    if (jobs_.empty()) jobs_.push_back(house_.submit(3));
    return jobs_[*rc::gen::inRange<std::size_t>(0, jobs_.size())];
  }
  // Refusals are part of life; `any` is a job drawn before the write, which may run twice.
  template <typename Function>
  void act(Function function) {
    any = any_job();
    const auto outcome =
        house_.store->write<void>([&](store::Transaction& in) -> Result<void> { return function(in); });
    RC_ASSERT((outcome.ok() || outcome.error().reason != Reason::internal));
  }
  template <typename Function>
  void at_device(Function function) {
    const auto at = house_.done(
        house_.read<std::optional<Attempt>>([job = any_job()](store::Reader& in) { return latest_attempt(in, job); }));
    if (at) act([&](auto& in) { return function(in, *at); });
  }
  Result<void> take(store::Transaction& in, const Attempt& at) {
    TRY(fetch(in, at.printer, at.device_number, house_.now()));
    return drop(acknowledge(in, at.printer, at.device_number, house_.now()));
  }
  void report() {
    DeviceReport said =
        counts(*rc::gen::inRange(0, 10), *rc::gen::inRange(0, 10),
               *rc::gen::element(State::working, State::stopped, State::completed, State::aborted, State::cancelled));
    if (*rc::gen::inRange(0, 3) == 0) said = counts(0, 0, said.state);
    at_device([&](auto& in, const Attempt& at) {
      return drop(record_report(in, at.printer, at.device_number, said, house_.now()));
    });
  }
  void pay_or_limit() {
    const int what = *rc::gen::inRange(0, 4);
    const Money limit{*rc::gen::inRange(0, 600), yen};
    act([&](auto& in) -> Result<void> {
      if (what == 0) return set_budget(in, house_.company, limit, house_.now());
      if (what == 1) return set_budget(in, house_.company, {}, house_.now());
      if (what == 2) return settle_by_hand(in, any, {2, 0, 2}, house_.mika, house_.now());
      return drop(mark_paid(in, house_.payer(), {}, house_.mika, house_.now()));
    });
  }

  TestStages& house_;
  std::vector<JobId> jobs_;
  JobId any;
};

class HistoryTest : public testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(Databases, HistoryTest, testing::ValuesIn(store::test_databases()), store::database_name);

void check_books(TestStages& house) {
  books::assert_clean_books(*house.store);
  std::map<std::string, std::int64_t> sums;
  for (const books::Account& account :
       house.done(house.read<std::vector<books::Account>>([](store::Reader& in) { return books::accounts(in); }))) {
    sums[account.unit.name] += account.debits_posted - account.credits_posted;
    if (account.name == "clearing:usage") RC_ASSERT(account.credit_balance() == 0);
  }
  for (const auto& [unit, sum] : sums) RC_ASSERT(sum == 0);
  const Earnings earned =
      house.done(house.read<Earnings>([&](store::Reader& in) { return earnings(in, house.provider); }));
  RC_ASSERT(
      earned.payable.amount_minor ==
      house.count(
          "SELECT COALESCE(CAST(SUM(device_fee - commission) AS BIGINT), 0) FROM charge WHERE paid_by IS NOT NULL"));
  RC_ASSERT(house.count("SELECT COUNT(*) FROM charge WHERE state <> 'captured' AND captured <> 0") == 0);
  RC_ASSERT(house.count("SELECT COALESCE(CAST(SUM(open_jobs) AS BIGINT), 0) FROM person_jobs") ==
            house.count("SELECT COUNT(*) FROM job WHERE is_open = 1"));
}

TEST_P(HistoryTest, TheBooksAreRightWhateverHappens) {
  const auto property = [&] {
    TestStages house{GetParam()};
    History history(house);
    for (int steps = *rc::gen::inRange(20, 80); steps > 0; --steps) history.step();
    history.run_the_wiring();
    check_books(house);
  };
  EXPECT_TRUE(rc::check("the books are right whatever happens", property));
}

}  // namespace
}  // namespace tsuke::flow
