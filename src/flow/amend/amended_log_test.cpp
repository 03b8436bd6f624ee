// What the print log shows of a print that was put right, and to whom.
#include "flow/amend/test_amend.h"
#include "flow/log/print_log.h"
#include "flow/split.h"

namespace tsuke::flow {
namespace {

class AmendedLogTest : public testing::TestWithParam<std::string> {
 protected:
  std::vector<LogRow> rows(const LogView& view) {
    return house.done(house.read<LogPage>([&](store::Reader& in) { return print_log(in, view, {}, {}, 100); })).rows;
  }
  LogRow only_row(const LogView& view) {
    const std::vector<LogRow> found = rows(view);
    EXPECT_EQ(found.size(), 1U);
    return found.at(0);
  }
  Refund give(JobId job, std::int64_t sides, const char* cause = "device-fault") {
    return house.done(house.write<Refund>([&](store::Transaction& in) {
      return refund(in, job, {house.sides(job, sides), cause, {}, house.mika}, house.now());
    }));
  }
  JobId shared_print() {
    const Split split{Split::Unit::percent, {{house.purpose, 70}, {house.other, 30}}};
    house.done(house.yes([&](store::Transaction& in) { return split_purpose(in, house.mika, shared, split); }));
    const JobId job = house.submit_for(house.mika, shared, 10);
    house.finish(job, 10);
    return job;
  }

  TestAmend house{GetParam()};
  const PurposeId shared = registry::make_purpose(*house.store, house.mika, "Both");
  const LogView mine = log_of_person(house.mika), companys = log_of_payer(house.payer()),
                others = log_of_payer({house.other_company, {}}), providers = log_of_provider(house.provider),
                operators = log_of_all();
};
INSTANTIATE_TEST_SUITE_P(Databases, AmendedLogTest, testing::ValuesIn(store::test_databases()), store::database_name);

TEST_P(AmendedLogTest, WhatNobodyTouchedIsWhatItWas) {
  house.printed(10);
  const LogRow row = only_row(mine);
  EXPECT_EQ(row.refunded.total, (Money{0, yen}));
  EXPECT_EQ(row.net(), row.total);
  EXPECT_FALSE(row.reassigned);
  const LogRow provider = only_row(providers);
  EXPECT_EQ(provider.provider_net(), provider.device_fee - *provider.commission);
}

TEST_P(AmendedLogTest, WhoPaysSeesWhatCameBackAndWhatRemains) {
  const JobId job = house.printed(10);
  const Refund first = give(job, 3), second = give(job, 2);
  for (const LogView& view : {mine, companys, operators}) {
    const LogRow row = only_row(view);
    EXPECT_EQ(row.total, house.charge(job)->captured);
    EXPECT_EQ(row.refunded.total, first.captured + second.captured);
    EXPECT_EQ(row.refunded.service_fee, first.service_fee + second.service_fee);
    EXPECT_EQ(row.net(), house.charge(job)->owed());
    const bool sees_contract = view.eyes == LogView::Eyes::operating;
    EXPECT_EQ(row.refunded.commission.has_value(), sees_contract);
    EXPECT_EQ(row.refunded.borne.has_value(), sees_contract);
    EXPECT_EQ(row.provider_net().has_value(), sees_contract);
  }
}

TEST_P(AmendedLogTest, AProviderSeesWhatIsLeftOfItsEarningsAndNothingOfThePayer) {
  house.done(house.yes(
      [&](store::Transaction& in) { return set_operator_percent(in, house.provider, 50, house.mika, house.now()); }));
  const JobId job = house.printed(10);
  const Refund made = give(job, 5, "bad-quality");
  const LogRow row = only_row(providers);
  EXPECT_EQ(row.refunded.device_fee, made.device_fee);
  EXPECT_EQ(row.refunded.commission, made.commission);
  EXPECT_EQ(row.refunded.borne, made.borne);
  EXPECT_GT(made.borne.amount_minor, 0);
  EXPECT_FALSE(row.refunded.total);
  EXPECT_FALSE(row.refunded.service_fee);
  EXPECT_FALSE(row.net());
  // What the books owe the provider is what its log says.
  EXPECT_EQ(row.provider_net()->amount_minor, -house.balance("provider:" + to_string(house.provider) + ":accrued"));
}

TEST_P(AmendedLogTest, EachOfSeveralPayersSeesItsOwnPartComeBack) {
  const JobId job = shared_print();
  give(job, 4);
  const LogRow person = only_row(mine);
  ASSERT_EQ(person.shares.size(), 2U);
  EXPECT_EQ(person.shares[0].refunded + person.shares[1].refunded, *person.refunded.total);
  EXPECT_GT(person.shares[1].refunded.amount_minor, 0);
  const LogRow first = only_row(companys), second = only_row(others);
  EXPECT_EQ(first.refunded.total, person.shares[0].refunded);
  EXPECT_EQ(second.refunded.total, person.shares[1].refunded);
  EXPECT_EQ(*first.net() + *second.net(), *person.net());
  EXPECT_EQ(first.refunded.device_fee + *first.refunded.service_fee, *first.refunded.total);
  EXPECT_FALSE(first.refunded.borne);
}

TEST_P(AmendedLogTest, AReassignedLineSaysSoWhereItIsNowAndIsGoneWhereItWas) {
  const JobId job = house.printed(10);
  give(job, 4);
  house.policy(house.other_company, {72, false});
  house.moved(job, house.other);
  EXPECT_TRUE(rows(companys).empty());
  for (const LogView& view : {mine, others, operators}) {
    const LogRow row = only_row(view);
    EXPECT_TRUE(row.reassigned);
    EXPECT_EQ(row.net(), house.charge(job)->owed());
  }
  EXPECT_FALSE(only_row(providers).reassigned);
}

}  // namespace
}  // namespace tsuke::flow
