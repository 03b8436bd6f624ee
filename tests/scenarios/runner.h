// Runs one scenario on one database.
#pragma once

#include <optional>
#include <string>

namespace tsuke::scenarios {

struct Failure {
  int line = 0;  // 0: the scenario as a whole
  std::string text;
  std::string expected;
  std::string got;
};

// The first line whose outcome is not what it expects, or what the checker of the books finds at the end; nothing when
// the scenario holds. A line without expectation must only succeed.
std::optional<Failure> run_scenario(const std::string& path, const std::string& database);

}  // namespace tsuke::scenarios
