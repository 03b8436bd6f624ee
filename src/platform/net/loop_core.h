// What coroutines wait in. Private to platform/net; Asio itself stays in loop.cpp.
//
// Every suspended coroutine hangs in a Wait, and every Wait in the Core's list of parked ones. A Wait is settled once,
// by readiness, by its deadline or by the end of what it waits for, and its coroutine then goes on from the loop, never
// from inside the call that settled it. A Wait that is destroyed takes itself out of every list, so streams, signals
// and coroutines may vanish in any order. When the loop ends, what is still parked is destroyed from its root.
#pragma once

#include <array>
#include <coroutine>
#include <cstdint>
#include <functional>
#include <memory>

#include "base/task.h"
#include "base/time.h"

namespace tsuke::net {

// A place in one intrusive, circular list; the tag tells a Wait's places apart.
template <typename Tag>
struct Place {
  Place* previous = this;
  Place* next = this;
  Place() = default;
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() { leave(); }
  bool alone() const { return next == this; }
  void leave() {
    previous->next = next;
    next->previous = previous;
    previous = next = this;
  }
  void join_before(Place& other) {
    previous = other.previous;
    next = &other;
    previous->next = this;
    other.previous = this;
  }
};
using LoopPlace = Place<struct LoopTag>;      // parked or settled
using TimerPlace = Place<struct TimerTag>;    // in a slot of the timer wheel
using SourcePlace = Place<struct SourceTag>;  // at the descriptor or signal waited for

enum class Outcome : std::uint8_t { pending, ready, timeout, lost };
enum class Direction : std::uint8_t { read, write };

class Core;

// Awaitable: suspends until settled. At most one coroutine awaits it, once.
class Wait : public LoopPlace, public TimerPlace, public SourcePlace {
 public:
  // With a source the wait joins its list; the timeout always applies.
  Wait(Core& core, Duration timeout, SourcePlace* source = nullptr) : core_(core), timeout_(timeout), source_(source) {}

  bool await_ready() const noexcept { return false; }
  template <typename Promise>
  void await_suspend(std::coroutine_handle<Promise> awaiting) {
    handle_ = awaiting;
    root_ = detail::root_of(awaiting);
    park();
  }
  Outcome await_resume() const noexcept { return outcome_; }

 private:
  friend class Core;
  void park();

  Core& core_;
  Duration timeout_;
  SourcePlace* source_;
  std::coroutine_handle<> handle_;
  std::coroutine_handle<> root_;
  std::int64_t deadline_tick_ = 0;
  Outcome outcome_ = Outcome::pending;
};

// One descriptor in the loop's care; owns it. Readiness is edge-like: try the call first, await when it would block.
class Descriptor {
 public:
  virtual ~Descriptor() = default;
  int fd() const { return fd_; }
  bool closed() const { return fd_ < 0; }
  // lost when the descriptor is or gets closed.
  Wait readiness(Direction direction, Duration timeout);
  // Ends what waits here, and closes. Safe to call twice.
  virtual void close() = 0;
  // Calls back once, from the loop, when the descriptor becomes readable or is closed; an empty one ends the watch.
  virtual void watch_readable(std::function<void()> callback) = 0;

 protected:
  Descriptor(Core& core, int fd) : core_(core), fd_(fd) {}
  virtual void arm(Direction direction) = 0;

  Core& core_;
  int fd_;
  std::array<SourcePlace, 2> waiting_;
};

// The machinery of one loop. Shared by the Loop and by everything made on it, so that none of them outlives it.
class Core {
 public:
  static std::shared_ptr<Core> create();
  virtual ~Core() = default;

  virtual void run() = 0;
  virtual void stop() = 0;
  virtual void post(std::function<void()> work) = 0;
  virtual void on_signal(std::function<void(int)> callback) = 0;
  virtual std::shared_ptr<Descriptor> adopt(int fd) = 0;

  void settle(Wait& wait, Outcome outcome);  // its coroutine goes on soon
  void settle_all(SourcePlace& source, Outcome outcome);
  // Runs what was posted, then destroys every coroutine that is still parked; from here on nothing is resumed.
  void end();
  bool ending() const { return ending_; }

 protected:
  virtual void arm_wheel(Duration until) = 0;
  virtual bool run_posted() = 0;  // true when something ran
  // From the loop itself: the coroutines go on before these return.
  void settle_now(SourcePlace& source, Outcome outcome);
  void turn_wheel();  // settles what is due, and arms for the next

 private:
  friend class Wait;
  static constexpr std::int64_t tick_micros = 4000;
  static constexpr std::size_t slot_count = 2048;

  void park(Wait& wait);
  void schedule(Wait& wait);
  void arm_next(std::int64_t now_tick);
  void resume_settled();
  bool destroy_first(LoopPlace& list);

  LoopPlace parked_;
  LoopPlace settled_;
  std::array<TimerPlace, slot_count> wheel_;
  std::array<std::uint64_t, slot_count / 64> occupied_{};  // a bit per slot; may be set for a slot that emptied
  std::int64_t last_tick_ = 0;
  std::int64_t armed_tick_ = 0;  // 0: not armed
  bool resume_posted_ = false;
  bool resuming_ = false;
  bool ending_ = false;
};

class Loop;
const std::shared_ptr<Core>& core_of(Loop& loop);

}  // namespace tsuke::net
