// Stores for the tests of this folder and of those above it: each test gets a fresh database that vanishes with it.
//
//   class LedgerTest : public testing::TestWithParam<std::string> {
//    protected:
//     store::TestStore store{GetParam(), ledger_migrations()};  // store->write<…>(…), store->read<…>(…)
//   };
//   INSTANTIATE_TEST_SUITE_P(Databases, LedgerTest, testing::ValuesIn(store::test_databases()), store::database_name);
//   TEST_P(LedgerTest, PostsOnce) { … *store … }
//
// PostgreSQL runs as a private cluster, started once per test process when first asked for, on a Unix socket in a
// temporary folder; it stops and its folder goes when the test process ends, however it ends.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "platform/store/store.h"

namespace tsuke::store {

// "sqlite" and, where PostgreSQL's programs are installed, "postgresql". The environment variable
// TSUKE_TEST_DATABASES=sqlite leaves it at one.
std::vector<std::string> test_databases();

// Names a case of a value-parameterised suite by its database.
inline constexpr auto database_name = [](const auto& info) { return std::string(info.param); };

// An open store on a fresh database; ends the program with a message when it cannot be made.
class TestStore {
 public:
  explicit TestStore(std::string_view kind, std::vector<Migration> migrations = {}, int readers = 2);
  ~TestStore();
  TestStore(const TestStore&) = delete;
  TestStore& operator=(const TestStore&) = delete;

  Store& operator*() { return *store_; }
  Store* operator->() { return store_.get(); }

  // The address, for a second Store on the same database.
  const std::string& url() const { return url_; }
  // Closes the store and opens it again on the same database, as a restart does.
  void reopen();
  void close() { store_.reset(); }

 private:
  std::string url_;
  std::string folder_;  // SQLite's, to be removed
  std::vector<Migration> migrations_;
  int readers_;
  std::unique_ptr<Store> store_;
};

}  // namespace tsuke::store
