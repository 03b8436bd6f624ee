// What only PostgreSQL can suffer: other programs that write, and connections that go away.
#include "platform/store/notes_test.h"

namespace tsuke::store {
namespace {

using Ids = std::vector<std::int64_t>;

constexpr Query end_this_connection{"end_this_connection", "SELECT pg_terminate_backend(pg_backend_pid())"};
constexpr Query end_other_connections{"end_other_connections", R"sql(
    SELECT COUNT(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid())sql"};

class PostgresqlTest : public NotesTest {
 protected:
  std::unique_ptr<Store> another() { return Store::open({store.url(), notes_schema, 1}).take(); }
  static Result<void> add_one(Transaction& in, std::int64_t id) {
    return in.run(set_amount, {id, *TRY(in.integer(select_amount, {id})) + 1});
  }
};
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(PostgresqlTest);
std::vector<std::string> postgresql_alone() {
  auto kinds = test_databases();
  std::erase(kinds, "sqlite");
  return kinds;
}
INSTANTIATE_TEST_SUITE_P(Database, PostgresqlTest, testing::ValuesIn(postgresql_alone()), database_name);

TEST_P(PostgresqlTest, AGroupIsRepeatedWhenAnotherProgramWasFirst) {
  ASSERT_TRUE(add(1).ok());
  auto other = another();
  int runs = 0;
  Outcomes outcomes;
  {
    const HeldCommitter held(*store);
    outcomes.hand_in(*store, [](Transaction& in) { return in.run(insert_note, {2, "of the same group"}); });
    outcomes.hand_in(*store, [&](Transaction& in) -> Result<void> {
      const auto amount = TRY(in.integer(select_amount, {1}));
      if (++runs == 1) {
        EXPECT_TRUE(other->write<void>([](Transaction& there) { return add_one(there, 1); }).ok());
      }
      return in.run(set_amount, {1, *amount + 1});
    });
  }
  Outcomes::wait(*store);
  EXPECT_TRUE(outcomes.results[0].ok());
  EXPECT_TRUE(outcomes.results[1].ok());
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(store->counters().repeats, 1);
  EXPECT_EQ(amount(1), 2);
  EXPECT_EQ(ids(), (Ids{1, 2}));
}

TEST_P(PostgresqlTest, ARepeatCannotBeOverlookedByTheWrite) {
  ASSERT_TRUE(add(1).ok());
  auto other = another();
  int runs = 0;
  const auto outcome = store->write<void>([&](Transaction& in) -> Result<void> {
    const auto amount = TRY(in.integer(select_amount, {1}));
    if (++runs == 1) {
      EXPECT_TRUE(other->write<void>([](Transaction& there) { return add_one(there, 1); }).ok());
    }
    (void)in.attempt([&] { return in.run(set_amount, {1, *amount + 1}); });
    return {};
  });
  EXPECT_TRUE(outcome.ok());
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(amount(1), 2);
}

TEST_P(PostgresqlTest, ARuleOverManyRowsHoldsAcrossPrograms) {
  // Both programs see an empty budget of 10 and want 6 of it, each in a row of its own.
  auto other = another();
  const auto take_six = [](Transaction& in, std::int64_t id) -> Result<void> {
    const auto taken = TRY(in.integer(sum_amounts, {})).value_or(0);
    if (taken + 6 > 10) return Error{Reason::limit_reached, "budget", "nothing left"};
    return in.run(insert_full_note, {id, nullptr, 6, nullptr});
  };
  int runs = 0;
  const auto mine = store->write<void>([&](Transaction& in) -> Result<void> {
    const auto taken = TRY(in.integer(sum_amounts, {})).value_or(0);
    if (++runs == 1) {
      EXPECT_TRUE(other->write<void>([&](Transaction& there) { return take_six(there, 2); }).ok());
    }
    if (taken + 6 > 10) return Error{Reason::limit_reached, "budget", "nothing left"};
    return in.run(insert_full_note, {1, nullptr, 6, nullptr});
  });
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(mine.error().code, "budget");
  EXPECT_EQ(ids(), Ids{2});
}

TEST_P(PostgresqlTest, ProgramsThatCompeteLoseNoUpdate) {
  ASSERT_TRUE(add(1).ok());
  auto other = another();
  Outcomes here;
  Outcomes there;
  for (int i = 0; i < 100; ++i) {
    here.hand_in(*store, [](Transaction& in) { return add_one(in, 1); });
    there.hand_in(*other, [](Transaction& in) { return add_one(in, 1); });
  }
  Outcomes::wait(*store);
  Outcomes::wait(*other);
  for (const auto* outcomes : {&here, &there})
    for (const auto& result : outcomes->results) EXPECT_TRUE(result.ok());
  EXPECT_EQ(amount(1), 200);
}

TEST_P(PostgresqlTest, AConnectionLostBetweenWritesIsNotNoticed) {
  ASSERT_TRUE(add(1).ok());
  EXPECT_EQ(ids(), Ids{1});
  ASSERT_TRUE(
      another()
          ->write<std::optional<std::int64_t>>([](Transaction& in) { return in.integer(end_other_connections, {}); })
          .ok());
  EXPECT_EQ(ids(), Ids{1});
  EXPECT_TRUE(add(2).ok());
  EXPECT_EQ(ids(), (Ids{1, 2}));
}

TEST_P(PostgresqlTest, AConnectionLostInsideAGroupRepeatsItOnce) {
  int runs = 0;
  Outcomes outcomes;
  {
    const HeldCommitter held(*store);
    outcomes.hand_in(*store, [](Transaction& in) { return in.run(insert_note, {1, nullptr}); });
    outcomes.hand_in(*store, [&](Transaction& in) -> Result<void> {
      if (++runs == 1) TRY(in.change(end_this_connection, {}));
      return in.run(insert_note, {2, nullptr});
    });
  }
  Outcomes::wait(*store);
  EXPECT_TRUE(outcomes.results[0].ok());
  EXPECT_TRUE(outcomes.results[1].ok());
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(ids(), (Ids{1, 2}));
}

TEST_P(PostgresqlTest, AConnectionLostAgainAndAgainIsUnavailable) {
  const auto refused = store->write<std::int64_t>([](Transaction& in) { return in.change(end_this_connection, {}); });
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().reason, Reason::unavailable);
  EXPECT_TRUE(add(1).ok());
}

TEST_P(PostgresqlTest, AConnectionLostInTheCommitIsUnconfirmed) {
  const std::vector<Migration> deadly = {notes_schema[0], {"notes", 2, "", nullptr, R"sql(
      CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
      CREATE CONSTRAINT TRIGGER dies AFTER INSERT ON reply DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION die();)sql"}};
  ASSERT_TRUE(Store::open({store.url(), deadly}).ok());
  ASSERT_TRUE(add(1).ok());
  const auto unknown = store->write<void>([](Transaction& in) { return in.run(insert_reply, {1, 1}); });
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.error().reason, Reason::unconfirmed);
  EXPECT_EQ(store->counters().repeats, 0);
  EXPECT_TRUE(add(2).ok());
}

TEST_P(PostgresqlTest, AReaderLostInTheMidstRecovers) {
  const auto lost = store->read<std::optional<std::int64_t>>([](Reader& in) -> Result<std::optional<std::int64_t>> {
    TRY(in.each(end_this_connection, {}, [](const Row&) -> Result<void> { return {}; }));
    return in.integer(sum_amounts, {});
  });
  ASSERT_FALSE(lost.ok());
  EXPECT_EQ(lost.error().reason, Reason::unavailable);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(ids(), Ids{});
}

TEST_P(PostgresqlTest, ManyStatementsTravelInOnePipeline) {
  const auto outcome = store->write<void>([](Transaction& in) -> Result<void> {
    for (int i = 1; i <= 2000; ++i) TRY(in.run(insert_full_note, {i, nullptr, i, Blob{std::string(3000, 'x')}}));
    return {};
  });
  EXPECT_TRUE(outcome.ok());
  EXPECT_EQ(ids().size(), 2000u);
}

}  // namespace
}  // namespace tsuke::store
