#include "direct/crew.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <latch>

namespace tsuke::direct {
namespace {

TEST(Crew, RunsNoMoreAtOnceThanItMay) {
  Crew crew(3);
  std::atomic<int> at_once = 0, most = 0, ran = 0;
  std::latch first(3);
  for (int i = 0; i < 30; ++i)
    crew.post([&, i] {
      most = std::max(most.load(), ++at_once);
      if (i < 3) first.arrive_and_wait();  // so many there are, in any case
      ++ran;
      --at_once;
    });
  EXPECT_TRUE(crew.wait(seconds(60)));
  EXPECT_EQ(ran, 30);
  EXPECT_EQ(most, 3);
}

TEST(Crew, DropsWhatHasNotBegunAndWaitsForWhatHas) {
  std::promise<void> begun, go_on;
  std::atomic<int> ran = 0;
  Crew crew(1);
  crew.post([&] {
    begun.set_value();
    go_on.get_future().wait();
    ++ran;
  });
  crew.post([&] { ++ran; });
  begun.get_future().wait();
  crew.close();
  crew.post([&] { ++ran; });
  EXPECT_FALSE(crew.wait(milliseconds(1)));
  go_on.set_value();
  EXPECT_TRUE(crew.wait(seconds(60)));
  EXPECT_EQ(ran, 1);
}

}  // namespace
}  // namespace tsuke::direct
