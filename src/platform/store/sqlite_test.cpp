// What only SQLite can suffer: a full disk, a failing disk, another program's lock.
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>

#include "platform/store/notes_test.h"

namespace tsuke::store {
namespace {

using Ids = std::vector<std::int64_t>;

class SqliteTest : public NotesTest {
 protected:
  std::string path() const { return store.url().substr(std::string_view("sqlite:").size()); }
  std::int64_t pragma(const char* sql) {
    return store
        ->write<std::int64_t>(
            [&](Transaction& in) -> Result<std::int64_t> { return TRY(in.integer({"pragma", sql}, {})).value_or(-1); })
        .value();
  }
  static Store::WriteFunction add_bytes(std::int64_t id, std::size_t count) {
    return [=](Transaction& in) { return in.run(insert_full_note, {id, nullptr, 0, Blob{std::string(count, 'x')}}); };
  }
};
INSTANTIATE_TEST_SUITE_P(Database, SqliteTest, testing::Values("sqlite"), database_name);

TEST_P(SqliteTest, TheFilesAreThePersonsOwn) {
  ASSERT_TRUE(add(1).ok());
  for (const std::string suffix : {"", "-wal", "-shm"}) {
    struct stat status{};
    ASSERT_EQ(::stat((path() + suffix).c_str(), &status), 0) << suffix;
    EXPECT_EQ(status.st_mode & 0777, 0600u) << suffix;
  }
}

TEST_P(SqliteTest, CommitsAreSynced) {
  EXPECT_EQ(pragma("PRAGMA synchronous"), 2);  // FULL
  EXPECT_EQ(pragma("PRAGMA foreign_keys"), 1);
}

TEST_P(SqliteTest, AFullDiskFailsTheWriteThatDoesNotFitAndTheStoreGoesOn) {
  ASSERT_TRUE(add(1).ok());
  const std::int64_t pages = pragma("PRAGMA page_count");
  pragma(("PRAGMA max_page_count = " + std::to_string(pages + 10)).c_str());
  Outcomes outcomes;
  {
    const HeldCommitter held(*store);
    outcomes.hand_in(*store, add_bytes(2, 10));
    outcomes.hand_in(*store, add_bytes(3, 1'000'000));
    outcomes.hand_in(*store, add_bytes(4, 10));
  }
  Outcomes::wait(*store);
  EXPECT_TRUE(outcomes.results[0].ok());
  ASSERT_FALSE(outcomes.results[1].ok());
  EXPECT_EQ(outcomes.results[1].error().reason, Reason::unavailable);
  EXPECT_EQ(outcomes.results[1].error().code, "disk-full");
  EXPECT_TRUE(outcomes.results[2].ok());
  EXPECT_EQ(ids(), (Ids{1, 2, 4}));
  pragma("PRAGMA max_page_count = 1000000");
  EXPECT_TRUE(store->write<void>(add_bytes(5, 1'000'000)).ok());
  EXPECT_EQ(ids(), (Ids{1, 2, 4, 5}));
}

TEST_P(SqliteTest, AFailingDiskFailsTheWriteAndTheStoreGoesOn) {
  ASSERT_TRUE(add(1).ok());
  // A file may not grow above this: writing the journal fails in the midst of the commit.
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const rlimit small{2'000'000, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const auto refused = store->write<void>(add_bytes(2, 5'000'000));
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, handler);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().reason, Reason::unavailable);
  EXPECT_EQ(ids(), Ids{1});
  EXPECT_TRUE(store->write<void>(add_bytes(3, 5'000'000)).ok());
  store.reopen();
  EXPECT_EQ(ids(), (Ids{1, 3}));
}

TEST_P(SqliteTest, TwoStoresOnOneFileTakeTurns) {
  auto other = Store::open({store.url(), notes_schema}).take();
  for (int i = 1; i <= 20; i += 2) {
    ASSERT_TRUE(add(i).ok());
    ASSERT_TRUE(other->write<void>([&](Transaction& in) { return in.run(insert_note, {i + 1, nullptr}); }).ok());
  }
  EXPECT_EQ(ids().size(), 20u);
}

TEST_P(SqliteTest, OneBadDeferredConstraintDoesNotTakeTheGroupWithIt) {
  const std::vector<Migration> deferred = {notes_schema[0], {"notes", 2, R"sql(
      CREATE TABLE late (
        id BIGINT PRIMARY KEY,
        note_id BIGINT REFERENCES note (id) DEFERRABLE INITIALLY DEFERRED);)sql"}};
  ASSERT_TRUE(Store::open({store.url(), deferred}).ok());
  constexpr Query insert_late{"insert_late", "INSERT INTO late (id, note_id) VALUES ($1, $2)"};
  Outcomes outcomes;
  {
    const HeldCommitter held(*store);
    outcomes.hand_in(*store, [](Transaction& in) { return in.run(insert_note, {1, nullptr}); });
    outcomes.hand_in(*store, [=](Transaction& in) { return in.run(insert_late, {1, 99}); });
    outcomes.hand_in(*store, [](Transaction& in) { return in.run(insert_note, {2, nullptr}); });
  }
  Outcomes::wait(*store);
  EXPECT_TRUE(outcomes.results[0].ok());
  EXPECT_EQ(outcomes.results[1].error().code, "constraint");
  EXPECT_TRUE(outcomes.results[2].ok());
  EXPECT_EQ(ids(), (Ids{1, 2}));
}

}  // namespace
}  // namespace tsuke::store
