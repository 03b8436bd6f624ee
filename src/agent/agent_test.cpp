// The whole agent with its threads, between a service of plain values and a real ippeveprinter.
#include "agent/agent.h"
#include "printing/file_journal.h"

#include <gtest/gtest.h>

#include <thread>

#include "agent/shared_service_testing.h"
#include "printing/stand_in_testing.h"

namespace tsuke::agent {
namespace {

class AgentTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(printer.is_up()); }
  void TearDown() override { stop(); }
  void start() {
    AgentOptions options;
    options.job.poll = options.job.retry = options.reconnect = milliseconds(20);
    options.job.printer_patience = milliseconds(300);
    options.idle_poll = options.printing_poll = milliseconds(50);
    agent = std::make_unique<Agent>([this] { return make_ipp_device(printer.uri()).take(); },
                                    [this] { return std::make_unique<SharedService>(shared); },
                                    FileJournal::open(scratch.folder).take(), options);
    thread = std::thread([this] { agent->run(); });
  }
  void stop() {
    if (!thread.joinable()) return;
    agent->stop();
    thread.join();
    agent.reset();
  }

  StandIn printer;
  Scratch scratch;
  Shared shared;
  std::unique_ptr<Agent> agent;
  std::thread thread;
};

TEST_F(AgentTest, PrintsWhatIsReleasedBeforeAndAfterItsStart) {
  shared.release(1);
  start();
  ASSERT_TRUE(shared.wait_until([&] { return shared.ended(1); }));
  shared.release(2);
  shared.release(3);
  ASSERT_TRUE(shared.wait_until([&] { return shared.ended(2) && shared.ended(3); }));
  for (const std::int32_t job : {1, 2, 3}) EXPECT_EQ(shared.reports[job].counts, (Counts{5, 3, true})) << job;
  stop();
  EXPECT_EQ(printer.printed().size(), 3u);
  EXPECT_EQ(shared.fetched, 3);
  EXPECT_EQ(shared.unsubscribed, 1);
  EXPECT_TRUE(FileJournal::open(scratch.folder).value()->load().empty());
}

TEST_F(AgentTest, ComesBackWhenTheServiceWasAway) {
  start();
  // Parked, so that this first session cannot see the job by itself.
  ASSERT_TRUE(shared.wait_until([&] { return shared.parked == 1; }));
  {
    const std::lock_guard lock(shared.mutex);
    shared.failing_sessions = 3;
    shared.states[1] = ipp::job_state::pending;  // released while nobody listened
    shared.changed.notify_all();
  }
  ASSERT_TRUE(shared.wait_until([&] { return shared.ended(1); }));
  EXPECT_EQ(shared.subscribed, 2);
}

TEST_F(AgentTest, TellsWhenThePrinterGoesAndComes) {
  start();
  const auto told = [&](std::int32_t state) {
    return shared.wait_until([&] { return !shared.descriptions.empty() && shared.descriptions.back().state == state; });
  };
  ASSERT_TRUE(told(ipp::printer_state::idle));
  printer.switch_off();
  ASSERT_TRUE(told(ipp::printer_state::stopped));
  printer.switch_on();
  ASSERT_TRUE(told(ipp::printer_state::idle));
}

TEST_F(AgentTest, AStoppedAgentLeavesThePrintingJobToTheNext) {
  printer.set("seconds-per-page", "0.3");
  shared.release(1);
  start();
  ASSERT_TRUE(shared.wait_until([&] { return shared.reports[1].counts.impressions.value_or(0) > 0; }));
  stop();
  EXPECT_FALSE(is_final(shared.reports[1].state));
  start();
  ASSERT_TRUE(shared.wait_until([&] { return shared.ended(1); }));
  EXPECT_EQ(shared.reports[1].state, ipp::job_state::completed);
  EXPECT_EQ(shared.reports[1].counts.impressions, 5);
  EXPECT_EQ(printer.printed().size(), 1u);
}

TEST_F(AgentTest, ACancelledJobIsCancelledAtThePrinter) {
  printer.set("seconds-per-page", "0.2");
  shared.release(1);
  start();
  ASSERT_TRUE(shared.wait_until([&] { return shared.reports[1].counts.impressions.value_or(0) > 0; }));
  shared.cancel(1);
  ASSERT_TRUE(shared.wait_until([&] { return shared.ended(1); }));
  EXPECT_EQ(shared.reports[1].state, ipp::job_state::canceled);
}

TEST_F(AgentTest, APrinterSwitchedOffInMidJobEndsWithTheLastKnownCounts) {
  printer.set("seconds-per-page", "0.2");
  shared.release(1);
  start();
  ASSERT_TRUE(shared.wait_until([&] { return shared.reports[1].counts.impressions.value_or(0) >= 2; }));
  printer.switch_off();
  ASSERT_TRUE(shared.wait_until([&] { return shared.ended(1); }));
  EXPECT_EQ(shared.reports[1].state, ipp::job_state::aborted);
  EXPECT_GE(shared.reports[1].counts.impressions.value_or(0), 2);
  EXPECT_LT(shared.reports[1].counts.impressions.value_or(0), 5);
}

}  // namespace
}  // namespace tsuke::agent
