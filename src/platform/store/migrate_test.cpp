#include "platform/store/migrate.h"

#include <gmock/gmock.h>

#include "platform/store/notes_test.h"

namespace tsuke::store {
namespace {

const Migration colour_step = {
    "notes", 2, "ALTER TABLE note ADD COLUMN colour TEXT NOT NULL DEFAULT 'grey';",
    R"sql(CREATE TRIGGER note_is_kept BEFORE DELETE ON note BEGIN SELECT RAISE(ABORT, 'notes are kept'); END;)sql",
    R"sql(
      CREATE FUNCTION keep_note() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'notes are kept'; END $$;
      CREATE TRIGGER note_is_kept BEFORE DELETE ON note FOR EACH ROW EXECUTE FUNCTION keep_note();)sql"};

std::vector<Migration> with_colour() { return {notes_schema[0], colour_step}; }

class MigrateTest : public NotesTest {
 protected:
  // What opening the same database with these steps says.
  Result<void> open_with(std::vector<Migration> migrations) {
    TRY(Store::open({store.url(), std::move(migrations)}));
    return {};
  }
};
INSTANTIATE_TEST_SUITE_P(Databases, MigrateTest, testing::ValuesIn(test_databases()), database_name);

TEST_P(MigrateTest, StepsRunOnceAndNewOnesAreAdded) {
  ASSERT_TRUE(add(1).ok());
  EXPECT_TRUE(open_with(notes_schema).ok());
  const auto updated = open_with(with_colour());
  ASSERT_TRUE(updated.ok()) << updated.error().what;
  EXPECT_TRUE(open_with(with_colour()).ok());
  constexpr Query colours{"colours", "SELECT colour FROM note"};
  const auto found = store->read<std::vector<std::string>>(
      [&](Reader& in) { return in.list<std::string>(colours, {}, [](const Row& row) { return row.text(0); }); });
  EXPECT_THAT(found.value(), testing::ElementsAre("grey"));
}

TEST_P(MigrateTest, TriggersSpeakTheDatabasesOwnWords) {
  ASSERT_TRUE(add(1).ok());
  ASSERT_TRUE(open_with(with_colour()).ok());
  const auto refused =
      store->write<std::int64_t>([](Transaction& in) { return in.change({"delete_notes", "DELETE FROM note"}, {}); });
  EXPECT_EQ(refused.error().reason, Reason::conflict);
  EXPECT_EQ(refused.error().code, "constraint");
  EXPECT_EQ(ids().size(), 1u);
}

TEST_P(MigrateTest, ANewerSchemaIsRefusedAndLeftAlone) {
  ASSERT_TRUE(open_with(with_colour()).ok());
  const auto refused = open_with(notes_schema);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().reason, Reason::unsupported);
  EXPECT_EQ(refused.error().code, "newer-schema");
  EXPECT_THAT(refused.error().what, testing::HasSubstr("version 2"));
  EXPECT_THAT(refused.error().what, testing::HasSubstr("version 1"));
  EXPECT_TRUE(open_with(with_colour()).ok());
}

TEST_P(MigrateTest, AFailingStepUndoesAllOfThem) {
  const Migration broken = {"notes", 3, "CREATE TABLE half (id BIGINT PRIMARY KEY); CREATE TABLE note (id BIGINT);"};
  EXPECT_FALSE(open_with({notes_schema[0], colour_step, broken}).ok());
  EXPECT_TRUE(open_with(notes_schema).ok());  // not even the second was kept
  EXPECT_TRUE(open_with(with_colour()).ok());
}

TEST_P(MigrateTest, NumbersHaveNoGaps) {
  for (const int number : {1, 3}) {
    const auto refused = open_with({notes_schema[0], {"notes", number, "CREATE TABLE odd (id BIGINT);"}});
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, "migration-numbers");
  }
}

TEST_P(MigrateTest, PartsAreNumberedApart) {
  const Migration other = {"colours", 1, "CREATE TABLE colour (id BIGINT PRIMARY KEY);"};
  ASSERT_TRUE(open_with({notes_schema[0], other}).ok());
  ASSERT_TRUE(open_with({notes_schema[0], colour_step, other}).ok());
  EXPECT_EQ(open_with(with_colour()).error().code, "newer-schema") << "a part that this program does not know";
}

TEST_P(MigrateTest, StepsOnceCountedAsOneAreFoundAgain) {
  constexpr Query as_before{"as_before", "UPDATE schema_version SET part = 'program' WHERE part = 'notes'"};
  ASSERT_TRUE(store->write<void>([&](Transaction& in) { return in.run(as_before, {}); }).ok());
  const auto reopened = open_with(with_colour());
  EXPECT_TRUE(reopened.ok()) << reopened.error().what;
}

TEST_P(MigrateTest, TablesAreStrict) {
  const auto refused =
      store->write<void>([](Transaction& in) { return in.run(insert_full_note, {1, "a", "many", nullptr}); });
  EXPECT_FALSE(refused.ok());
  EXPECT_TRUE(ids().empty());
}

TEST(OpenTest, RefusesAddressesItDoesNotKnow) {
  for (const char* url : {"", "mysql://x/y", "sqlite:", "tsuke.db"})
    EXPECT_EQ(Store::open({url, {}}).error().reason, Reason::malformed) << url;
}

TEST(OpenTest, SaysUnavailableWhenTheDatabaseIsNotThere) {
  EXPECT_EQ(Store::open({"sqlite:/nonexistent/folder/tsuke.db", {}}).error().reason, Reason::unavailable);
  EXPECT_EQ(Store::open({"postgres:host=/nonexistent dbname=x", {}}).error().reason, Reason::unavailable);
  EXPECT_EQ(Store::open({"postgres://localhost:1/x", {}}).error().reason, Reason::unavailable);
}

TEST(TranslateSchemaTest, SpeaksBothDialects) {
  const char* sql =
      "CREATE TABLE a (id BIGINT PRIMARY KEY, b BYTES, c TEXT CHECK (c <> 'BYTES; BIGINT'));\n"
      "-- TEXT and BYTES in a comment; untouched\n"
      "create table d (bigint_word BIGINT, e TEXT DEFAULT CAST(1 AS TEXT));CREATE INDEX f ON a (c);";
  EXPECT_EQ(translate_schema(sql, Dialect::sqlite),
            "CREATE TABLE a (id INTEGER PRIMARY KEY, b BLOB, c TEXT CHECK (c <> 'BYTES; BIGINT')) STRICT;\n"
            "-- TEXT and BYTES in a comment; untouched\n"
            "create table d (bigint_word INTEGER, e TEXT DEFAULT CAST(1 AS TEXT)) STRICT;CREATE INDEX f ON a (c);");
  EXPECT_EQ(translate_schema(sql, Dialect::postgresql),
            "CREATE TABLE a (id BIGINT PRIMARY KEY, b BYTEA, c TEXT COLLATE \"C\" CHECK (c <> 'BYTES; BIGINT'));\n"
            "-- TEXT and BYTES in a comment; untouched\n"
            "create table d (bigint_word BIGINT, e TEXT COLLATE \"C\" DEFAULT CAST(1 AS TEXT));"
            "CREATE INDEX f ON a (c);");
}

TEST(TranslateSchemaTest, EndsOnUnfinishedText) {
  for (const char* sql : {"", "'", "CREATE TABLE a (b TEXT DEFAULT 'x", "-- x", "\"", ";;"}) {
    EXPECT_GE(translate_schema(sql, Dialect::sqlite).size(), std::string_view(sql).size());
    EXPECT_GE(translate_schema(sql, Dialect::postgresql).size(), std::string_view(sql).size());
  }
}

}  // namespace
}  // namespace tsuke::store
