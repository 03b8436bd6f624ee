// One test for each file of this folder and each database.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "platform/store/testing.h"
#include "runner.h"

namespace tsuke::scenarios {

namespace {

struct Case {
  std::string path;
  std::string database;
};

std::vector<Case> cases() {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator(TSUKE_SCENARIOS))
    if (entry.path().extension() == ".txt" && entry.path().filename() != "CMakeLists.txt")
      paths.push_back(entry.path().string());
  std::sort(paths.begin(), paths.end());
  std::vector<Case> cases;
  for (const std::string& path : paths)
    for (const std::string& database : store::test_databases()) cases.push_back({path, database});
  return cases;
}

std::string name_of(const testing::TestParamInfo<Case>& info) {
  std::string name = std::filesystem::path(info.param.path).stem().string() + "_on_" + info.param.database;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

class ScenarioTest : public testing::TestWithParam<Case> {};

TEST_P(ScenarioTest, Holds) {
  const auto failure = run_scenario(GetParam().path, GetParam().database);
  if (!failure) return;
  ADD_FAILURE_AT(GetParam().path.c_str(), failure->line)
      << failure->text << "\n  expected: " << failure->expected << "\n  got:      " << failure->got;
}

INSTANTIATE_TEST_SUITE_P(Scenarios, ScenarioTest, testing::ValuesIn(cases()), name_of);

}  // namespace

}  // namespace tsuke::scenarios
