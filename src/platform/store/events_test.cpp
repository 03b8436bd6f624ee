// Events: stored with the write, told after the commit, read back in order.
#include <gmock/gmock.h>

#include "platform/store/notes_test.h"

namespace tsuke::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Event event(std::string subject, std::string audience = "person:1") {
  return {"job", std::move(subject), std::move(audience), R"({"state":"held"})"};
}

std::vector<std::string> subjects(const std::vector<Event>& events) {
  std::vector<std::string> names;
  for (const Event& one : events) names.push_back(one.subject);
  return names;
}

class EventsTest : public NotesTest {
 protected:
  Result<void> publish(std::vector<Event> events) {
    return store->write<void>([&](Transaction& in) -> Result<void> {
      for (const Event& one : events) in.publish(one);
      return {};
    });
  }
  std::vector<Event> after(std::int64_t seq, std::vector<std::string> audiences, int limit = 100) {
    return store->events_after(seq, audiences, limit).take();
  }
};
INSTANTIATE_TEST_SUITE_P(Databases, EventsTest, testing::ValuesIn(test_databases()), database_name);

TEST_P(EventsTest, AreToldInOrderAfterTheCommitAndReadBackTheSame) {
  std::vector<Event> told;
  std::vector<std::size_t> kept_when_told;
  store->after_commit([&](const std::vector<Event>& events) {
    kept_when_told.push_back(after(0, {"person:1"}).size());
    told.insert(told.end(), events.begin(), events.end());
  });
  ASSERT_TRUE(publish({event("1"), event("2")}).ok());
  ASSERT_TRUE(publish({event("3")}).ok());
  EXPECT_THAT(kept_when_told, ElementsAre(2, 3));
  EXPECT_THAT(subjects(told), ElementsAre("1", "2", "3"));
  EXPECT_LT(told[0].seq, told[1].seq);
  EXPECT_LT(told[1].seq, told[2].seq);
  const auto kept = after(0, {"person:1"});
  ASSERT_EQ(kept.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(kept[i].seq, told[i].seq);
    EXPECT_EQ(kept[i].at, told[i].at);
    EXPECT_EQ(kept[i].topic, "job");
    EXPECT_EQ(kept[i].audience, "person:1");
    EXPECT_EQ(kept[i].payload, R"({"state":"held"})");
  }
  EXPECT_EQ(store->last_event().value(), told[2].seq);
}

TEST_P(EventsTest, AreToldBeforeTheWritesOfTheirGroupAreDone) {
  std::vector<std::string> order;
  store->after_commit([&](const std::vector<Event>&) { order.emplace_back("told"); });
  store->write_later(
      [](Transaction& in) -> Result<void> {
        in.publish(event("1"));
        return {};
      },
      [&](Result<void>) { order.emplace_back("done"); });
  Outcomes::wait(*store);
  EXPECT_THAT(order, ElementsAre("told", "done"));
}

TEST_P(EventsTest, OfFailedWritesAndAttemptsAreNotKept) {
  std::vector<std::string> told;
  store->after_commit([&](const std::vector<Event>& events) {
    for (const auto& name : subjects(events)) told.push_back(name);
  });
  Outcomes outcomes;
  {
    const HeldCommitter held(*store);
    outcomes.hand_in(*store, [](Transaction& in) -> Result<void> {
      in.publish(event("kept"));
      (void)in.attempt([&]() -> Result<void> {
        in.publish(event("undone"));
        return Error{Reason::conflict, "no", "no"};
      });
      in.publish(event("kept too"));
      return {};
    });
    outcomes.hand_in(*store, [](Transaction& in) -> Result<void> {
      in.publish(event("failed"));
      return Error{Reason::conflict, "no", "no"};
    });
    outcomes.hand_in(*store, [](Transaction& in) -> Result<void> {
      in.publish(event("kept at last"));
      return {};
    });
  }
  Outcomes::wait(*store);
  EXPECT_THAT(told, ElementsAre("kept", "kept too", "kept at last"));
  EXPECT_THAT(subjects(after(0, {"person:1"})), ElementsAre("kept", "kept too", "kept at last"));
}

TEST_P(EventsTest, ReachTheirAudiencesOnly) {
  ASSERT_TRUE(
      publish({event("1", "person:1"), event("2", "person:2"), event("3", "printer:1"), event("4", "person:1")}).ok());
  EXPECT_THAT(subjects(after(0, {"person:1"})), ElementsAre("1", "4"));
  EXPECT_THAT(subjects(after(0, {"person:1", "printer:1", "person:1"})), ElementsAre("1", "3", "4"));
  EXPECT_THAT(after(0, {}), IsEmpty());
  EXPECT_THAT(after(0, {"person:"}), IsEmpty());
  const auto first = after(0, {"person:1"}, 1);
  EXPECT_THAT(subjects(first), ElementsAre("1"));
  EXPECT_THAT(subjects(after(first[0].seq, {"person:1"})), ElementsAre("4"));
  EXPECT_THAT(after(store->last_event().value(), {"person:1"}), IsEmpty());
}

TEST_P(EventsTest, OfManyAudiencesComeInOneOrder) {
  std::vector<std::string> audiences;
  std::vector<Event> events;
  std::vector<std::string> expected;
  for (int i = 0; i < 40; ++i) {
    if (i < 20) audiences.push_back("printer:" + std::to_string(i));
    events.push_back(event(std::to_string(i), "printer:" + std::to_string(39 - i)));
    if (i >= 20) expected.push_back(std::to_string(i));
  }
  ASSERT_TRUE(publish(events).ok());
  EXPECT_EQ(subjects(after(0, audiences)), expected);
  expected.resize(7);
  EXPECT_EQ(subjects(after(0, audiences, 7)), expected);
}

TEST_P(EventsTest, AreForgottenAndTheirNumbersNotGivenAgain) {
  ASSERT_TRUE(publish({event("1"), event("2")}).ok());
  const std::int64_t last = store->last_event().value();
  const Instant second = after(0, {"person:1"})[1].at;
  ASSERT_TRUE(store->forget_events(second).ok());
  EXPECT_THAT(subjects(after(0, {"person:1"})), ElementsAre("1", "2"));
  ASSERT_TRUE(store->forget_events(second + milliseconds(1)).ok());
  EXPECT_THAT(after(0, {"person:1"}), IsEmpty());
  ASSERT_TRUE(publish({event("3")}).ok());
  EXPECT_GT(store->last_event().value(), last);
  store.reopen();
  EXPECT_THAT(subjects(after(last, {"person:1"})), ElementsAre("3"));
}

TEST_P(EventsTest, ForgettingManyLeavesTheNewer) {
  ASSERT_TRUE(publish(std::vector<Event>(12'000, event("old"))).ok());
  const Instant border = wall_clock().now();
  while (wall_clock().now() == border) {}
  ASSERT_TRUE(publish({event("new")}).ok());
  ASSERT_TRUE(store->forget_events(border + Duration{1}).ok());
  EXPECT_THAT(subjects(after(0, {"person:1"})), ElementsAre("new"));
}

TEST_P(EventsTest, NumbersAscendInCommitOrderAcrossPrograms) {
  auto other = Store::open({store.url(), notes_schema}).take();
  std::int64_t seen = 0;
  for (int i = 0; i < 10; ++i) {
    ASSERT_TRUE(publish({event("here")}).ok());
    EXPECT_GT(store->last_event().value(), seen);
    seen = store->last_event().value();
    ASSERT_TRUE(other
                    ->write<void>([](Transaction& in) -> Result<void> {
                      in.publish(event("there"));
                      return {};
                    })
                    .ok());
    EXPECT_GT(store->last_event().value(), seen);
    seen = other->last_event().value();
  }
}

}  // namespace
}  // namespace tsuke::store
