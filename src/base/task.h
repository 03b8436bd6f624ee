// A coroutine that yields one value to the one who awaits it. For the shore only: net, http, doors, agent.
//
//   Task<Result<Job>> find(Request& request) {
//     CO_TRY(const JobId id, parse_id<JobId>(request.parameter("id")));
//     co_return co_await later<Result<Job>>(home, [&](auto done) { store.read_later(..., done); });
//   }
//
// A task starts when awaited (or when given to spawn), and is awaited at most once. An exception inside leaves through
// the co_await. Destroying a task that is suspended destroys its locals.
//
// A task that ends without ever waiting returns to its awaiter like a plain call: loops over such tasks need no stack,
// whether or not the compiler makes tail calls (g++ does not below -O2 or under a sanitizer).
#pragma once

#include <atomic>
#include <coroutine>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "base/executor.h"

namespace tsuke {

template <typename T>
class [[nodiscard]] Task;

namespace detail {

struct TaskPromiseBase {
  std::coroutine_handle<> continuation = std::noop_coroutine();
  std::coroutine_handle<> root;  // the spawned coroutine at the end of the chain of awaiters
  std::exception_ptr failure;
  // Set by whichever comes second: the awaiter that has suspended, or the task that has ended.
  std::atomic<bool> met{false};

  struct FinalAwaiter {
    bool await_ready() const noexcept { return false; }
    template <typename Promise>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> done) noexcept {
      TaskPromiseBase& promise = done.promise();
      // Taken first: once `met` is set, another thread may have destroyed this task.
      const std::coroutine_handle<> next = promise.continuation;
      if (promise.met.exchange(true, std::memory_order_acq_rel)) return next;
      return std::noop_coroutine();
    }
    void await_resume() const noexcept {}
  };
  std::suspend_always initial_suspend() noexcept { return {}; }
  FinalAwaiter final_suspend() noexcept { return {}; }
  void unhandled_exception() { failure = std::current_exception(); }
};

template <typename T>
struct TaskPromise : TaskPromiseBase {
  std::optional<T> value;
  Task<T> get_return_object();
  template <typename U>
  void return_value(U&& result) {
    value.emplace(std::forward<U>(result));
  }
  T take() {
    if (failure) std::rethrow_exception(failure);
    return std::move(*value);
  }
};

template <>
struct TaskPromise<void> : TaskPromiseBase {
  Task<void> get_return_object();
  void return_void() {}
  void take() {
    if (failure) std::rethrow_exception(failure);
  }
};

// The spawned coroutine that everything above `inner` is awaited by, or none. Destroying it destroys the whole chain:
// how an event loop ends what is still suspended in it.
template <typename Promise>
std::coroutine_handle<> root_of(std::coroutine_handle<Promise> inner) {
  if constexpr (requires { inner.promise().root; }) return inner.promise().root;
  return {};
}

}  // namespace detail

template <typename T>
class [[nodiscard]] Task {
 public:
  using promise_type = detail::TaskPromise<T>;
  using Handle = std::coroutine_handle<promise_type>;

  explicit Task(Handle handle) : handle_(handle) {}
  Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
  Task& operator=(Task&& other) noexcept {
    if (this != &other) {
      reset();
      handle_ = std::exchange(other.handle_, {});
    }
    return *this;
  }
  ~Task() { reset(); }

  bool await_ready() const noexcept { return false; }
  template <typename Promise>
  bool await_suspend(std::coroutine_handle<Promise> awaiting) {
    const Handle handle = handle_;
    handle.promise().continuation = awaiting;
    handle.promise().root = detail::root_of(awaiting);
    handle.resume();
    return !handle.promise().met.exchange(true, std::memory_order_acq_rel);
  }
  T await_resume() { return handle_.promise().take(); }

 private:
  void reset() {
    if (handle_) handle_.destroy();
  }
  Handle handle_;
};

namespace detail {
template <typename T>
Task<T> TaskPromise<T>::get_return_object() {
  return Task<T>(std::coroutine_handle<TaskPromise<T>>::from_promise(*this));
}
inline Task<void> TaskPromise<void>::get_return_object() {
  return Task<void>(std::coroutine_handle<TaskPromise<void>>::from_promise(*this));
}

// A coroutine nobody awaits: it owns itself and vanishes at its end.
struct Detached {
  struct promise_type {
    std::coroutine_handle<> root = std::coroutine_handle<promise_type>::from_promise(*this);
    Detached get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
};
inline Detached detach(Task<void> task, std::function<void()> finished) {
  co_await std::move(task);
  if (finished) finished();
}
}  // namespace detail

// Starts the task on this thread now; it lives until it ends. An exception that leaves it ends the program.
// A loop that is destroyed while the task waits in it destroys the task; `finished` is then not called.
inline void spawn(Task<void> task, std::function<void()> finished = {}) {
  detail::detach(std::move(task), std::move(finished));
}

// Waits for a callback: start(done) is called at once and must see to it that done(value) is called exactly once, from
// any thread; the coroutine goes on at `home`.
template <typename T>
class Later {
 public:
  using Done = std::function<void(T)>;
  Later(Executor& home, std::function<void(Done)> start) : home_(home), start_(std::move(start)) {}

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> awaiting) {
    // The starter is moved out first: the coroutine, and this object with it, may be gone before start returns.
    const auto start = std::move(start_);
    start([this, awaiting](T value) {
      value_.emplace(std::move(value));
      home_.post([awaiting] { awaiting.resume(); });
    });
  }
  T await_resume() { return std::move(*value_); }

 private:
  Executor& home_;
  std::function<void(Done)> start_;
  std::optional<T> value_;
};

template <typename T>
Later<T> later(Executor& home, std::function<void(typename Later<T>::Done)> start) {
  return Later<T>(home, std::move(start));
}

// Runs a function on another executor (a pool for what blocks) and comes back with its result.
template <typename F, typename T = std::invoke_result_t<F>>
Later<T> run_on(Executor& pool, Executor& home, F work) {
  return Later<T>(home, [&pool, work = std::make_shared<F>(std::move(work))](auto done) {
    pool.post([work, done = std::move(done)] { done((*work)()); });
  });
}

}  // namespace tsuke
