#include "base/task.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "base/thread_pool.h"

namespace tsuke {
namespace {

Task<int> one() { co_return 1; }

Task<void> add_many(int times, int& sum) {
  for (int i = 0; i < times; ++i) sum += co_await one();
}

TEST(Task, ALoopOverTasksThatNeverWaitNeedsNoStack) {
  int sum = 0;
  spawn(add_many(1'000'000, sum));
  EXPECT_EQ(1'000'000, sum);
}

// Suspends until resumed by hand.
struct Gate {
  std::coroutine_handle<> waiting;
  std::coroutine_handle<> root;
  bool await_ready() const noexcept { return false; }
  template <typename Promise>
  void await_suspend(std::coroutine_handle<Promise> awaiting) noexcept {
    waiting = awaiting;
    root = detail::root_of(awaiting);
  }
  void await_resume() const noexcept {}
};

struct Mark {
  std::vector<std::string>& log;
  std::string name;
  ~Mark() { log.push_back(name); }
};

Task<int> inner(Gate& gate, std::vector<std::string>& log) {
  const Mark mark{log, "inner"};
  co_await gate;
  co_return 7;
}

Task<void> outer(Gate& gate, std::vector<std::string>& log, int& result) {
  const Mark mark{log, "outer"};
  result = co_await inner(gate, log);
}

TEST(Task, GoesOnWhereItWaited) {
  Gate gate;
  std::vector<std::string> log;
  int result = 0;
  bool finished = false;
  spawn(outer(gate, log, result), [&] { finished = true; });
  EXPECT_FALSE(finished);
  gate.waiting.resume();
  EXPECT_EQ(7, result);
  EXPECT_TRUE(finished);
}

TEST(Task, DestroyingTheRootDestroysTheWholeChain) {
  Gate gate;
  std::vector<std::string> log;
  int result = 0;
  spawn(outer(gate, log, result));
  gate.root.destroy();
  EXPECT_EQ((std::vector<std::string>{"inner", "outer"}), log);
  EXPECT_EQ(0, result);
}

TEST(Task, AnExceptionLeavesThroughTheAwait) {
  const auto failing = []() -> Task<int> {
    throw std::runtime_error("why");
    co_return 0;
  };
  std::string caught;
  const auto catching = [&]() -> Task<void> {
    try {
      co_await failing();
    } catch (const std::runtime_error& failure) { caught = failure.what(); }
  };
  spawn(catching());
  EXPECT_EQ("why", caught);
}

TEST(Later, ComesHomeFromAnotherThread) {
  ThreadPool home(1);
  ThreadPool pool(2);
  std::mutex mutex;
  std::condition_variable done;
  int sum = 0;
  bool finished = false;
  const auto work = [&]() -> Task<void> {
    for (int i = 0; i < 1000; ++i) sum += co_await run_on(pool, home, [i] { return i; });
  };
  spawn(work(), [&] {
    const std::lock_guard lock(mutex);
    finished = true;
    done.notify_one();
  });
  std::unique_lock lock(mutex);
  done.wait(lock, [&] { return finished; });
  EXPECT_EQ(499'500, sum);
}

}  // namespace
}  // namespace tsuke
