// Debian's ipptool suites against the running programs. What passes today must go on passing.
#include <gtest/gtest.h>

#include <atomic>
#include <regex>
#include <thread>

#include "platform/pages/sample_pdf.h"
#include "support/demo.h"

namespace tsuke::tests {
namespace {

struct Sum {
  int tests = 0, passed = 0, failed = 0;
};

Sum sum_of(const std::string& output) {
  static const std::regex summary(R"(Summary: (\d+) tests, (\d+) passed, (\d+) failed, (\d+) skipped)");
  std::smatch found;
  Sum sum;
  for (auto from = output.cbegin(); std::regex_search(from, output.cend(), found, summary); from = found.suffix().first)
    sum = {sum.tests + std::stoi(found[1]), sum.passed + std::stoi(found[2]), sum.failed + std::stoi(found[3])};
  return sum;
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

class Ipptool : public testing::TestWithParam<std::tuple<const char*, const char*>> {};

TEST_P(Ipptool, TheShippedSuitePasses) {
  const auto [suite, version] = GetParam();
  auto started = Demo::start();
  ASSERT_TRUE(started.ok()) << started.error().what;
  const auto demo = started.take();
  const Scratch folder;
  const Releaser releaser(*demo);
  write_file(folder / "sample.pdf", pages::make_pdf(2));
  const Outcome outcome = run({"ipptool", "-V", version, "-T", "30", "-tI", "-f", folder / "sample.pdf",
                               demo->queue("Company A")["uri"].text(), suite},
                              minutes(4));
  const Sum sum = sum_of(outcome.output);
  std::printf("%s %s: %d tests, %d passed, %d failed\n", suite, version, sum.tests, sum.passed, sum.failed);
  EXPECT_GT(sum.passed, 0) << outcome.output;
  EXPECT_EQ(sum.failed, 0) << outcome.output;
}

INSTANTIATE_TEST_SUITE_P(Suites, Ipptool,
                         testing::Values(std::tuple("ipp-1.1.test", "1.1"), std::tuple("ipp-2.0.test", "2.0"),
                                         std::tuple("ipp-everywhere.test", "2.0")),
                         [](const auto& info) { return "Suite" + std::to_string(info.index); });

}  // namespace
}  // namespace tsuke::tests
