#include "agent/folder_watch.h"

#include <gtest/gtest.h>

#include <thread>

#include "printing/files.h"
#include "printing/scratch_testing.h"

namespace tsuke::agent {
namespace {

TEST(FolderWatch, WakesForAFileAndForTheEnd) {
  const printing::Scratch scratch;
  const std::string folder = scratch.root;
  FolderWatch watch(folder);
  ASSERT_TRUE(printing::write_private_file(folder + "/one.json", "{}").ok());
  EXPECT_TRUE(watch.wait());
  std::thread other([&] { watch.end(); });
  EXPECT_FALSE(watch.wait());
  other.join();
}

TEST(FolderWatch, AFolderThatIsNotThereWakesNobody) {
  FolderWatch watch("/nonexistent/folder");
  watch.end();
  EXPECT_FALSE(watch.wait());
}

}  // namespace
}  // namespace tsuke::agent
