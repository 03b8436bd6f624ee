// Debian's ipptool suites against the running programs. What passes today must go on passing.
#include <gtest/gtest.h>

#include <atomic>
#include <regex>
#include <thread>

#include "platform/pages/sample_pdf.h"
#include "support/demo.h"

namespace tsuke::tests {
namespace {

// Test by test: the summary is missing for a suite that includes another.
int count(const std::string& output, const std::string& outcome) {
  int found = 0;
  for (auto at = output.find(outcome); at != std::string::npos; at = output.find(outcome, at + 1)) ++found;
  return found;
}

// The suites, and the documents that they name: ipptool ends at once, without a failure, when one cannot be read.
void write_suites(const Scratch& folder) {
  static const std::regex file(R"(FILE ([-a-z0-9]+\.[a-z]+)\s*\n)");
  for (const char* suite : {"ipp-1.1.test", "ipp-2.0.test"}) {
    const std::string text = read_file(std::string("/usr/share/cups/ipptool/") + suite);
    ASSERT_FALSE(text.empty()) << suite << " is not installed (cups-ipp-utils)";
    write_file(folder / suite, text);
    std::smatch found;
    for (auto from = text.cbegin(); std::regex_search(from, text.cend(), found, file); from = found.suffix().first)
      write_file(folder / found[1].str(), pages::make_pdf(2));
  }
  write_file(folder / "sample.pdf", pages::make_pdf(2));
}

// The suites wait for their jobs to be printed: somebody must stand at the printer and release them.
class Releaser {
 public:
  explicit Releaser(const Demo& demo) {
    demo.steer("Office", "seconds-per-page", "0");
    const std::string token = demo.person("mika")["api_token"].text(), printer = demo.printer_id("Office");
    thread_ = std::thread([this, port = demo.port(), token, printer] {
      app::Api api(port, token);
      (void)api.wait_until([&]() -> Result<bool> { return release_all(api, printer), over_.load(); }, minutes(10));
    });
  }
  ~Releaser() {
    over_ = true;
    thread_.join();
  }

 private:
  static void release_all(app::Api& api, const std::string& printer) {
    const auto jobs = api.get("/jobs?state=open&limit=200");
    if (!jobs.ok()) return;
    for (const Json& job : jobs.value()["items"].items())
      if (job["state"].text() == "held" && job["document"].text() == "ready")
        (void)api.call("POST", "/jobs/" + job["id"].text() + "/release", Json::object({{"printer", printer}}));
  }

  std::atomic<bool> over_ = false;
  std::thread thread_;
};

class Ipptool : public testing::TestWithParam<std::tuple<const char*, const char*, int>> {};

TEST_P(Ipptool, TheShippedSuitePasses) {
  const auto [suite, version, passes_at_least] = GetParam();
  auto started = Demo::start();
  ASSERT_TRUE(started.ok()) << started.error().what;
  const auto demo = started.take();
  const Scratch folder;
  write_suites(folder);
  const Releaser releaser(*demo);
  const Outcome outcome = run({"ipptool", "-V", version, "-T", "30", "-tI", "-f", folder / "sample.pdf",
                               demo->queue("Company A")["uri"].text(), folder / suite},
                              minutes(4));
  const int passed = count(outcome.output, "[PASS]"), failed = count(outcome.output, "[FAIL]");
  std::printf("%s: %d passed, %d failed, %d skipped\n", suite, passed, failed, count(outcome.output, "[SKIP]"));
  EXPECT_GE(passed, passes_at_least) << outcome.output;
  EXPECT_EQ(failed, 0) << outcome.output;
}

// The counts are what passes today; they may only grow.
INSTANTIATE_TEST_SUITE_P(Suites, Ipptool,
                         testing::Values(std::tuple("ipp-1.1.test", "1.1", 34), std::tuple("ipp-2.0.test", "2.0", 35)),
                         [](const auto& info) { return "Suite" + std::to_string(info.index); });

}  // namespace
}  // namespace tsuke::tests
