// What the registry's tests share: a fresh store per test, on each database, and short ways to call and to ask.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <type_traits>
#include <utility>

#include "platform/store/testing.h"
#include "registry/registry.h"
#include "registry/testing.h"

namespace tsuke::registry {

template <typename T>
std::string code_of(const Result<T>& result) {
  return result.ok() ? "" : result.error().code;
}
template <typename T>
std::string reason_of(const Result<T>& result) {
  return result.ok() ? "" : std::string(to_string(result.error().reason));
}

template <typename T>
struct ValueOf;
template <typename T>
struct ValueOf<Result<T>> {
  using type = T;
};

class RegistryCase : public testing::TestWithParam<std::string> {
 protected:
  // write(add_person, person) is add_person(in, person) in a write of its own; read likewise.
  template <typename... Wanted, typename... Given>
  auto write(auto (*function)(store::Transaction&, Wanted...), Given&&... given) {
    using R = std::decay_t<decltype(function(std::declval<store::Transaction&>(), given...))>;
    return store->write<typename ValueOf<R>::type>([&](store::Transaction& in) -> R { return function(in, given...); });
  }
  template <typename... Wanted, typename... Given>
  auto read(auto (*function)(store::Reader&, Wanted...), Given&&... given) {
    using R = std::decay_t<decltype(function(std::declval<store::Reader&>(), given...))>;
    using T = typename ValueOf<R>::type;
    if constexpr (std::is_void_v<T>) {
      return store->read_with([&](store::Reader& in) { return function(in, given...); });
    } else {
      return store->read<T>([&](store::Reader& in) -> R { return function(in, given...); });
    }
  }

  static constexpr Instant now{1'780'000'000'000'000};  // 2026-05-28
  store::TestStore store{GetParam(), migrations()};
};

#define TSUKE_ON_EVERY_DATABASE(test_case) \
  INSTANTIATE_TEST_SUITE_P(Databases, test_case, testing::ValuesIn(store::test_databases()), store::database_name)

}  // namespace tsuke::registry
