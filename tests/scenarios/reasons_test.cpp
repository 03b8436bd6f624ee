// Every reason for which a release is refused stands in a scenario, with what its person can do about it: so a new one
// is not done before somebody has written down how it looks from the outside.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "line.h"
#include "rules/permit.h"

namespace tsuke::scenarios {

namespace {

std::string content_of(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

// What lines of all scenarios expect: "refused no-tariff: ask-provider", "failed job-not-waiting".
std::set<std::string> expectations() {
  std::set<std::string> all;
  for (const auto& entry : std::filesystem::directory_iterator(TSUKE_SCENARIOS)) {
    if (entry.path().extension() != ".txt" || entry.path().filename() == "CMakeLists.txt") continue;
    const auto lines = read_lines(entry.path().string());
    EXPECT_TRUE(lines.ok()) << entry.path();
    if (!lines.ok()) continue;
    for (const Line& line : lines.value()) all.insert(line.expected.begin(), line.expected.end());
  }
  return all;
}

bool is_remedy(const std::string& word) {
  return std::find(std::begin(rules::remedy_codes), std::end(rules::remedy_codes), word) !=
         std::end(rules::remedy_codes);
}

// "refused <code>: <remedy> <remedy> …"
bool names_remedies(const std::string& expected, std::string_view code) {
  const std::string start = "refused " + std::string(code) + ": ";
  if (!expected.starts_with(start)) return false;
  std::istringstream words(expected.substr(start.size()));
  int remedies = 0;
  for (std::string word; words >> word; ++remedies)
    if (!is_remedy(word)) return false;
  return remedies > 0;
}

// The codes of the errors that these files return.
std::set<std::string> error_codes_in(std::initializer_list<const char*> files) {
  static const std::regex error(R"re(Reason::\w+,\s*"([a-z-]+)")re");
  std::set<std::string> codes;
  for (const char* file : files) {
    const std::string text = content_of(std::filesystem::path(TSUKE_SCENARIOS) / "../../src/flow" / file);
    EXPECT_FALSE(text.empty()) << "there is no " << file;
    for (auto found = std::sregex_iterator(text.begin(), text.end(), error); found != std::sregex_iterator(); ++found)
      codes.insert((*found)[1]);
  }
  return codes;
}

}  // namespace

TEST(Reasons, EachRefusalStandsInAScenarioWithItsRemedy) {
  const std::set<std::string> expected = expectations();
  for (const std::string_view code : rules::reason_codes)
    EXPECT_TRUE(std::any_of(expected.begin(), expected.end(),
                            [&](const std::string& one) { return names_remedies(one, code); }))
        << "no scenario expects \"refused " << code << ": <remedies>\"";
}

TEST(Reasons, EachRemedyStandsInAScenario) {
  std::string all;
  for (const std::string& one : expectations())
    if (one.starts_with("refused ")) all += one + " \n";
  for (const std::string_view code : rules::remedy_codes)
    EXPECT_NE(all.find(" " + std::string(code) + " "), std::string::npos) << "no scenario expects " << code;
}

// What a release fails with, beside the refusals of the decision.
TEST(Reasons, EachErrorOfAReleaseStandsInAScenario) {
  const std::set<std::string> expected = expectations();
  const auto codes = error_codes_in({"release/release.cpp", "quoted.cpp", "acting.cpp"});
  EXPECT_GT(codes.size(), 4U);
  for (const std::string& code : codes) {
    if (code == "no-quote-key" || code == "bad-quote") continue;  // our own fault; made up: doors/rest/offers_test
    EXPECT_TRUE(expected.contains("failed " + code)) << "no scenario expects \"failed " << code << "\"";
  }
}

}  // namespace tsuke::scenarios
