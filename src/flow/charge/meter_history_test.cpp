// Random histories of prints while trials come and go: the books stay right, and what was metered never moves money.
// RapidCheck prints the seed of a failure.
#include <rapidcheck.h>

#include "books/verify/clean_testing.h"
#include "flow/budget/budget.h"
#include "flow/charge/charge.h"
#include "flow/shares.h"
#include "flow/test_stages.h"
#include "flow/trial_sums.h"
#include "registry/trials.h"

namespace tsuke::flow {
namespace {

using State = DeviceReport::State;
using registry::Trial;
using registry::TrialWord;

class MeterHistory {
 public:
  explicit MeterHistory(TestStages& house) : house_(house) {
    const PurposeId shared = registry::make_purpose(*house_.store, house_.mika, "Both");
    const Split split{Split::Unit::percent, {{house_.purpose, 70}, {own_, 30}}};
    RC_ASSERT(house_.store
                  ->write<void>([&](store::Transaction& in) -> Result<void> {
                    TRY(split_purpose(in, house_.mika, shared, split));
                    return set_budget(in, house_.company, Money{200, yen}, house_.now());
                  })
                  .ok());
    purposes_ = {house_.purpose, own_, shared};
  }

  void step() {
    switch (*rc::gen::inRange(0, 8)) {
      case 0: begin_trial(); break;
      case 1: end_trial(); break;
      case 2: house_.clock.advance(hours(*rc::gen::inRange(1, 30))); break;
      case 3:
      case 4:
      case 5: release(); break;
      default: report(); break;
    }
    settle_all();
    check();
  }

  void check_books() { books::assert_clean_books(*house_.store); }

 private:
  void begin_trial() {
    Trial trial;
    trial.provider = house_.provider;
    if (*rc::gen::arbitrary<bool>()) trial.organisation = house_.company;
    trial.begins = house_.now();
    trial.ends = house_.now() + hours(*rc::gen::inRange(1, 60));
    trial.asked_by = house_.mika;
    trial.provider_word = {TrialWord::Said::yes, house_.mika, house_.now()};
    if (*rc::gen::inRange(0, 4) != 0) trial.operator_word = trial.provider_word;
    const auto made =
        house_.write<TrialId>([&](store::Transaction& in) { return registry::add_trial(in, trial, house_.now()); });
    if (made.ok()) trials_.push_back(made.value());
  }
  void end_trial() {
    if (trials_.empty()) return;
    const TrialId id = trials_[*rc::gen::inRange<std::size_t>(0, trials_.size())];
    (void)house_.store->write<void>(
        [&](store::Transaction& in) { return registry::end_trial(in, id, house_.mika, house_.now()); });
  }
  void release() {
    if (jobs_.empty() || *rc::gen::inRange(0, 3) != 0)
      jobs_.push_back(house_.submit_for(house_.mika, purposes_[*rc::gen::inRange<std::size_t>(0, purposes_.size())],
                                        *rc::gen::inRange(1, 8)));
    house_.clock.advance(seconds(1));
    (void)house_.release(any_job(), house_.printer);
  }
  JobId any_job() { return jobs_[*rc::gen::inRange<std::size_t>(0, jobs_.size())]; }
  void report() {
    if (jobs_.empty()) return;
    const auto at = house_.done(
        house_.read<std::optional<Attempt>>([job = any_job()](store::Reader& in) { return latest_attempt(in, job); }));
    if (!at || at->state == AttemptState::ended) return;
    const int sheets = *rc::gen::inRange(0, 9);
    const DeviceReport said =
        counts(sheets, sheets, *rc::gen::element(State::working, State::completed, State::completed, State::aborted));
    RC_ASSERT(house_
                  .write<Attempt>([&](store::Transaction& in) -> Result<Attempt> {
                    if (at->state == AttemptState::fetchable) {
                      TRY(fetch(in, at->printer, at->device_number, house_.now()));
                      TRY(acknowledge(in, at->printer, at->device_number, house_.now()));
                    }
                    return record_report(in, at->printer, at->device_number, said, house_.now());
                  })
                  .ok());
  }
  void settle_all() {
    for (const JobId job :
         house_.done(house_.read<std::vector<JobId>>([](store::Reader& in) { return jobs_to_settle(in, 1000); })))
      RC_ASSERT(house_.store->write<void>([&](store::Transaction& in) { return settle(in, job, house_.now()); }).ok());
  }

  // By rows alone.
  void check() {
    RC_ASSERT(house_.count("SELECT COUNT(*) FROM metered m JOIN charge c ON c.job_id = m.job_id "
                           "WHERE c.authorised <> 0 OR c.captured <> 0 OR c.device_fee <> 0 OR c.state = 'captured'") ==
              0);
    RC_ASSERT(house_.count("SELECT COUNT(*) FROM charge c WHERE c.state = 'metered' AND NOT EXISTS "
                           "(SELECT 1 FROM metered m WHERE m.job_id = c.job_id)") == 0);
    RC_ASSERT(house_.count("SELECT COUNT(*) FROM transfer t JOIN charge c ON c.job_id = t.reference "
                           "WHERE c.state = 'metered' AND t.kind IN ('direct', 'post')") == 0);
    std::int64_t total = 0;
    for (const TrialId trial : trials_)
      for (const TrialSums& sums :
           house_.done(house_.read<TrialSummary>([&](store::Reader& in) { return trial_summary(in, trial, {}); })).all)
        total += sums.total.amount_minor;
    RC_ASSERT(total == house_.count("SELECT COALESCE(CAST(SUM(m.captured) AS BIGINT), 0) FROM metered m WHERE "
                                    "m.position = 0"));
  }

  TestStages& house_;
  const PurposeId own_ = registry::make_purpose(*house_.store, house_.mika, "Own");
  std::vector<PurposeId> purposes_;
  std::vector<JobId> jobs_;
  std::vector<TrialId> trials_;
};

class MeterHistoryTest : public testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(Databases, MeterHistoryTest, testing::ValuesIn(store::test_databases()), store::database_name);

TEST_P(MeterHistoryTest, WhatIsMeteredNeverMovesMoney) {
  const auto property = [&] {
    TestStages house{GetParam()};
    MeterHistory history(house);
    for (int steps = *rc::gen::inRange(20, 60); steps > 0; --steps) history.step();
    history.check_books();
  };
  EXPECT_TRUE(rc::check("what is metered never moves money", property));
}

}  // namespace
}  // namespace tsuke::flow
