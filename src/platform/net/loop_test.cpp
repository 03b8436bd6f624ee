#include <gtest/gtest.h>
#include <signal.h>

#include <string>
#include <thread>
#include <vector>

#include "base/thread_pool.h"
#include "platform/net/net.h"

namespace tsuke::net {
namespace {

// Notes when it is destroyed, and whether its coroutine came to its end.
struct Trace {
  std::vector<std::string>& log;
  std::string name;
  bool ended = false;
  ~Trace() { log.push_back(name + (ended ? " ended" : " destroyed")); }
};

Task<void> sleep_then(Loop& loop, Duration how_long, std::function<void()> then) {
  co_await loop.sleep(how_long);
  then();
}

TEST(Loop, RunsWhatIsPostedInOrderFromAnyThread) {
  const auto loop = Loop::create();
  std::vector<int> order;
  std::thread other([&] {
    for (int i = 0; i < 100; ++i) loop->post([&order, i] { order.push_back(i); });
    loop->post([&] { loop->stop(); });
  });
  loop->run();
  other.join();
  ASSERT_EQ(100u, order.size());
  for (int i = 0; i < 100; ++i) EXPECT_EQ(i, order[static_cast<std::size_t>(i)]);
}

TEST(Loop, AStopBeforeTheRunIsNotLost) {
  const auto loop = Loop::create();
  loop->stop();
  loop->run();
  loop->post([&] { loop->stop(); });
  loop->run();  // and it can run again
}

TEST(Loop, SleepersWakeInTheOrderOfTheirDeadlines) {
  const auto loop = Loop::create();
  std::vector<int> order;
  for (const int ms : {60, 1, 30, 0, 90})
    spawn(sleep_then(*loop, milliseconds(ms), [&order, ms] { order.push_back(ms); }));
  spawn(sleep_then(*loop, hours(100'000), [] { FAIL(); }));
  spawn(sleep_then(*loop, milliseconds(130), [&] { loop->stop(); }));
  loop->run();
  EXPECT_EQ((std::vector<int>{0, 1, 30, 60, 90}), order);
}

TEST(Loop, NeverWakesTooEarly) {
  const auto loop = Loop::create();
  const Duration started = monotonic_now();
  Duration woken{};
  spawn(sleep_then(*loop, milliseconds(21), [&] {
    woken = monotonic_now();
    loop->stop();
  }));
  loop->run();
  EXPECT_GE((woken - started).micros, 21'000);
}

TEST(Loop, CallsBackForSignals) {
  const auto loop = Loop::create();
  int seen = 0;
  loop->on_signal([&](int signal) {
    seen = signal;
    loop->stop();
  });
  loop->post([] { ::raise(SIGTERM); });
  loop->run();
  EXPECT_EQ(SIGTERM, seen);
}

Task<void> wait_for(Signal& signal, Duration timeout, std::vector<std::string>& log) {
  log.push_back(co_await signal.wait(timeout) ? "notified" : "not");
}

TEST(Signal, WakesAllWhoWaitAndOnlyThose) {
  const auto loop = Loop::create();
  Signal signal(*loop);
  std::vector<std::string> log;
  signal.notify_all();  // nobody waits: nothing is remembered
  spawn(wait_for(signal, hours(1), log));
  spawn(wait_for(signal, hours(1), log));
  EXPECT_TRUE(log.empty());
  signal.notify_all();
  EXPECT_TRUE(log.empty());  // never from inside the notifying call
  loop->post([&] { loop->stop(); });
  loop->run();
  EXPECT_EQ((std::vector<std::string>{"notified", "notified"}), log);
}

TEST(Signal, ATimeoutOrItsEndAnswersFalse) {
  const auto loop = Loop::create();
  auto signal = std::make_unique<Signal>(*loop);
  std::vector<std::string> log;
  spawn(wait_for(*signal, milliseconds(1), log));
  spawn(wait_for(*signal, Duration{0}, log));
  spawn(wait_for(*signal, hours(1), log));
  spawn(sleep_then(*loop, milliseconds(30), [&] { signal.reset(); }));
  spawn(sleep_then(*loop, milliseconds(60), [&] { loop->stop(); }));
  loop->run();
  EXPECT_EQ((std::vector<std::string>{"not", "not", "not"}), log);
}

Task<void> sleep_inside(Loop& loop, std::vector<std::string>& log, std::string name) {
  Trace trace{log, std::move(name)};
  co_await loop.sleep(hours(1));
  trace.ended = true;
}

Task<void> sleep_deeply(Loop& loop, std::vector<std::string>& log) {
  Trace trace{log, "outer"};
  co_await sleep_inside(loop, log, "inner");
  trace.ended = true;
}

TEST(LoopEnd, DestroysWhatStillWaitsFromTheRoot) {
  std::vector<std::string> log;
  {
    const auto loop = Loop::create();
    spawn(sleep_deeply(*loop, log));
  }
  EXPECT_EQ((std::vector<std::string>{"inner destroyed", "outer destroyed"}), log);
}

Task<void> work_then_sleep(Loop& loop, ThreadPool& pool, std::vector<std::string>& log) {
  Trace trace{log, "worker"};
  const int answer = co_await run_on(pool, loop, [] { return 42; });
  log.push_back(std::to_string(answer));
  co_await loop.sleep(hours(1));
  trace.ended = true;
}

TEST(LoopEnd, RunsWhatAPoolHadPosted) {
  std::vector<std::string> log;
  {
    const auto loop = Loop::create();
    ThreadPool pool(2);
    spawn(work_then_sleep(*loop, pool, log));
  }  // the pool ends first, having posted; the loop then lets the coroutine go on to where it waits, and destroys it
  EXPECT_EQ((std::vector<std::string>{"42", "worker destroyed"}), log);
}

TEST(LoopEnd, ASignalMayOutliveTheLoop) {
  std::vector<std::string> log;
  auto loop = Loop::create();
  Signal signal(*loop);
  spawn(wait_for(signal, hours(1), log));
  loop.reset();
  signal.notify_all();
  EXPECT_TRUE(log.empty());
}

Task<void> ping(Signal& mine, Signal& other, int rounds) {
  for (int i = 0; i < rounds; ++i) {
    other.notify_all();
    co_await mine.wait(seconds(10));
  }
  other.notify_all();
}

TEST(Signal, CoroutinesMayWakeOneAnotherManyTimes) {
  const auto loop = Loop::create();
  Signal one(*loop);
  Signal two(*loop);
  int ended = 0;
  const auto finish = [&] {
    if (++ended == 2) loop->stop();
  };
  spawn(ping(one, two, 20'000), finish);
  spawn(ping(two, one, 20'000), finish);
  loop->run();
  EXPECT_EQ(2, ended);
}

}  // namespace
}  // namespace tsuke::net
