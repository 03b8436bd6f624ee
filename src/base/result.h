// Errors are values: Result<T> holds a value or an Error, and TRY leaves the happy path as the text.
#pragma once

#include <cassert>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace tsuke {

// What kind of failure this is, for code that decides what to do next. Doors map it to HTTP and IPP status codes.
enum class Reason {
  malformed,          // the caller's bytes or values are wrong; the same again fails again
  not_authenticated,  // who is calling is not known
  not_permitted,      // known, but may not
  not_found,          // no such thing, or none that this caller may see
  conflict,           // the thing is in another state than the call needs
  limit_reached,      // a budget, a quota or a size has no room
  too_large,          // more bytes than we accept
  unsupported,        // a well-formed wish that we do not do
  gone,               // it was here; it is destroyed
  unconfirmed,        // the outcome is not known and must not be guessed
  unavailable,        // try again later: disk full, database away, shutting down
  internal,           // our own mistake, or a machine fault
};

std::string_view to_string(Reason reason);

struct Error {
  Reason reason = Reason::internal;
  std::string code;  // stable kebab-case word that programs and translations key on: "purpose-inactive"
  std::string what;  // English sentence for people: names what to do
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : held_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return held_.index() == 0; }
  const T& value() const {
    assert(ok());
    return std::get<0>(held_);
  }
  T& value() {
    assert(ok());
    return std::get<0>(held_);
  }
  const Error& error() const {
    assert(!ok());
    return std::get<1>(held_);
  }
  T take() {
    assert(ok());
    return std::move(std::get<0>(held_));
  }
  Error take_error() {
    assert(!ok());
    return std::move(std::get<1>(held_));
  }
  T value_or(T fallback) && { return ok() ? take() : std::move(fallback); }

 private:
  std::variant<T, Error> held_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}

  bool ok() const { return !error_.has_value(); }
  const Error& error() const {
    assert(!ok());
    return *error_;
  }
  void take() { assert(ok()); }
  Error take_error() {
    assert(!ok());
    return std::move(*error_);
  }

 private:
  std::optional<Error> error_;
};

}  // namespace tsuke

#define TSUKE_JOIN_(a, b) a##b
#define TSUKE_JOIN(a, b) TSUKE_JOIN_(a, b)

// Yields the value, or leaves the function with the error. Never around co_await (g++ 12 breaks): use CO_TRY there.
#define TRY(...)                                    \
  ({                                                \
    auto result_ = (__VA_ARGS__);                   \
    if (!result_.ok()) return result_.take_error(); \
    result_.take();                                 \
  })

// CO_TRY(const auto job, co_await find(id));  declares `job`, or leaves the coroutine with the error.
#define CO_TRY(declaration, ...)                                                                 \
  auto TSUKE_JOIN(result_, __LINE__) = (__VA_ARGS__);                                            \
  if (!TSUKE_JOIN(result_, __LINE__).ok()) co_return TSUKE_JOIN(result_, __LINE__).take_error(); \
  declaration = TSUKE_JOIN(result_, __LINE__).take()

// The same for a Result<void>.
#define CO_TRY_VOID(...)                               \
  do {                                                 \
    auto result_ = (__VA_ARGS__);                      \
    if (!result_.ok()) co_return result_.take_error(); \
  } while (false)
