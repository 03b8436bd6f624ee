// Who sees what of a print that several payers share.
#include "flow/charge/charge.h"
#include "flow/distribute/distribute.h"
#include "flow/log/print_log.h"
#include "flow/split.h"
#include "flow/test_stages.h"

namespace tsuke::flow {
namespace {

class SplitLogTest : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    const Split split{Split::Unit::percent, {{house.purpose, 70}, {own, 30}}};
    house.done(house.write<bool>([&](store::Transaction& in) -> Result<bool> {
      TRY(split_purpose(in, house.mika, shared, split));
      return true;
    }));
  }
  JobId print(PurposeId under) {
    house.clock.advance(minutes(1));
    const JobId job = house.submit_for(house.mika, under, 10);
    const Attempt attempt = house.printing(job);
    house.done(house.report(attempt, counts(10, 10, DeviceReport::State::completed)));
    EXPECT_TRUE(house.store->write<void>([&](store::Transaction& in) { return settle(in, job, house.now()); }).ok());
    return job;
  }
  LogPage page(const LogView& view, const LogFilter& filter = {}, const std::optional<LogPlace>& after = {},
               int limit = 100) {
    return house.done(
        house.read<LogPage>([&](store::Reader& in) { return print_log(in, view, filter, after, limit); }));
  }

  TestStages house{GetParam()};
  const PurposeId own = registry::make_purpose(*house.store, house.mika, "Own");
  const PurposeId shared = registry::make_purpose(*house.store, house.mika, "Both");
};
INSTANTIATE_TEST_SUITE_P(Databases, SplitLogTest, testing::ValuesIn(store::test_databases()), store::database_name);

TEST_P(SplitLogTest, APayerSeesItsShareAndNobodyElse) {
  const JobId job = print(shared);
  const LogPage found = page(log_of_payer(house.payer()));
  ASSERT_EQ(found.rows.size(), 1U);
  const LogRow& row = found.rows.front();
  EXPECT_EQ(row.job, job);
  EXPECT_EQ(row.share, "70 %");
  EXPECT_EQ(row.purpose_name, "Client A");
  EXPECT_EQ(row.payer_name, "Company A");
  EXPECT_EQ(row.total, (Money{81, yen}));
  EXPECT_EQ(row.device_fee, (Money{77, yen}));
  EXPECT_EQ(row.service_fee, (Money{4, yen}));
  EXPECT_TRUE(row.shares.empty());
  EXPECT_FALSE(row.has_title);
}

TEST_P(SplitLogTest, ItsPersonAndTheOperatorSeeAllOfThem) {
  print(shared);
  for (const LogView& view : {log_of_person(house.mika), log_of_all()}) {
    const LogPage found = page(view);
    ASSERT_EQ(found.rows.size(), 1U);
    EXPECT_EQ(found.rows.front().total, (Money{116, yen}));
    ASSERT_EQ(found.rows.front().shares.size(), 2U);
    EXPECT_EQ(found.rows.front().shares[0].payer_name, "Company A");
    EXPECT_EQ(found.rows.front().shares[0].total, (Money{81, yen}));
    EXPECT_EQ(found.rows.front().shares[1].share, "30 %");
  }
}

TEST_P(SplitLogTest, AProviderSeesOnePrintPaidWhenAllHavePaid) {
  print(shared);
  const auto pay = [&](const registry::Payer& who) {
    house.done(house.write<Payment>(
        [&](store::Transaction& in) { return mark_paid(in, who, {}, house.mallory, house.now()); }));
  };
  const auto only = [&] { return page(log_of_provider(house.provider)).rows.at(0); };
  pay(house.payer());
  EXPECT_EQ(only().device_fee, (Money{110, yen}));
  EXPECT_FALSE(only().paid);
  EXPECT_TRUE(only().shares.empty());
  EXPECT_TRUE(page(log_of_payer(house.payer())).rows.at(0).paid);
  pay({{}, house.mika});
  EXPECT_TRUE(only().paid);
}

TEST_P(SplitLogTest, PagesGoThroughWholeLinesAndSharesInOrder) {
  std::vector<JobId> printed;
  for (int each = 0; each < 7; ++each) printed.push_back(print(each % 2 == 0 ? shared : house.purpose));
  LogFilter by_mika;
  by_mika.person = house.mika;
  for (const LogFilter& filter : {LogFilter{}, by_mika}) {
    std::vector<JobId> seen;
    std::optional<LogPlace> after;
    do {
      const LogPage found = page(log_of_payer(house.payer()), filter, after, 2);
      for (const LogRow& row : found.rows) seen.insert(seen.begin(), row.job);
      after = found.next;
    } while (after);
    EXPECT_EQ(seen, printed);
  }
  // The person's own part stands where their private prints stand.
  EXPECT_EQ(page(log_of_payer({{}, house.mika})).rows.size(), 4U);
}

}  // namespace
}  // namespace tsuke::flow
