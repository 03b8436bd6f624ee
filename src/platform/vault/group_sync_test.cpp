#include "platform/vault/group_sync.h"

#include <fcntl.h>

#include <condition_variable>
#include <thread>

#include "platform/vault/testing.h"

namespace tsuke::vault {
namespace {

using namespace testing;

// A disk whose syncs wait until they are let through.
class GatedDisk : public FailingDisk {
 public:
  int sync_data(int descriptor) override {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
    ++syncs;
    return FailingDisk::sync_data(descriptor);
  }
  void wait_for_one() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return waiting_ > 0; });
  }
  void open_gate() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  int syncs = 0;

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int waiting_ = 0;
  bool open_ = false;
};

class GroupSyncTest : public ::testing::Test {
 protected:
  std::shared_ptr<File> make_file(const std::string& name) {
    return File::create(disk_, (folder_.path / name).string()).take();
  }
  TestFolder folder_;
  GatedDisk disk_;
  GroupSync group_{disk_, ::open(folder_.path.c_str(), O_RDONLY | O_DIRECTORY)};
};

TEST_F(GroupSyncTest, WhoComesDuringARoundSharesTheNext) {
  const auto early = make_file("early"), late = make_file("late");
  group_.mark(early);
  std::thread first([&] { EXPECT_TRUE(group_.sync().ok()); });
  disk_.wait_for_one();
  group_.mark(late);  // too late for the round that runs
  std::vector<std::thread> others;
  for (int i = 0; i < 8; ++i) others.emplace_back([&] { EXPECT_TRUE(group_.sync().ok()); });
  disk_.open_gate();
  first.join();
  for (std::thread& other : others) other.join();
  EXPECT_EQ(disk_.syncs, 2) << "each file once";
}

TEST_F(GroupSyncTest, EveryCallerOfAFailedRoundHearsOfIt) {
  const auto file = make_file("file");
  disk_.open_gate();
  disk_.sync_fails = true;
  group_.mark(file);
  EXPECT_FALSE(group_.sync().ok());
  disk_.sync_fails = false;
  EXPECT_TRUE(group_.sync().ok()) << "nothing is marked";
  group_.mark(file);
  EXPECT_FALSE(group_.sync().ok()) << "the file is distrusted for good";
}

}  // namespace
}  // namespace tsuke::vault
