#include "base/log.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/bytes.h"

namespace tsuke {
namespace {

std::string logged(const std::string& value) {
  const std::string file = testing::TempDir() + "log-" + random_token(8);
  log::to_file(file);
  log::error("test", {{"what", value}});
  std::ifstream lines(file);
  const std::string text{std::istreambuf_iterator<char>(lines), {}};
  std::filesystem::remove(file);
  return text;
}

TEST(Log, LeavesOurOwnSecretsOut) {
  const std::string secret = random_token();
  for (const char* name : {"tsuke_q_", "tsuke_app_", "tsuke_api_", "tsuke_s_", "tsuke_dev_", "tsuke_setup_"}) {
    const std::string line =
        logged("ipps://host/ipp/p/" + std::string(name) + secret + "/jobs/7, and again " + name + secret);
    EXPECT_EQ(line.find(secret), std::string::npos) << line;
    EXPECT_NE(line.find(std::string(name) + ".../jobs/7"), std::string::npos) << line;
    EXPECT_TRUE(line.ends_with(std::string(name) + "...\"\n")) << line;
  }
}

TEST(Log, LeavesOtherWordsAlone) {
  for (const char* text : {"tsuke_", "tsuke_q", "tsuke_q_", "tsuke_store_commits_total", "/tmp/tsuke_x/data"})
    EXPECT_NE(logged(text).find(std::string("what=\"") + text + "\""), std::string::npos) << text;
}

TEST(Log, KeepsAFactOnItsLine) { EXPECT_NE(logged("a\nb \"c\"").find("what=\"a?b ?c?\""), std::string::npos); }

}  // namespace
}  // namespace tsuke
