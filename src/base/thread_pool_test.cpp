#include "base/thread_pool.h"

#include <gtest/gtest.h>

#include <atomic>

namespace tsuke {
namespace {

TEST(ThreadPool, FinishesWhatWasPostedBeforeItStops) {
  std::atomic<int> done{0};
  ThreadPool pool(2);
  for (int i = 0; i < 100; ++i) pool.post([&] { ++done; });
  pool.stop();
  EXPECT_EQ(done, 100);
}

TEST(ThreadPool, DropsWhatComesAfterItStopped) {
  std::atomic<int> done{0};
  ThreadPool pool(1);
  pool.stop();
  pool.post([&] { ++done; });
  pool.stop();
  EXPECT_EQ(done, 0);
}

}  // namespace
}  // namespace tsuke
