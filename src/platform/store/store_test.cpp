#include "platform/store/store.h"

#include <gtest/gtest.h>

#include "platform/store/testing.h"

namespace tsuke::store {
namespace {

const std::vector<Migration> schema = {
    {1, "notes", R"sql(
        CREATE TABLE note (
          id BIGINT PRIMARY KEY,
          name TEXT UNIQUE,
          amount BIGINT NOT NULL DEFAULT 0 CHECK (amount >= 0),
          body BYTES);
        CREATE TABLE reply (id BIGINT PRIMARY KEY, note_id BIGINT NOT NULL REFERENCES note (id));)sql"},
};

constexpr Query insert_note{"insert_note", "INSERT INTO note (id, name) VALUES ($1, $2)"};
constexpr Query count_notes{"count_notes", "SELECT COUNT(*) FROM note"};

class StoreTest : public testing::TestWithParam<std::string> {
 protected:
  TestStore store{GetParam(), schema};
  std::int64_t count() {
    return store
        ->read<std::int64_t>(
            [](Reader& in) -> Result<std::int64_t> { return TRY(in.integer(count_notes, {})).value_or(-1); })
        .take();
  }
};
INSTANTIATE_TEST_SUITE_P(Databases, StoreTest, testing::ValuesIn(test_databases()), database_name);

TEST_P(StoreTest, KeepsWhatWasWrittenOverARestart) {
  const auto written = store->write<std::int64_t>(
      [](Transaction& in) -> Result<std::int64_t> { return in.change(insert_note, {1, "one"}); });
  ASSERT_TRUE(written.ok()) << written.error().what;
  EXPECT_EQ(written.value(), 1);
  EXPECT_EQ(count(), 1);
  store.reopen();
  EXPECT_EQ(count(), 1);
}

}  // namespace
}  // namespace tsuke::store
