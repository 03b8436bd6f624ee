// What each reader of the print log sees of jobs that went through the stages.
#include "flow/log/print_log.h"

#include "flow/charge/charge.h"
#include "flow/distribute/distribute.h"
#include "flow/hold/hold.h"
#include "flow/test_stages.h"

namespace tsuke::flow {
namespace {

using State = DeviceReport::State;

class PrintLogTest : public testing::TestWithParam<std::string> {
 protected:
  LogPage page(const LogView& view, const LogFilter& filter = {}) {
    return house.done(house.read<LogPage>([&](store::Reader& in) { return print_log(in, view, filter, {}, 100); }));
  }
  LogRow only_row(const LogView& view) {
    const LogPage found = page(view);
    EXPECT_EQ(found.rows.size(), 1U);
    EXPECT_FALSE(found.next);
    return found.rows.front();
  }
  void settle_it(JobId job) {
    ASSERT_TRUE(house.store->write<void>([&](store::Transaction& in) { return settle(in, job, house.now()); }).ok());
  }
  // Released, printed as told, settled.
  JobId print(std::int64_t impressions, State state = State::completed, int pages = 2) {
    house.clock.advance(minutes(1));
    const Attempt attempt = house.printing(house.submit(pages));
    house.done(house.report(attempt, counts(impressions, impressions, state)));
    settle_it(attempt.job);
    return attempt.job;
  }
  void show_titles(bool shown) {
    registry::PurposeChange change;
    change.show_titles = shown;
    ASSERT_TRUE(house.store
                    ->write<void>([&](store::Transaction& in) {
                      return registry::change_purpose(in, house.mika, house.purpose, change);
                    })
                    .ok());
  }
  // To organisation:1, as a reassignment leaves it.
  void move_all_to_another() {
    house.tamper(R"sql(
        INSERT INTO reassignment (id, job_id, position, from_payer, from_payer_name, from_purpose_id, from_purpose_name,
                                  to_payer, to_payer_name, to_purpose_id, to_purpose_name, currency, amount, category,
                                  reason, asked_by, at)
        SELECT job_id, job_id, 1, payer, '', 1, '', 'organisation:1', '', 2, '', currency, 0, 'other', '', 1, 0
          FROM charge)sql");
    house.tamper("UPDATE charge SET payer = 'organisation:1', reassignments = 1");
  }
  std::vector<LogResult> results(const LogView& view, const LogFilter& filter = {}) {
    std::vector<LogResult> found;
    for (const LogRow& row : page(view, filter).rows) found.push_back(row.result);
    return found;
  }

  TestStages house{GetParam()};
  const LogView mine = log_of_person(house.mika), companys = log_of_payer(house.payer()),
                providers = log_of_provider(house.provider), operators = log_of_all();
};
INSTANTIATE_TEST_SUITE_P(Databases, PrintLogTest, testing::ValuesIn(store::test_databases()), store::database_name);

TEST_P(PrintLogTest, APersonSeesAllOfTheirs) {
  const JobId job = print(2);
  const LogRow row = only_row(mine);
  EXPECT_EQ(row.job, job);
  EXPECT_TRUE(row.has_title);
  EXPECT_EQ(row.title, "plan");
  EXPECT_EQ(row.purpose_name, "Client A");
  EXPECT_EQ(row.payer_name, "Company A");
  EXPECT_EQ(row.person_name, "mika");
  EXPECT_EQ(row.provider_name, "CoWork");
  EXPECT_EQ(row.printer_name, "Hall");
  EXPECT_FALSE(row.site_name.empty());
  EXPECT_EQ(
      row.site,
      house.done(house.read<registry::Printer>([&](store::Reader& in) { return registry::printer(in, house.printer); }))
          .site);
  EXPECT_EQ(row.released_at, house.now());
  EXPECT_EQ(row.settled_at, house.now());
  EXPECT_EQ(row.result, LogResult::printed);
  EXPECT_EQ(row.asked.monochrome_impressions + row.asked.color_impressions, 2);
  EXPECT_EQ(row.asked.sheets, 2);
  EXPECT_EQ(row.printed.monochrome_impressions + row.printed.color_impressions, 2);
  EXPECT_EQ(row.media, "iso_a4_210x297mm");
  EXPECT_EQ(row.device_fee.amount_minor, 22);
  EXPECT_EQ(row.service_fee->amount_minor, 1);
  EXPECT_EQ(row.total->amount_minor, 23);
  EXPECT_FALSE(row.commission);
  EXPECT_FALSE(row.paid);
  EXPECT_EQ(row.attempt, 1);
}

TEST_P(PrintLogTest, APayerSeesItsOwnLinesWithoutTitles) {
  print(2);
  const LogRow row = only_row(companys);
  EXPECT_FALSE(row.has_title);
  EXPECT_EQ(row.title, "");
  EXPECT_EQ(row.person_name, "mika");
  EXPECT_EQ(row.purpose_name, "Client A");
  EXPECT_EQ(row.total->amount_minor, 23);
  EXPECT_TRUE(page(log_of_payer({{}, house.mallory})).rows.empty());
  EXPECT_TRUE(page(log_of_payer({house.cowork, {}})).rows.empty());
}

TEST_P(PrintLogTest, TitlesAreShownAsThePersonHadSaidAtRelease) {
  print(2);
  show_titles(true);
  print(2);
  show_titles(false);
  print(2);
  const LogPage found = page(companys);
  ASSERT_EQ(found.rows.size(), 3U);
  EXPECT_EQ(found.rows[0].title, "");
  EXPECT_EQ(found.rows[1].title, "plan");
  EXPECT_EQ(found.rows[2].title, "");
  // Shown to this payer, and to no other that the line comes to later.
  move_all_to_another();
  ASSERT_EQ(page(log_of_payer({OrganisationId{1}, {}})).rows.size(), 3U);
  for (const LogRow& row : page(log_of_payer({OrganisationId{1}, {}})).rows) EXPECT_EQ(row.title, "");
}

TEST_P(PrintLogTest, ACommentIsForThePayerThatItWasWrittenFor) {
  house.clock.advance(minutes(1));
  const JobId job = house.submit(2);
  house.done(house.store->write<Job>([&](store::Transaction& in) {
    return change_job(in, house.mika, job, {{}, {}, {}, "handouts for the fair"}, house.now());
  }));
  const Attempt attempt = house.printing(job);
  house.done(house.report(attempt, counts(2, 2, State::completed)));
  settle_it(job);
  EXPECT_EQ(only_row(mine).comment, "handouts for the fair");
  EXPECT_EQ(only_row(companys).comment, "handouts for the fair");
  EXPECT_EQ(only_row(providers).comment, "");
  EXPECT_EQ(only_row(operators).comment, "");
  move_all_to_another();
  EXPECT_EQ(only_row(log_of_payer({OrganisationId{1}, {}})).comment, "")
      << "the line moved; it was not written for them";
  EXPECT_EQ(only_row(mine).comment, "handouts for the fair");
}

TEST_P(PrintLogTest, AProviderSeesWhatItsPrintersDidAndNobody) {
  show_titles(true);
  print(1);
  const LogRow row = only_row(providers);
  EXPECT_FALSE(row.has_title);
  EXPECT_EQ(row.title + row.person_name + row.purpose_name + row.payer_name, "");
  EXPECT_FALSE(row.person.exists());
  EXPECT_FALSE(row.purpose.exists());
  EXPECT_FALSE(row.payer);
  EXPECT_FALSE(row.service_fee);
  EXPECT_FALSE(row.total);
  EXPECT_EQ(row.device_fee.amount_minor, 11);
  EXPECT_EQ(row.commission->amount_minor, 1);
  EXPECT_EQ(row.result, LogResult::partly_printed);
  EXPECT_TRUE(page(log_of_provider(ProviderId{1})).rows.empty());
}

TEST_P(PrintLogTest, TheOperatorSeesEveryLineAndNoTitle) {
  show_titles(true);
  print(2);
  const LogRow row = only_row(operators);
  EXPECT_EQ(row.title + row.purpose_name, "");
  EXPECT_EQ(row.person_name, "mika");
  EXPECT_EQ(row.payer_name, "Company A");
  EXPECT_EQ(row.total->amount_minor, 23);
}

TEST_P(PrintLogTest, NamesStayAsTheyWere) {
  print(2);
  house.tamper(("UPDATE purpose SET name = 'Other' WHERE id = " + to_string(house.purpose)).c_str());
  house.tamper("UPDATE printer SET name = 'Other'");
  house.tamper("UPDATE site SET name = 'Other'");
  house.tamper("UPDATE person SET name = 'Other'");
  house.tamper("UPDATE job SET name = 'Other'");
  const LogRow row = only_row(mine);
  EXPECT_EQ(row.purpose_name, "Client A");
  EXPECT_EQ(row.printer_name, "Hall");
  EXPECT_NE(row.site_name, "Other");
  EXPECT_EQ(row.person_name, "mika");
  EXPECT_EQ(row.title, "plan");
}

TEST_P(PrintLogTest, EveryEndHasItsResult) {
  print(2);
  print(1);
  print(0, State::aborted);
  print(0);
  const JobId withdrawn = house.released(house.submit(2)).job;
  house.done(
      house.write<Job>([&](store::Transaction& in) { return cancel_job(in, house.mika, withdrawn, house.now()); }));
  settle_it(withdrawn);
  house.clock.advance(minutes(1));
  house.printing(house.submit(2));
  using enum LogResult;
  EXPECT_EQ(results(mine), (std::vector{printing, cancelled, unconfirmed, failed, partly_printed, printed}));
  for (const LogResult wanted : {printing, cancelled, unconfirmed, failed, partly_printed, printed}) {
    LogFilter filter;
    filter.result = wanted;
    EXPECT_EQ(results(companys, filter), std::vector{wanted}) << to_string(wanted);
  }
}

TEST_P(PrintLogTest, AnotherReleaseIsTheSameRowCountedOn) {
  const JobId job = print(0, State::aborted);
  ASSERT_EQ(house.job(job).state, JobState::held);
  house.clock.advance(minutes(1));
  house.released(job);
  const LogRow row = only_row(mine);
  EXPECT_EQ(row.attempt, 2);
  EXPECT_EQ(row.released_at, house.now());
  EXPECT_EQ(row.result, LogResult::printing);
}

TEST_P(PrintLogTest, WhatIsPaidIsMarked) {
  print(2);
  house.done(house.write<Payment>(
      [&](store::Transaction& in) { return mark_paid(in, house.payer(), {}, house.mallory, house.now()); }));
  EXPECT_TRUE(only_row(companys).paid);
  EXPECT_TRUE(only_row(providers).paid);
}

TEST_P(PrintLogTest, AViewHasItsOwnFilters) {
  const auto refused = [&](const LogView& view, const LogFilter& filter) {
    return code_of(house.read<LogPage>([&](store::Reader& in) { return print_log(in, view, filter, {}, 10); }));
  };
  LogFilter person, purpose, payer, provider;
  person.person = house.mika;
  purpose.purpose = house.purpose;
  payer.payer = house.payer();
  provider.provider = house.provider;
  for (const LogView& view : {mine, companys, providers, operators}) {
    EXPECT_EQ(refused(view, person), view.eyes == LogView::Eyes::payer ? "" : "bad-filter");
    EXPECT_EQ(refused(view, purpose), view.eyes == LogView::Eyes::person ? "" : "bad-filter");
    EXPECT_EQ(refused(view, payer), view.eyes == LogView::Eyes::operating ? "" : "bad-filter");
    EXPECT_EQ(refused(view, provider), view.eyes == LogView::Eyes::provider ? "bad-filter" : "");
  }
}

// How far a page comes tells how many rows there are: a provider's page comes no farther for others' printers.
TEST_P(PrintLogTest, AFilterLeadsPastNobodyElsesRows) {
  print(2);
  LogFilter filter;
  filter.printer = house.printer;
  EXPECT_EQ(page(providers, filter).rows.size(), 1U);
  const LogPage stranger = house.done(house.read<LogPage>(
      [&](store::Reader& in) { return print_log(in, log_of_provider(ProviderId{1}), filter, {}, 1, 1); }));
  EXPECT_TRUE(stranger.rows.empty());
  EXPECT_FALSE(stranger.next);
  filter.printer = PrinterId{1};
  EXPECT_TRUE(page(operators, filter).rows.empty());
}

TEST_P(PrintLogTest, AnAmountThatIsHiddenCannotBeFilteredFor) {
  print(2);  // device 22, total 23
  LogFilter filter;
  filter.amount_min = 23;
  EXPECT_EQ(page(companys, filter).rows.size(), 1U);
  EXPECT_TRUE(page(providers, filter).rows.empty());
}

}  // namespace
}  // namespace tsuke::flow
