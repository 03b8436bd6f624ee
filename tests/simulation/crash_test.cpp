// The server is killed (SIGKILL) while several clients submit and release, and started again on the same folder.
// Afterwards every acknowledged job is there with its document, every charge stands, nothing is charged twice, and the
// books are clean.
#include <gtest/gtest.h>
#include <signal.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include "platform/ipp/codes.h"
#include "platform/pages/sample_pdf.h"
#include "printing/stand_in_testing.h"
#include "support/demo.h"

namespace tsuke::tests {
namespace {

constexpr int rounds = 3;
constexpr int submitters = 4;
constexpr int pages_of_each = 2;

// What clients were told, under one lock; and the signal that there is enough of it.
class Told {
 public:
  void acknowledged(std::int32_t number) {
    const std::lock_guard lock(mutex_);
    numbers_.insert(number);
    changed_.notify_all();
  }
  void released(const std::string& job) {
    const std::lock_guard lock(mutex_);
    released_.insert(job);
  }
  // False when the clients stopped being answered before.
  bool wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(60), [&] { return numbers_.size() >= count; });
  }
  std::set<std::int32_t> numbers() {
    const std::lock_guard lock(mutex_);
    return numbers_;
  }
  std::set<std::string> released() {
    const std::lock_guard lock(mutex_);
    return released_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::set<std::int32_t> numbers_;
  std::set<std::string> released_;
};

// Prints until the server does not answer any more: that is how a client sees the crash.
void keep_submitting(const Demo& demo, const std::string& pdf, Told& told) {
  for (;;) {
    const auto answer = demo.print("Company A", pdf);
    if (!answer.ok()) return;
    const auto number = answer.value().group(ipp::Tag::job).integer("job-id");
    if (answer.value().code == ipp::status::ok && number) told.acknowledged(*number);
  }
}

void keep_releasing(int port, const std::string& token, const std::string& printer, Told& told) {
  app::Api api(port, token);
  for (;;) {
    const auto jobs = api.get("/jobs?state=open&limit=100");
    if (!jobs.ok()) return;
    for (const Json& job : jobs.value()["items"].items()) {
      if (job["state"].text() != "held" || job["document"].text() != "ready") continue;
      const auto reply =
          api.call("POST", "/jobs/" + job["id"].text() + "/release", Json::object({{"printer", printer}}));
      if (!reply.ok()) return;
      if (reply.value().ok()) told.released(job["id"].text());
    }
  }
}

void load_until_killed(Demo& demo, const std::string& pdf, std::size_t enough, Told& told) {
  std::vector<std::thread> clients;
  for (int i = 0; i < submitters; ++i) clients.emplace_back([&] { keep_submitting(demo, pdf, told); });
  const std::string token = demo.person("mika")["api_token"].text();
  clients.emplace_back([&] { keep_releasing(demo.port(), token, demo.printer_id("Office"), told); });
  EXPECT_TRUE(told.wait_for(enough));
  demo.process().kill();
  for (std::thread& client : clients) client.join();
}

std::map<std::int64_t, Json> all_jobs(Demo& demo) {
  std::map<std::int64_t, Json> jobs;
  std::string cursor;
  do {
    const Json page = demo.get("mika", "/jobs?limit=200" + (cursor.empty() ? "" : "&cursor=" + cursor));
    for (const Json& job : page["items"].items()) jobs[job["number"].integer()] = job;
    cursor = page["next"].text();
  } while (!cursor.empty());
  return jobs;
}

bool is_counted(const Json& job) { return job["document"].text() != "counting"; }

// Each acknowledged job's document is whole: its pages are counted from the vault's bytes, or it was printed and is
// shredded.
void expect_all_there(Demo& demo, const std::set<std::int32_t>& acknowledged) {
  const auto jobs = all_jobs(demo);
  for (const std::int32_t number : acknowledged) {
    const auto found = jobs.find(number);
    ASSERT_NE(found, jobs.end()) << "job " << number << " was acknowledged and is lost";
    const Json job = demo.wait_for(found->second["id"].text(), is_counted);
    EXPECT_EQ(job["pages"].integer(), pages_of_each) << job.dump();
  }
}

std::map<std::string, std::int64_t> captured_charges(Demo& demo) {
  std::map<std::string, std::int64_t> captured;
  for (const auto& [number, job] : all_jobs(demo))
    if (job["charge"]["state"].text() == "captured") captured[job["id"].text()] = amount(job["charge"]["captured"]);
  return captured;
}

TEST(Crash, EveryAcknowledgedJobAndEveryPostingSurvives) {
  const auto seed = std::random_device{}();
  std::mt19937 random(seed);
  std::printf("seed %u\n", seed);
  const Scratch scratch;
  const std::string folder = scratch / "data";
  const std::string pdf = pages::make_pdf(pages_of_each);
  Told told;
  std::map<std::string, std::int64_t> charged_before;
  for (int round = 0; round < rounds; ++round) {
    auto demo = Demo::start(folder);
    ASSERT_TRUE(demo.ok()) << demo.error().what;
    expect_all_there(*demo.value(), told.numbers());
    for (const auto& [job, charged] : charged_before) EXPECT_EQ(captured_charges(*demo.value())[job], charged) << job;
    charged_before = captured_charges(*demo.value());
    const std::size_t enough = told.numbers().size() + 10 + random() % 30;
    load_until_killed(*demo.value(), pdf, enough, told);
  }
  auto demo = Demo::start(folder);
  ASSERT_TRUE(demo.ok()) << demo.error().what;
  expect_all_there(*demo.value(), told.numbers());
  for (const auto& [job, charged] : charged_before) EXPECT_EQ(captured_charges(*demo.value())[job], charged) << job;
  demo.value().reset();
  const Outcome books = verify_books(folder);
  EXPECT_EQ(books.status, 0) << books.output;
  std::printf("%zu jobs acknowledged, %zu released, %zu charged\n", told.numbers().size(), told.released().size(),
              charged_before.size());
}

// Asked to end, it ends: pages that are not counted yet are counted after the next start.
TEST(Ending, DoesNotWaitForTheBacklog) {
  constexpr int documents = 150;
  const Scratch scratch;
  const std::string folder = scratch / "data";
  const std::string pdf = pages::make_pdf(1500, pages::a4, true);
  auto demo = Demo::start(folder);
  ASSERT_TRUE(demo.ok()) << demo.error().what;
  std::set<std::int32_t> numbers;
  for (int i = 0; i < documents; ++i) {
    const auto answer = demo.value()->print("Company A", pdf);
    ASSERT_TRUE(answer.ok()) << answer.error().what;
    numbers.insert(answer.value().group(ipp::Tag::job).integer("job-id").value_or(0));
  }
  EXPECT_EQ(demo.value()->process().end(), 0);
  demo = Demo::start(folder);
  ASSERT_TRUE(demo.ok()) << demo.error().what;
  const auto jobs = all_jobs(*demo.value());
  std::size_t uncounted = 0;
  for (const std::int32_t number : numbers) {
    ASSERT_TRUE(jobs.contains(number)) << number;
    uncounted += is_counted(jobs.at(number)) ? 0 : 1;
  }
  EXPECT_GT(uncounted, 0U) << "there was no backlog: this test shows nothing";
  const auto last = jobs.at(*numbers.rbegin());
  EXPECT_EQ(demo.value()->wait_for(last["id"].text(), is_counted, minutes(5))["pages"].integer(), 1500);
}

// The agent is killed in mid-print and started again on its own file: it goes on following, and the job is charged
// once, for all that came out.
TEST(Crash, AnAgentKilledInMidPrintGoesOnWhereItWas) {
  const Scratch scratch;
  const std::string folder = scratch / "data";
  auto started = Demo::start(folder);
  ASSERT_TRUE(started.ok()) << started.error().what;
  Demo& demo = *started.value();
  demo.steer("Home", "seconds-per-page", "0.5\n");
  const Json job = demo.submit("Private", pages::make_pdf(6));
  ASSERT_TRUE(demo.release(job["id"].text(), "Home").ok());
  demo.wait_for(job["id"].text(), [](const Json& now) { return now["attempt"]["impressions"].integer() >= 1; });
  ASSERT_EQ(::kill(static_cast<pid_t>(demo.device("Home")["agent_pid"].integer()), SIGKILL), 0);
  auto agent = Child::start({TSUKE_AGENT, "run", "--state", folder + "/agents/home.json"}, scratch / "agent.log");
  ASSERT_TRUE(agent.ok()) << agent.error().what;
  const Json done =
      demo.wait_for(job["id"].text(), [](const Json& now) { return !now["charge"]["settled_at"].is_null(); });
  EXPECT_EQ(done["state"].text(), "printed") << done.dump();
  EXPECT_EQ(done["charge"]["impressions"].integer(), 6);
  EXPECT_EQ(demo.printed("Home").size(), 1U) << "printed once, not twice";
}

// The service is killed in mid-print of a printer that it serves itself, and started again: the same.
TEST(Crash, TheServiceKilledInMidPrintGoesOnWithItsOwnPrinter) {
  const Scratch scratch;
  const std::string folder = scratch / "data";
  printing::StandIn printer;
  ASSERT_TRUE(printer.is_up());
  printer.set("seconds-per-page", "0.7\n");
  auto demo = Demo::start(folder);
  ASSERT_TRUE(demo.ok()) << demo.error().what;
  const std::string path = "/printers/" + demo.value()->printer_id("Home") + "/direct";
  const auto set = demo.value()->api("mika").call("PUT", path, Json::object({{"uri", printer.uri()}}));
  ASSERT_TRUE(set.ok() && set.value().ok());
  const std::string job = demo.value()->submit("Private", pages::make_pdf(6))["id"].text();
  ASSERT_TRUE(demo.value()->release(job, "Home").ok());
  demo.value()->wait_for(job, [](const Json& now) { return now["attempt"]["impressions"].integer() >= 1; });
  demo.value()->process().kill();
  demo = Demo::start(folder);
  ASSERT_TRUE(demo.ok()) << demo.error().what;
  const Json done = demo.value()->wait_for(job, [](const Json& now) { return !now["charge"]["settled_at"].is_null(); });
  EXPECT_EQ(done["state"].text(), "printed") << done.dump();
  EXPECT_EQ(done["charge"]["impressions"].integer(), 6);
  EXPECT_EQ(printer.printed().size(), 1U) << "printed once, not twice";
  demo.value().reset();
  const Outcome books = verify_books(folder);
  EXPECT_EQ(books.status, 0) << books.output;
}

}  // namespace
}  // namespace tsuke::tests
