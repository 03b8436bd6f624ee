// The demo's own story: what it promises, it does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "support/demo.h"

namespace tsuke::tests {
namespace {

using testing::HasSubstr;

constexpr Duration patience = minutes(3);

std::vector<Json> lines_of(const Outcome& outcome) {
  std::vector<Json> lines;
  std::istringstream in(outcome.output);
  for (std::string line; std::getline(in, line);) {
    const auto parsed = Json::parse(line);
    EXPECT_TRUE(parsed.ok()) << line;
    if (parsed.ok()) lines.push_back(parsed.value());
  }
  return lines;
}

Outcome run_demo(std::vector<std::string> options) {
  std::vector<std::string> argv{TSUKE_PROGRAM, "demo", "--once", "--port", "0", "--metrics-port", "0"};
  argv.insert(argv.end(), options.begin(), options.end());
  return run(argv, patience);
}

void expect_a_true_story(const std::vector<Json>& lines) {
  std::set<std::string> events;
  for (const Json& line : lines) {
    EXPECT_TRUE(line["ok"].boolean()) << line.dump();
    events.insert(line["event"].text());
  }
  for (const char* event :
       {"introduced", "submitted", "printed", "charged", "refused", "distributed", "verified", "ready"})
    EXPECT_TRUE(events.contains(event)) << event;
}

TEST(Story, ComesTrueAndGoesOnWithTheSamePeopleInItsFolder) {
  const Scratch folder;
  const Outcome first = run_demo({"--json", "--data", folder / "demo"});
  EXPECT_EQ(first.status, 0) << first.output;
  const auto lines = lines_of(first);
  expect_a_true_story(lines);
  const Outcome verified = verify_books(folder / "demo");
  EXPECT_EQ(verified.status, 0) << verified.output;

  const Outcome second = run_demo({"--json", "--data", folder / "demo"});
  EXPECT_EQ(second.status, 0) << second.output;
  const auto again = lines_of(second);
  expect_a_true_story(again);
  ASSERT_FALSE(lines.empty() || again.empty());
  EXPECT_EQ(lines.back()["people"].dump(), again.back()["people"].dump());
  const auto tokens = [](const Json& ready) {
    std::set<std::string> all;
    for (const Json& queue : ready["queues"].items())
      all.insert(queue["uri"].text().substr(queue["uri"].text().find("/ipp/")));
    return all;
  };
  EXPECT_EQ(tokens(lines.back()), tokens(again.back()));

  const auto kept = Demo::start(folder / "demo");
  ASSERT_TRUE(kept.ok()) << kept.error().what;
  const Json jobs = kept.value()->get("mika", "/jobs?limit=200");
  EXPECT_EQ(jobs["items"].items().size(), 10u) << "five of each time";
}

TEST(Story, IsToldInJapanese) {
  const Outcome told = run_demo({"--lang", "ja"});
  EXPECT_EQ(told.status, 0) << told.output;
  EXPECT_THAT(told.output, HasSubstr("ミカ"));
  EXPECT_THAT(told.output, HasSubstr("課金先"));
}

TEST(Story, ARealServicesFolderIsLeftAlone) {
  const Scratch folder;
  const Outcome made = run(
      {TSUKE_PROGRAM, "admin", "create", "--data", folder.path(), "--name", "Root", "--login", "root", "--operator"});
  ASSERT_EQ(made.status, 0) << made.output;
  const Outcome refused = run_demo({"--data", folder.path()});
  EXPECT_NE(refused.status, 0);
  EXPECT_THAT(refused.output, HasSubstr("no demo"));
}

}  // namespace
}  // namespace tsuke::tests
