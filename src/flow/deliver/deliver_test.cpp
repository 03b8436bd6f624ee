#include "flow/deliver/deliver.h"

#include <atomic>
#include <thread>

#include "flow/attempts.h"
#include "flow/test_stages.h"

namespace tsuke::flow {
namespace {

class DeliverTest : public testing::TestWithParam<std::string> {
 protected:
  Result<Attempt> fetch_at(PrinterId printer, const Attempt& attempt) {
    return house.write<Attempt>(
        [&](store::Transaction& in) { return fetch(in, printer, attempt.device_number, house.now()); });
  }
  Result<Job> document_at(PrinterId printer, const Attempt& attempt) {
    return house.read<Job>([&](store::Reader& in) { return document_for(in, printer, attempt.device_number); });
  }
  int expire() {
    return house.done(house.write<int>([&](store::Transaction& in) { return expire_attempts(in, house.now()); }));
  }

  TestStages house{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Databases, DeliverTest, testing::ValuesIn(store::test_databases()), store::database_name);

TEST_P(DeliverTest, OneOfManyFetchesWins) {
  const Attempt attempt = house.released(house.submit(5));
  std::atomic<int> won = 0, lost = 0;
  std::vector<std::jthread> threads;
  for (int each = 0; each < 8; ++each)
    threads.emplace_back([&] { ++(fetch_at(house.printer, attempt).ok() ? won : lost); });
  threads.clear();
  EXPECT_EQ(won, 1);
  EXPECT_EQ(lost, 7);
}

// Numbers are per printer, so the other printer may well have a job of that number: its own.
TEST_P(DeliverTest, ADocumentReachesOnlyThePrinterItWasReleasedTo) {
  const JobId here = house.submit(5), there = house.submit(7);
  const Attempt at_hall = house.released(here);
  EXPECT_EQ(code_of(fetch_at(house.other_printer, at_hall)), "job-not-found");
  const Attempt at_lobby = std::get<Attempt>(house.done(house.release(there, house.other_printer)));
  ASSERT_EQ(at_hall.device_number, at_lobby.device_number);
  EXPECT_EQ(code_of(document_at(house.printer, at_hall)), "not-fetched");
  house.done(fetch_at(house.other_printer, at_hall));
  EXPECT_EQ(code_of(document_at(house.printer, at_hall)), "not-fetched");
  EXPECT_EQ(house.done(document_at(house.other_printer, at_hall)).id, there);
}

TEST_P(DeliverTest, ListsShowOnlyThePrintersOwnAttempts) {
  const Attempt attempt = house.released(house.submit(5));
  const auto list = [&](auto what, PrinterId printer) {
    return house.done(house.read<std::vector<Attempt>>([&](store::Reader& in) { return what(in, printer); })).size();
  };
  EXPECT_EQ(list(fetchable, house.printer), 1u);
  EXPECT_EQ(list(fetchable, house.other_printer), 0u);
  EXPECT_EQ(list(active_attempts, house.other_printer), 0u);
  house.done(fetch_at(house.printer, attempt));
  EXPECT_EQ(list(fetchable, house.printer), 0u);
  EXPECT_EQ(list(active_attempts, house.printer), 1u);
}

TEST_P(DeliverTest, DeadlinesEndWhatTheySayAndNothingElse) {
  const Attempt waiting = house.released(house.submit(5)), leased = house.released(house.submit(5));
  const Attempt printing = house.printing(house.submit(5));
  house.done(fetch_at(house.printer, leased));
  EXPECT_EQ(expire(), 0);
  house.clock.advance(fetch_lease);
  EXPECT_EQ(expire(), 1);
  EXPECT_EQ(house.latest(leased.job).state, AttemptState::fetchable);
  EXPECT_EQ(expire(), 0);
  house.clock.advance(fetch_patience - fetch_lease);
  EXPECT_EQ(expire(), 3);
  EXPECT_EQ(house.latest(waiting.job).result, AttemptResult::not_fetched);
  EXPECT_EQ(house.latest(leased.job).result, AttemptResult::not_fetched);
  EXPECT_EQ(house.latest(printing.job).result, AttemptResult::lost);
  EXPECT_EQ(expire(), 0);
}

}  // namespace
}  // namespace tsuke::flow
