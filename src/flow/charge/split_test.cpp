// A print that several payers share: asked, reserved and charged each for its part.
#include "books/verify/verify.h"
#include "flow/budget/budget.h"
#include "flow/charge/charge.h"
#include "flow/shares.h"
#include "flow/test_stages.h"

namespace tsuke::flow {
namespace {

using State = DeviceReport::State;
using Lines = std::vector<std::pair<std::string, std::int64_t>>;

class SplitTest : public testing::TestWithParam<std::string> {
 protected:
  Split percent(std::int64_t company, std::int64_t own) {
    return {Split::Unit::percent, {{house.purpose, company}, {own_purpose, own}}};
  }
  Result<void> share(PurposeId purpose, const Split& split) {
    return house.store->write<void>(
        [&](store::Transaction& in) { return split_purpose(in, house.mika, purpose, split); });
  }
  Result<void> share_job(JobId job, const Split& split) {
    return house.store->write<void>([&](store::Transaction& in) { return split_job(in, house.mika, job, split); });
  }
  void settle_all() {
    for (const JobId job :
         house.done(house.read<std::vector<JobId>>([](store::Reader& in) { return jobs_to_settle(in, 10); })))
      EXPECT_TRUE(house.store->write<void>([&](store::Transaction& in) { return settle(in, job, house.now()); }).ok());
  }
  void print(JobId job, int impressions, State end = State::completed) {
    const Attempt attempt = house.printing(job);
    house.done(house.report(attempt, counts(impressions, impressions, end)));
    settle_all();
  }
  std::vector<ChargeShare> shares(JobId job) {
    return house.done(house.read<std::vector<ChargeShare>>([&](store::Reader& in) -> Result<std::vector<ChargeShare>> {
      const auto charge = TRY(charge_of(in, job));
      return shares_of(in, *charge);
    }));
  }
  Lines captured(JobId job) {
    Lines lines;
    for (const ChargeShare& share : shares(job))
      lines.emplace_back(share.payer_name, share.amounts.captured.amount_minor);
    return lines;
  }
  void set_budget_of_company(std::int64_t amount) {
    ASSERT_TRUE(house.store
                    ->write<void>([&](store::Transaction& in) {
                      return set_budget(in, house.company, Money{amount, yen}, house.now());
                    })
                    .ok());
  }
  std::vector<Budget> company_budgets() {
    return house.done(
        house.read<std::vector<Budget>>([&](store::Reader& in) { return budgets_of(in, house.company, house.now()); }));
  }
  rules::Decision refused(JobId job) {
    return std::get<Refused>(house.done(house.release(job, house.printer))).decision;
  }
  void expect_good_books() {
    const auto report = house.done(house.read<books::Report>([](store::Reader& in) { return books::verify(in); }));
    for (const books::Fault& fault : report.faults)
      ADD_FAILURE() << fault.code << " " << fault.row << ": " << fault.what;
  }

  TestStages house{GetParam()};
  const PurposeId own_purpose = registry::make_purpose(*house.store, house.mika, "Own", OrganisationId{});
  const PurposeId shared = registry::make_purpose(*house.store, house.mika, "Half and half", OrganisationId{});
};
INSTANTIATE_TEST_SUITE_P(Databases, SplitTest, testing::ValuesIn(store::test_databases()), store::database_name);

TEST_P(SplitTest, EachPaysItsPartOfWhatCameOut) {
  ASSERT_TRUE(share(shared, percent(70, 30)).ok());
  const JobId job = house.submit_for(house.mika, shared, 10);
  house.printing(job);
  ASSERT_EQ(shares(job).size(), 2U);
  // 110 device fee and 5.5 -> 6 service fee.
  EXPECT_EQ(shares(job)[0].authorised, (Money{81, yen}));
  EXPECT_EQ(shares(job)[1].authorised, (Money{35, yen}));
  expect_good_books();
  house.done(house.report(house.latest(job), counts(7, 7, State::aborted)));
  settle_all();
  // 77 and 3.85 -> 4: 81, of which 56.7 and 24.3.
  EXPECT_EQ(captured(job), (Lines{{"Company A", 57}, {"mika", 24}}));
  EXPECT_EQ(house.charge(job)->captured, (Money{81, yen}));
  EXPECT_TRUE(house.charge(job)->payer.is_private());
  expect_good_books();
}

TEST_P(SplitTest, OneJobIsSharedByCopies) {
  registry::SettingsChange five;
  five.copies = 5;
  const JobId job = house.submit_for(house.mika, house.purpose, 2, five);
  ASSERT_TRUE(share_job(job, {Split::Unit::copies, {{house.purpose, 3}, {own_purpose, 2}}}).ok());
  print(job, 10);
  EXPECT_EQ(captured(job), (Lines{{"Company A", 70}, {"mika", 46}}));
  expect_good_books();
}

TEST_P(SplitTest, CopiesThatDoNotMatchAreRefused) {
  const JobId job = house.submit(2);
  ASSERT_TRUE(share_job(job, {Split::Unit::copies, {{house.purpose, 3}, {own_purpose, 2}}}).ok());
  EXPECT_EQ(refused(job).reasons.front().code, "split-differs");
  EXPECT_EQ(refused(job).reasons.front().remedies, std::vector<std::string>{"change-split"});
  ASSERT_TRUE(share_job(job, {}).ok());
  print(job, 2);
  EXPECT_EQ(house.charge(job)->shares, 0);
}

TEST_P(SplitTest, ABudgetBearsItsPayersPartAlone) {
  set_budget_of_company(100);
  ASSERT_TRUE(share(shared, percent(70, 30)).ok());
  print(house.submit_for(house.mika, shared, 10), 10);
  EXPECT_EQ(company_budgets().front().used, (Money{81, yen}));
  const JobId second = house.submit_for(house.mika, shared, 10);
  EXPECT_EQ(refused(second).reasons.front().code, "budget-exceeded");
  const auto outcome = house.done(house.release(second, house.printer));
  const Refused& why = std::get<Refused>(outcome);
  ASSERT_EQ(why.shares.size(), 2U);
  EXPECT_FALSE(why.shares[0].decision.permitted());
  EXPECT_TRUE(why.shares[1].decision.permitted());
  EXPECT_EQ(why.without_room.size(), 1U);
  expect_good_books();
}

TEST_P(SplitTest, ABudgetSetLaterCountsThePart) {
  ASSERT_TRUE(share(shared, percent(70, 30)).ok());
  print(house.submit_for(house.mika, shared, 10), 10);
  house.printing(house.submit_for(house.mika, shared, 10));
  set_budget_of_company(1000);
  EXPECT_EQ(company_budgets().front().used, (Money{81, yen}));
  EXPECT_EQ(company_budgets().front().reserved, (Money{81, yen}));
  expect_good_books();
}

TEST_P(SplitTest, OnePayersNoIsANo) {
  ASSERT_TRUE(share(shared, percent(70, 30)).ok());
  const JobId job = house.submit_for(house.mika, shared, 3);
  ASSERT_TRUE(house.store
                  ->write<void>([&](store::Transaction& in) {
                    return registry::end_membership(in, house.membership, house.mika);
                  })
                  .ok());
  EXPECT_EQ(refused(job).reasons.front().code, "membership-ended");
  EXPECT_FALSE(house.charge(job).has_value());
}

TEST_P(SplitTest, NothingPrintedFreesEveryPart) {
  set_budget_of_company(100);
  ASSERT_TRUE(share(shared, percent(70, 30)).ok());
  const JobId job = house.submit_for(house.mika, shared, 10);
  print(job, 0, State::aborted);
  EXPECT_EQ(house.job(job).state, JobState::held);
  EXPECT_EQ(company_budgets().front().reserved, (Money{0, yen}));
  expect_good_books();
  // Released again for one payer: the parts are gone.
  ASSERT_TRUE(share(shared, {}).ok());
  print(job, 10);
  EXPECT_EQ(house.charge(job)->shares, 0);
  EXPECT_TRUE(shares(job).empty());
  expect_good_books();
}

TEST_P(SplitTest, WhatMakesNoSplitIsSaid) {
  EXPECT_EQ(code_of(share(shared, percent(70, 31))), "bad-split");
  EXPECT_EQ(code_of(share(shared, percent(100, 0))), "bad-split");
  EXPECT_EQ(code_of(share(shared, {Split::Unit::percent, {{house.purpose, 100}}})), "bad-split");
  EXPECT_EQ(code_of(share(shared, {Split::Unit::percent, {{own_purpose, 50}, {shared, 50}}})), "bad-split");
  EXPECT_EQ(code_of(share(own_purpose, percent(50, 50))), "split-within-split");
  ASSERT_TRUE(share(shared, percent(50, 50)).ok());
  const PurposeId third = registry::make_purpose(*house.store, house.mika, "Third", house.company);
  EXPECT_EQ(code_of(share(third, {Split::Unit::percent, {{house.purpose, 50}, {shared, 50}}})), "split-within-split");
  EXPECT_EQ(code_of(share(house.purpose, {Split::Unit::percent, {{third, 50}, {own_purpose, 50}}})),
            "split-within-split");
  EXPECT_EQ(code_of(house.store->write<void>(
                [&](store::Transaction& in) { return split_purpose(in, house.mallory, shared, {}); })),
            "no-such-purpose");
}

}  // namespace
}  // namespace tsuke::flow
