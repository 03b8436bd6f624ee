// Debian's ipptool suites against the running programs: they wait for their jobs to be printed, so they print at the
// queue that prints at once. What passes today must go on passing.
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>

#include "platform/pages/sample_jpeg.h"
#include "platform/pages/sample_pdf.h"
#include "raster_samples.h"
#include "support/demo.h"

namespace tsuke::tests {
namespace {

// Test by test: the summary is missing for a suite that includes another.
int count(const std::string& output, const std::string& outcome) {
  int found = 0;
  for (auto at = output.find(outcome); at != std::string::npos; at = output.find(outcome, at + 1)) ++found;
  return found;
}

std::string document_called(const std::string& name) {
  if (name == "color.jpg") return pages::color_jpeg();
  return name == "gray.jpg" ? pages::gray_jpeg() : pages::make_pdf(2);
}

// The suites, and the documents that they name: ipptool ends at once, without a failure, when one cannot be read.
void write_suites(const Scratch& folder) {
  static const std::regex file(R"(FILE ([-a-z0-9]+\.[a-z]+)\s*\n)");
  for (const char* suite : {"ipp-1.1.test", "ipp-2.0.test", "ipp-everywhere.test"}) {
    std::string text = read_file(std::string("/usr/share/cups/ipptool/") + suite);
    ASSERT_FALSE(text.empty()) << suite << " is not installed (cups-ipp-utils)";
    write_file(folder / suite, text);
    write_raster_samples(folder, text);
    std::smatch found;
    for (auto from = text.cbegin(); std::regex_search(from, text.cend(), found, file); from = found.suffix().first)
      write_file(folder / found[1].str(), document_called(found[1].str()));
  }
  write_file(folder / "sample.pdf", pages::make_pdf(2));
}

class Ipptool : public testing::TestWithParam<std::tuple<const char*, const char*, int, int>> {};

TEST_P(Ipptool, TheShippedSuitePasses) {
  const auto [suite, version, passes_at_least, fails_at_most] = GetParam();
  auto started = Demo::start();
  ASSERT_TRUE(started.ok()) << started.error().what;
  const auto demo = started.take();
  const Scratch folder;
  write_suites(folder);
  demo->steer("Home", "seconds-per-page", "0");
  const Outcome outcome = run({"ipptool", "-V", version, "-T", "30", "-tI", "-f", folder / "sample.pdf",
                               demo->queue("At home")["uri"].text(), folder / suite},
                              minutes(4));
  const int passed = count(outcome.output, "[PASS]"), failed = count(outcome.output, "[FAIL]");
  std::printf("%s: %d passed, %d failed, %d skipped\n", suite, passed, failed, count(outcome.output, "[SKIP]"));
  EXPECT_GE(passed, passes_at_least) << outcome.output;
  EXPECT_LE(failed, fails_at_most) << outcome.output;
}

// The counts are what passes today; they may only grow.
INSTANTIATE_TEST_SUITE_P(Suites, Ipptool,
                         testing::Values(std::tuple("ipp-1.1.test", "1.1", 42, 0),
                                         std::tuple("ipp-2.0.test", "2.0", 43, 0),
                                         std::tuple("ipp-everywhere.test", "2.0", 146, 0)),
                         [](const auto& info) { return "Suite" + std::to_string(info.index); });

}  // namespace
}  // namespace tsuke::tests
