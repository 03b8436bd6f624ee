// Pages of the print log: together they are the whole, however they are cut, and none looks at more than it may.
#include <rapidcheck.h>

#include "flow/log/many_rows_testing.h"
#include "flow/log/print_log.h"
#include "flow/test_flow.h"

namespace tsuke::flow {
namespace {

constexpr std::int64_t row_count = 3000;

class LogPagingTest : public testing::TestWithParam<std::string> {
 protected:
  LogPagingTest() {
    ManyRows rows{house.mika, house.purpose, house.printer, 7, 3, 4, 12};
    EXPECT_TRUE(
        house.store->write<void>([&](store::Transaction& in) { return make_rows(in, rows, 1, row_count); }).ok());
  }
  LogPage page(const LogView& view, const LogFilter& filter, const std::optional<LogPlace>& after, int limit,
               int looks) {
    return house.done(
        house.read<LogPage>([&](store::Reader& in) { return print_log(in, view, filter, after, limit, looks); }));
  }
  std::vector<JobId> all_pages(const LogView& view, const LogFilter& filter, int limit, int looks) {
    std::vector<JobId> jobs;
    std::optional<LogPlace> after;
    for (int turns = 0; turns < 10 * row_count; ++turns) {
      const LogPage found = page(view, filter, after, limit, looks);
      EXPECT_LE(found.rows.size(), static_cast<std::size_t>(limit));
      for (const LogRow& row : found.rows) jobs.push_back(row.job);
      if (!found.next) return jobs;
      EXPECT_TRUE(!after || found.next != after) << "a page that leads nowhere";
      after = found.next;
    }
    ADD_FAILURE() << "pages without end";
    return jobs;
  }

  TestFlow house{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Databases, LogPagingTest, testing::ValuesIn(store::test_databases()), store::database_name);

LogView some_view() {
  switch (*rc::gen::inRange(0, 4)) {
    case 0: return log_of_person(PersonId{*rc::gen::inRange(1, 9)});
    case 1: return log_of_payer({OrganisationId{*rc::gen::inRange(1, 5)}, {}});
    case 2: return log_of_provider(ProviderId{*rc::gen::inRange(1, 6)});
    default: return log_of_all();
  }
}

LogFilter some_filter(const LogView& view) {
  using Eyes = LogView::Eyes;
  LogFilter filter;
  const auto often = [] { return *rc::gen::inRange(0, 3) == 0; };
  const auto instant = [] { return first_made_release + seconds(*rc::gen::inRange<std::int64_t>(0, row_count / 3)); };
  if (often()) filter.from = instant();
  if (often()) filter.to = instant();
  if (often() && view.eyes == Eyes::payer) filter.person = PersonId{*rc::gen::inRange(1, 8)};
  if (often() && view.eyes == Eyes::person) filter.purpose = PurposeId{*rc::gen::inRange(1, 22)};
  if (often() && view.eyes == Eyes::operating) filter.payer = registry::Payer{OrganisationId{2}, {}};
  if (often() && view.eyes != Eyes::provider) filter.provider = ProviderId{*rc::gen::inRange(1, 5)};
  if (often()) filter.site = SiteId{*rc::gen::inRange(1, 13)};
  if (often()) filter.printer = PrinterId{*rc::gen::inRange(1, 13)};
  if (often()) filter.result = *rc::gen::element(LogResult::printed, LogResult::cancelled, LogResult::unconfirmed);
  if (often()) filter.color = *rc::gen::element(registry::ColorMode::color, registry::ColorMode::monochrome);
  if (often()) filter.amount_min = *rc::gen::inRange(0, 900);
  if (often()) filter.amount_max = *rc::gen::inRange(0, 900);
  return filter;
}

TEST_P(LogPagingTest, PagesAreTheWholeHoweverTheyAreCut) {
  const auto property = [&] {
    const LogView view = some_view();
    const LogFilter filter = some_filter(view);
    const auto whole = all_pages(view, filter, row_count + 1, row_count + 1);
    RC_ASSERT(all_pages(view, filter, *rc::gen::inRange(20, 300), *rc::gen::inRange(100, 2000)) == whole);
  };
  EXPECT_TRUE(rc::check("pages are the whole", property));
}

// What a filter chooses, told once more by the database.
TEST_P(LogPagingTest, FiltersChooseWhatTheySay) {
  const auto filtered = [&](const LogView& view, const std::function<void(LogFilter&)>& set) {
    LogFilter filter;
    set(filter);
    return static_cast<std::int64_t>(all_pages(view, filter, 500, log_looks_max).size());
  };
  const auto rows = [&](const std::string& where) {
    return house.count(("SELECT COUNT(*) FROM charge JOIN attempt ON attempt.id = charge.attempt_id "
                        "LEFT JOIN usage ON usage.attempt_id = charge.attempt_id WHERE " +
                        where)
                           .c_str());
  };
  const LogView all = log_of_all(), payer = log_of_payer({OrganisationId{2}, {}}),
                provider = log_of_provider(ProviderId{1});
  EXPECT_EQ(filtered(all, [](LogFilter&) {}), row_count);
  EXPECT_EQ(filtered(payer, [](LogFilter&) {}), rows("payer = 'organisation:2'"));
  EXPECT_EQ(filtered(payer, [](LogFilter& f) { f.person = PersonId{3}; }),
            rows("payer = 'organisation:2' AND person_id = 3"));
  EXPECT_EQ(filtered(provider, [](LogFilter& f) { f.printer = PrinterId{5}; }), rows("charge.printer_id = 5"));
  EXPECT_EQ(filtered(all, [](LogFilter& f) { f.site = SiteId{5}; }), rows("site_id = 5"));
  EXPECT_EQ(filtered(all, [](LogFilter& f) { f.result = LogResult::cancelled; }), 3);
  EXPECT_EQ(filtered(all, [](LogFilter& f) { f.color = registry::ColorMode::color; }),
            rows("usage.color_impressions > 0"));
  EXPECT_EQ(filtered(all, [](LogFilter& f) { f.color = registry::ColorMode::monochrome; }),
            rows("usage.color_impressions = 0 AND usage.monochrome_impressions > 0"));
  EXPECT_EQ(filtered(all, [](LogFilter& f) { f.amount_min = 100, f.amount_max = 200; }),
            rows("captured BETWEEN 100 AND 200"));
  EXPECT_EQ(filtered(all,
                     [](LogFilter& f) {
                       f.from = first_made_release + seconds(10);
                       f.to = first_made_release + seconds(20);
                     }),
            30);
}

TEST_P(LogPagingTest, ARareRowIsSearchedForInBoundedSteps) {
  LogFilter filter;
  filter.result = LogResult::cancelled;
  const LogPage first = page(log_of_all(), filter, {}, 50, 500);
  EXPECT_EQ(first.rows.size(), 1U);  // the newest row is one, the next is 1,000 rows away
  ASSERT_TRUE(first.next);
  const LogPage second = page(log_of_all(), filter, first.next, 50, 400);
  EXPECT_TRUE(second.rows.empty());
  EXPECT_EQ(second.next->job.value, first_made_id + row_count - 899);
  EXPECT_EQ(all_pages(log_of_all(), filter, 50, 500).size(), 3U);
}

TEST_P(LogPagingTest, APlaceIsTextAndBack) {
  const LogPlace place{{1'700'000'000'000'001}, {42}};
  EXPECT_EQ(parse_log_place(to_string(place)).value(), place);
  for (const char* wrong : {"", "-", "12", "12-", "-12", "a-b", "1-2-3", "1--2", "99999999999999999999-1"})
    EXPECT_EQ(parse_log_place(wrong).error().code, "bad-cursor") << wrong;
}

}  // namespace
}  // namespace tsuke::flow
