// Several printers in one program: two real ippeveprinters, of which one goes.
#include "agent/fleet.h"
#include "printing/file_journal.h"

#include <gtest/gtest.h>

#include <thread>

#include "agent/shared_service_testing.h"
#include "printing/files.h"
#include "printing/ipp_device.h"
#include "printing/stand_in_testing.h"

namespace tsuke::agent {
namespace {

Enrolment enrolment(const std::string& id) {
  return {"ipp://127.0.0.1:9/ipp/device/" + id,
          "device-" + id,
          "secret",
          "urn:uuid:1",
          id,
          "P" + id,
          "ipp://127.0.0.1:9/ipp/print",
          ""};
}

TEST(Fleet, ServesWhatItCanAndNamesTheRest) {
  const Scratch scratch;
  const State state(scratch.root + "/printers");
  ASSERT_TRUE(state.can_add().ok());
  Opener opener(state, {});
  EXPECT_EQ(opener.open_new().error().code, "no-printer");
  Enrolment odd = enrolment("3");
  odd.device_uri = "http://printer/";
  const std::string busy = state.add(enrolment("1")).take();
  ASSERT_TRUE(state.add(enrolment("2")).ok() && state.add(odd).ok());
  ASSERT_TRUE(write_private_file(state.path() + "/4.json", "{").ok());
  {
    const auto other_agent = FileJournal::open(journal_folder(busy)).take();
    const auto agents = opener.open_new();
    ASSERT_TRUE(agents.ok());
    EXPECT_EQ(agents.value().size(), 1u);
  }
  EXPECT_EQ(opener.open_new().value().size(), 1u) << "the other agent has let go of it";
  EXPECT_TRUE(opener.open_new().value().empty()) << "each is opened once";
}

TEST(Fleet, WhenNoneCanBeServedItSaysWhy) {
  const Scratch scratch;
  const State state(scratch.root + "/agent.json");
  const std::string file = state.add(enrolment("1")).take();
  const auto other_agent = FileJournal::open(journal_folder(file)).take();
  EXPECT_EQ(Opener(state, {}).open_new().error().code, "agent-running");
}

class TwoPrinters : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(first.is_up() && second.is_up()); }
  void TearDown() override {
    if (fleet) fleet->stop();
    if (thread.joinable()) thread.join();
  }
  std::unique_ptr<Agent> agent_of(const StandIn& printer, Shared& shared, const std::string& name) {
    AgentOptions options;
    options.printer = name;
    options.job.poll = options.job.retry = options.reconnect = milliseconds(20);
    options.job.printer_patience = milliseconds(300);
    options.idle_poll = options.printing_poll = milliseconds(50);
    return std::make_unique<Agent>([&printer] { return make_ipp_device(printer.uri()).take(); },
                                   [&shared] { return std::make_unique<SharedService>(shared); },
                                   FileJournal::open(scratch.folder + "-" + name).take(), options);
  }
  void start() {
    std::vector<std::unique_ptr<Agent>> agents;
    agents.push_back(agent_of(first, shared_first, "first"));
    agents.push_back(agent_of(second, shared_second, "second"));
    fleet = std::make_unique<Fleet>(std::move(agents));
    thread = std::thread([this] { fleet->run(); });
  }

  Scratch scratch;
  StandIn first, second;
  Shared shared_first, shared_second;
  std::unique_ptr<Fleet> fleet;
  std::thread thread;
};

TEST_F(TwoPrinters, EachPrintsItsOwn) {
  start();
  shared_first.release(1);
  shared_second.release(1);
  ASSERT_TRUE(shared_first.wait_until([&] { return shared_first.ended(1); }));
  ASSERT_TRUE(shared_second.wait_until([&] { return shared_second.ended(1); }));
  EXPECT_EQ(first.printed().size(), 1u);
  EXPECT_EQ(second.printed().size(), 1u);
}

TEST_F(TwoPrinters, OneThatComesLaterPrintsToo) {
  std::vector<std::unique_ptr<Agent>> agents;
  agents.push_back(agent_of(first, shared_first, "first"));
  fleet = std::make_unique<Fleet>(std::move(agents));
  thread = std::thread([this] { fleet->run(); });
  shared_first.release(1);
  ASSERT_TRUE(shared_first.wait_until([&] { return shared_first.ended(1); }));
  std::vector<std::unique_ptr<Agent>> more;
  more.push_back(agent_of(second, shared_second, "second"));
  fleet->add(std::move(more));
  shared_second.release(1);
  ASSERT_TRUE(shared_second.wait_until([&] { return shared_second.ended(1); }));
  EXPECT_EQ(second.printed().size(), 1u);
}

TEST_F(TwoPrinters, OneThatIsOffStopsNobodyElse) {
  first.switch_off();
  start();
  for (const std::int32_t job : {1, 2, 3, 4, 5, 6}) shared_first.release(job);
  shared_second.release(7);
  ASSERT_TRUE(shared_second.wait_until([&] { return shared_second.ended(7); }));
  EXPECT_EQ(shared_second.reports[7].state, ipp::job_state::completed);
  for (const std::int32_t job : {1, 2, 3, 4, 5, 6}) {
    ASSERT_TRUE(shared_first.wait_until([&] { return shared_first.ended(job); }));
    EXPECT_EQ(shared_first.reports[job].state, ipp::job_state::aborted);
  }
}

}  // namespace
}  // namespace tsuke::agent
