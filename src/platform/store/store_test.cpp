// The promises of store.h about writes and reads, on both databases.
#include "platform/store/store.h"

#include <algorithm>
#include <thread>

#include "platform/store/notes_test.h"

namespace tsuke::store {
namespace {

using Ids = std::vector<std::int64_t>;

class StoreTest : public NotesTest {};
INSTANTIATE_TEST_SUITE_P(Databases, StoreTest, testing::ValuesIn(test_databases()), database_name);

TEST_P(StoreTest, KeepsWhatWasWrittenOverARestart) {
  const auto written = store->write<std::int64_t>(
      [](Transaction& in) -> Result<std::int64_t> { return in.change(insert_note, {1, "one"}); });
  ASSERT_TRUE(written.ok()) << written.error().what;
  EXPECT_EQ(written.value(), 1);
  EXPECT_EQ(ids(), Ids{1});
  store.reopen();
  EXPECT_EQ(ids(), Ids{1});
}

TEST_P(StoreTest, IsDurableInTheDatabaseWhenDoneIsCalled) {
  auto other = Store::open({store.url(), notes_schema}).take();
  Ids seen;
  store->write_later([](Transaction& in) { return in.run(insert_note, {1, nullptr}); },
                     [&](Result<void> result) {
                       ASSERT_TRUE(result.ok());
                       seen = other
                                  ->read<Ids>([](Reader& in) {
                                    return in.list<std::int64_t>(select_ids, {},
                                                                 [](const Row& row) { return row.integer(0); });
                                  })
                                  .take();
                     });
  Outcomes::wait(*store);
  EXPECT_EQ(seen, Ids{1});
}

TEST_P(StoreTest, AFailingWriteLeavesTheOthersOfItsGroupAlone) {
  Outcomes outcomes;
  {
    const HeldCommitter held(*store);
    outcomes.hand_in(*store, [](Transaction& in) { return in.run(insert_note, {1, "a"}); });
    outcomes.hand_in(*store, [](Transaction& in) -> Result<void> {
      TRY(in.run(insert_note, {2, "b"}));
      return Error{Reason::limit_reached, "enough", "no more"};
    });
    outcomes.hand_in(*store, [](Transaction& in) -> Result<void> {
      TRY(in.run(insert_note, {3, "c"}));
      return in.run(insert_note, {4, "a"});  // the name is taken
    });
    outcomes.hand_in(*store, [](Transaction& in) { return in.run(insert_note, {5, "b"}); });
  }
  Outcomes::wait(*store);
  ASSERT_EQ(outcomes.results.size(), 4u);
  EXPECT_TRUE(outcomes.results[0].ok());
  EXPECT_EQ(outcomes.results[1].error().code, "enough");
  EXPECT_EQ(outcomes.results[2].error().reason, Reason::conflict);
  EXPECT_EQ(outcomes.results[2].error().code, "unique");
  EXPECT_TRUE(outcomes.results[3].ok());
  EXPECT_EQ(ids(), (Ids{1, 5}));
  store.reopen();
  EXPECT_EQ(ids(), (Ids{1, 5}));
}

TEST_P(StoreTest, AFailingWriteAloneLeavesNothing) {
  const auto failed = store->write<void>([](Transaction& in) -> Result<void> {
    TRY(in.run(insert_note, {1, nullptr}));
    return Error{Reason::limit_reached, "enough", "no more"};
  });
  ASSERT_FALSE(failed.ok());
  EXPECT_TRUE(add(2).ok());
  EXPECT_EQ(ids(), Ids{2});
}

TEST_P(StoreTest, AFailedStatementLosesTheWriteEvenWhenOverlooked) {
  ASSERT_TRUE(add(1, "taken").ok());
  const auto outcome = store->write<void>([](Transaction& in) -> Result<void> {
    TRY(in.run(insert_note, {2, "free"}));
    (void)in.change(insert_note, {3, "taken"});
    EXPECT_FALSE(in.change(insert_note, {4, "also free"}).ok());
    return {};
  });
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, "unique");
  EXPECT_EQ(ids(), Ids{1});
}

TEST_P(StoreTest, AThrowingWriteFailsAlone) {
  Outcomes outcomes;
  {
    const HeldCommitter held(*store);
    outcomes.hand_in(*store, [](Transaction& in) -> Result<void> {
      TRY(in.run(insert_note, {1, nullptr}));
      throw std::runtime_error("boo");
    });
    outcomes.hand_in(*store, [](Transaction& in) { return in.run(insert_note, {2, nullptr}); });
  }
  Outcomes::wait(*store);
  EXPECT_EQ(outcomes.results[0].error().reason, Reason::internal);
  EXPECT_TRUE(outcomes.results[1].ok());
  EXPECT_EQ(ids(), Ids{2});
}

TEST_P(StoreTest, AttemptUndoesItsPartOnly) {
  ASSERT_TRUE(add(1, "taken").ok());
  const auto outcome = store->write<void>([](Transaction& in) -> Result<void> {
    TRY(in.run(insert_note, {2, "before"}));
    const auto refused = in.attempt([&]() -> Result<void> {
      TRY(in.run(insert_note, {3, "inside"}));
      EXPECT_TRUE(in.attempt([&] { return in.run(insert_note, {4, "nested"}); }).ok());
      return in.run(insert_note, {5, "taken"});
    });
    EXPECT_EQ(refused.error().code, "unique");
    TRY(in.attempt([&] { return in.run(insert_note, {6, "inside"}); }));
    return in.run(insert_note, {7, "after"});
  });
  ASSERT_TRUE(outcome.ok()) << outcome.error().what;
  EXPECT_EQ(ids(), (Ids{1, 2, 6, 7}));
}

TEST_P(StoreTest, AnAttemptDoesNotSwallowWhatFailedBeforeIt) {
  ASSERT_TRUE(add(1, "taken").ok());
  const auto outcome = store->write<void>([](Transaction& in) -> Result<void> {
    (void)in.run(insert_note, {2, "taken"});
    (void)in.attempt([&] { return in.run(insert_note, {3, "free"}); });
    return {};
  });
  EXPECT_FALSE(outcome.ok());
  EXPECT_EQ(ids(), Ids{1});
}

TEST_P(StoreTest, NamesConstraints) {
  ASSERT_TRUE(add(1, "one").ok());
  const auto refused = [&](const Query& query, Values values) {
    const auto outcome = store->write<std::int64_t>([&](Transaction& in) { return in.change(query, values); });
    EXPECT_EQ(outcome.error().reason, Reason::conflict);
    return outcome.error().code;
  };
  EXPECT_EQ(refused(insert_note, {1, "two"}), "unique");  // primary key
  EXPECT_EQ(refused(insert_note, {2, "one"}), "unique");
  EXPECT_EQ(refused(insert_reply, {1, 99}), "constraint");
  EXPECT_EQ(refused(insert_reply, {1, nullptr}), "constraint");
  EXPECT_EQ(refused(set_amount, {1, -1}), "constraint");
}

TEST_P(StoreTest, WritesRunInTheOrderHandedInAndShareCommits) {
  const auto before = store->counters();
  Outcomes outcomes;
  std::vector<int> ran;
  {
    const HeldCommitter held(*store);
    for (int i = 0; i < 2500; ++i) {
      outcomes.hand_in(*store, [&ran, i](Transaction& in) -> Result<void> {
        ran.push_back(i);
        return in.run(insert_note, {i + 1, nullptr});
      });
    }
  }
  Outcomes::wait(*store);
  ASSERT_EQ(outcomes.results.size(), 2500u);
  EXPECT_TRUE(std::is_sorted(outcomes.order.begin(), outcomes.order.end()));
  EXPECT_TRUE(std::is_sorted(ran.begin(), ran.end()));
  EXPECT_EQ(ids().size(), 2500u);
  const auto after = store->counters();
  EXPECT_EQ(after.writes - before.writes, 2502);
  EXPECT_LE(after.commits - before.commits, 5);
}

TEST_P(StoreTest, ManyThreadsLoseNoUpdate) {
  ASSERT_TRUE(add(1).ok());
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 25; ++n) {
        const auto outcome = store->write<void>([](Transaction& in) -> Result<void> {
          const auto amount = TRY(in.integer(select_amount, {1}));
          return in.run(set_amount, {1, *amount + 1});
        });
        EXPECT_TRUE(outcome.ok());
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(amount(1), 200);
}

TEST_P(StoreTest, FinishesWhatWasHandedInBeforeItCloses) {
  int done = 0;
  for (int i = 1; i <= 50; ++i) {
    store->write_later([i](Transaction& in) { return in.run(insert_note, {i, nullptr}); },
                       [&](Result<void> result) { done += result.ok() ? 1 : 0; });
  }
  store.reopen();
  EXPECT_EQ(done, 50);
  EXPECT_EQ(ids().size(), 50u);
}

TEST_P(StoreTest, AFailingHookFailsTheWholeGroupAndOnlyIt) {
  bool fails = false;
  store->before_commit([&]() -> Result<void> {
    if (fails) return Error{Reason::unavailable, "disk-full", "no room for documents"};
    return {};
  });
  fails = true;
  const auto refused = add(1);
  EXPECT_EQ(refused.error().code, "disk-full");
  fails = false;
  EXPECT_TRUE(add(2).ok());
  EXPECT_EQ(ids(), Ids{2});
}

TEST_P(StoreTest, ReadersSeeTheCommittedStateAndDoNotWait) {
  ASSERT_TRUE(add(1).ok());
  const auto outcome = store->write<void>([&](Transaction& in) -> Result<void> {
    TRY(in.change(insert_note, {2, nullptr}));
    EXPECT_EQ(TRY(in.list<std::int64_t>(select_ids, {}, [](const Row& row) { return row.integer(0); })), (Ids{1, 2}));
    EXPECT_EQ(ids(), Ids{1});  // a read while the write is open
    return {};
  });
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(ids(), (Ids{1, 2}));
}

TEST_P(StoreTest, OneReadSeesOneState) {
  ASSERT_TRUE(add(1).ok());
  const auto all = [](Reader& in) {
    return in.list<std::int64_t>(select_ids, {}, [](const Row& row) { return row.integer(0); }).take();
  };
  (void)store->read_with([&](Reader& in) -> Result<void> {
    EXPECT_EQ(all(in), Ids{1});
    EXPECT_TRUE(add(2).ok());
    EXPECT_EQ(all(in), Ids{1});
    return {};
  });
  EXPECT_EQ(ids(), (Ids{1, 2}));
}

TEST_P(StoreTest, AReadCannotWrite) {
  constexpr Query sneaky{"sneaky", "INSERT INTO note (id) VALUES (9) RETURNING id"};
  const auto outcome = store->read<std::optional<std::int64_t>>([&](Reader& in) { return in.integer(sneaky, {}); });
  EXPECT_FALSE(outcome.ok());
  EXPECT_EQ(ids(), Ids{});
}

}  // namespace
}  // namespace tsuke::store
