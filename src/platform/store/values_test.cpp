// What goes in comes out: values, rows and queries, on both databases.
#include <gmock/gmock.h>

#include "platform/store/notes_test.h"

namespace tsuke::store {
namespace {

class ValuesTest : public NotesTest {
 protected:
  Result<void> put(std::int64_t id, Value name, Value amount, Value body) {
    return store->write<void>([&](Transaction& in) { return in.run(insert_full_note, {id, name, amount, body}); });
  }
  // Looks at the note's row.
  void look(std::int64_t id, const std::function<void(const Row&)>& at) {
    constexpr Query select_note{"select_note", "SELECT name, amount, body FROM note WHERE id = $1"};
    int rows = 0;
    const auto outcome = store->read_with([&](Reader& in) {
      return in.each(select_note, {id}, [&](const Row& row) -> Result<void> {
        ++rows;
        at(row);
        return {};
      });
    });
    EXPECT_TRUE(outcome.ok());
    EXPECT_EQ(rows, 1);
  }
};
INSTANTIATE_TEST_SUITE_P(Databases, ValuesTest, testing::ValuesIn(test_databases()), database_name);

TEST_P(ValuesTest, BytesComeBackWithTheirNuls) {
  std::string bytes;
  for (int i = 0; i < 512; ++i) bytes.push_back(static_cast<char>(i));
  ASSERT_TRUE(put(1, "x", 0, Blob{bytes}).ok());
  ASSERT_TRUE(put(2, "y", 0, Blob{""}).ok());
  look(1, [&](const Row& row) { EXPECT_EQ(row.blob(2), bytes); });
  look(2, [&](const Row& row) {
    EXPECT_FALSE(row.is_null(2));
    EXPECT_EQ(row.blob(2), "");
  });
}

TEST_P(ValuesTest, BigTextAndBigBytes) {
  const std::string text(3'000'000, 'x');
  const std::string bytes(5'000'000, '\0');
  constexpr Query insert_body{"insert_body", "INSERT INTO note (id, body) VALUES ($1, $2)"};
  constexpr Query echo{"echo", "SELECT CAST($1 AS TEXT)"};
  ASSERT_TRUE(store->write<void>([&](Transaction& in) { return in.run(insert_body, {1, Blob{bytes}}); }).ok());
  look(1, [&](const Row& row) { EXPECT_TRUE(row.blob(2) == bytes); });
  const auto back = store->read<std::optional<std::string>>(
      [&](Reader& in) { return in.find<std::string>(echo, {text}, [](const Row& row) { return row.text(0); }); });
  EXPECT_TRUE(back.value() == text);
}

TEST_P(ValuesTest, NullsAndNoneIds) {
  ASSERT_TRUE(put(1, JobId{}, 0, std::optional<std::string>{}).ok());
  look(1, [](const Row& row) {
    EXPECT_TRUE(row.is_null(0));
    EXPECT_EQ(row.text(0), "");
    EXPECT_TRUE(row.is_null(2));
    EXPECT_EQ(row.blob(2), "");
  });
}

TEST_P(ValuesTest, ExtremeIntegersAndInstants) {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  ASSERT_TRUE(put(1, "a", most, nullptr).ok());
  ASSERT_TRUE(put(2, "b", Instant{1'795'000'000'123'456}, nullptr).ok());
  ASSERT_TRUE(put(std::numeric_limits<std::int64_t>::min(), "c", true, nullptr).ok());
  EXPECT_EQ(amount(1), most);
  look(2, [](const Row& row) { EXPECT_EQ(row.instant(1), Instant{1'795'000'000'123'456}); });
  look(std::numeric_limits<std::int64_t>::min(), [](const Row& row) { EXPECT_TRUE(row.boolean(1)); });
}

TEST_P(ValuesTest, UnicodeComesBackAndBrokenTextIsRefused) {
  ASSERT_TRUE(put(1, "部長の資料 🖨", 0, nullptr).ok());
  look(1, [](const Row& row) { EXPECT_EQ(row.text(0), "部長の資料 🖨"); });
  for (const std::string& broken : {std::string("a\0b", 3), std::string("\xff\xfe"), std::string("\xe9\x83")}) {
    const auto refused = put(2, broken, 0, nullptr);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().reason, Reason::malformed);
  }
  ASSERT_TRUE(put(3, "still works", 0, nullptr).ok());
}

TEST_P(ValuesTest, TextSortsByItsBytes) {
  int id = 0;
  for (const char* name : {"b", "B", "a", "é", "Z", "_"}) ASSERT_TRUE(add(++id, name).ok());
  constexpr Query names{"names", "SELECT name FROM note ORDER BY name"};
  const auto sorted = store->read<std::vector<std::string>>(
      [&](Reader& in) { return in.list<std::string>(names, {}, [](const Row& row) { return row.text(0); }); });
  EXPECT_THAT(sorted.value(), testing::ElementsAre("B", "Z", "_", "a", "b", "é"));
}

TEST_P(ValuesTest, OneParameterMayStandTwiceAndOutOfOrder) {
  constexpr Query query{"query", "SELECT $2 + $1 * 10 + $2 * 100"};
  const auto value = store->read<std::optional<std::int64_t>>([&](Reader& in) { return in.integer(query, {3, 7}); });
  ASSERT_TRUE(value.ok()) << value.error().what;
  EXPECT_EQ(value.value(), 737);
}

TEST_P(ValuesTest, AParameterMayBeNullFirstAndABigNumberThen) {
  constexpr Query query{"query", "SELECT COUNT(*) FROM note WHERE $1 = 0 OR id = $1"};
  ASSERT_TRUE(add(5'000'000'000).ok());
  const auto matching = [&](Value id) {
    const auto found = store->read<std::optional<std::int64_t>>([&](Reader& in) { return in.integer(query, {id}); });
    EXPECT_TRUE(found.ok()) << found.error().what;
    return found.value().value_or(-1);
  };
  EXPECT_EQ(matching(nullptr), 0);
  EXPECT_EQ(matching(0), 1);
  EXPECT_EQ(matching(5'000'000'000), 1);
  EXPECT_EQ(matching(nullptr), 0);
}

TEST_P(ValuesTest, SumsCountsAndBooleansAreIntegers) {
  ASSERT_TRUE(put(1, "a", 4'000'000'000, nullptr).ok());
  ASSERT_TRUE(put(2, "b", 5'000'000'000, nullptr).ok());
  constexpr Query exists{"exists", "SELECT EXISTS (SELECT 1 FROM note WHERE id = $1)"};
  (void)store->read_with([&](Reader& in) -> Result<void> {
    EXPECT_EQ(TRY(in.integer(sum_amounts, {})), 9'000'000'000);
    EXPECT_EQ(TRY(in.integer(exists, {1})), 1);
    EXPECT_EQ(TRY(in.integer(exists, {3})), 0);
    return {};
  });
}

TEST_P(ValuesTest, FindYieldsTheFirstRowOrNothing) {
  ASSERT_TRUE(add(1).ok());
  ASSERT_TRUE(add(2).ok());
  const auto id = [](const Row& row) { return row.integer(0); };
  constexpr Query none{"none", "SELECT id FROM note WHERE id > 5"};
  (void)store->read_with([&](Reader& in) -> Result<void> {
    EXPECT_EQ(TRY(in.find<std::int64_t>(select_ids, {}, id)), 1);
    EXPECT_FALSE(TRY(in.find<std::int64_t>(none, {}, id)).has_value());
    EXPECT_FALSE(TRY(in.integer(sum_amounts, {})).value_or(1));
    return {};
  });
}

TEST_P(ValuesTest, ACallbacksErrorEndsTheReadingAndSparesTheWrite) {
  for (int i = 1; i <= 3; ++i) ASSERT_TRUE(add(i).ok());
  int rows = 0;
  const auto outcome = store->write<void>([&](Transaction& in) -> Result<void> {
    rows = 0;
    const auto stopped = in.each(select_ids, {}, [&](const Row&) -> Result<void> {
      if (++rows == 2) return Error{Reason::limit_reached, "two", "two are enough"};
      return {};
    });
    EXPECT_EQ(stopped.error().code, "two");
    return in.run(insert_note, {4, nullptr});
  });
  EXPECT_TRUE(outcome.ok());
  EXPECT_EQ(rows, 2);
  EXPECT_EQ(ids().size(), 4u);
}

TEST_P(ValuesTest, AQueryMayRunInsideItsOwnRows) {
  for (int i = 1; i <= 3; ++i) ASSERT_TRUE(add(i).ok());
  int pairs = 0;
  const auto outcome = store->write<void>([&](Transaction& in) {
    pairs = 0;
    return in.each(select_ids, {}, [&](const Row&) {
      return in.each(select_ids, {}, [&](const Row& inner) -> Result<void> {
        ++pairs;
        return in.run(set_amount, {inner.integer(0), pairs});
      });
    });
  });
  EXPECT_TRUE(outcome.ok());
  EXPECT_EQ(pairs, 9);
  EXPECT_EQ(amount(3), 9);
}

TEST_P(ValuesTest, MistakesInQueriesAreInternalErrors) {
  const auto reason = [&](const Query& query, Values values) {
    return store->write<std::int64_t>([&](Transaction& in) { return in.change(query, values); }).error().reason;
  };
  EXPECT_EQ(reason({"broken", "SELEC 1"}, {}), Reason::internal);
  EXPECT_EQ(reason({"no_table", "INSERT INTO nowhere VALUES (1)"}, {}), Reason::internal);
  EXPECT_EQ(reason(insert_note, {1}), Reason::internal);
  EXPECT_EQ(reason({"no_table", "INSERT INTO nowhere VALUES (1)"}, {}), Reason::internal);
  EXPECT_TRUE(add(1).ok());
}

TEST_P(ValuesTest, ATextThatTakesAnothersPlaceIsAnotherQuery) {
  std::string sql = "SELECT 1";
  const auto ask = [&] {
    return store->read<std::optional<std::int64_t>>([&](Reader& in) { return in.integer({"q", sql.c_str()}, {}); });
  };
  EXPECT_EQ(ask().value(), 1);
  sql = "SELECT 2";
  EXPECT_EQ(ask().value(), 2);
}

TEST_P(ValuesTest, ChangeCountsRows) {
  for (int i = 1; i <= 3; ++i) ASSERT_TRUE(add(i).ok());
  constexpr Query raise_some{"raise_some", "UPDATE note SET amount = 7 WHERE id >= $1"};
  const auto changed = [&](std::int64_t from) {
    return store->write<std::int64_t>([&](Transaction& in) { return in.change(raise_some, {from}); }).value();
  };
  EXPECT_EQ(changed(2), 2);
  EXPECT_EQ(changed(9), 0);
}

}  // namespace
}  // namespace tsuke::store
