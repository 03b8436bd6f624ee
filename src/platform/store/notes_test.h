// A small schema for the tests of this folder, and handles on the committer.
#pragma once

#include <gtest/gtest.h>

#include <future>

#include "platform/store/testing.h"

namespace tsuke::store {

inline const std::vector<Migration> notes_schema = {
    {"notes", 1, R"sql(
        CREATE TABLE note (
          id BIGINT PRIMARY KEY,
          name TEXT UNIQUE,
          amount BIGINT NOT NULL DEFAULT 0 CHECK (amount >= 0),
          body BYTES);
        CREATE TABLE reply (id BIGINT PRIMARY KEY, note_id BIGINT NOT NULL REFERENCES note (id));)sql"},
};

inline constexpr Query insert_note{"insert_note", "INSERT INTO note (id, name) VALUES ($1, $2)"};
inline constexpr Query insert_full_note{"insert_full_note",
                                        "INSERT INTO note (id, name, amount, body) VALUES ($1, $2, $3, $4)"};
inline constexpr Query insert_reply{"insert_reply", "INSERT INTO reply (id, note_id) VALUES ($1, $2)"};
inline constexpr Query select_ids{"select_ids", "SELECT id FROM note ORDER BY id"};
inline constexpr Query select_amount{"select_amount", "SELECT amount FROM note WHERE id = $1"};
inline constexpr Query set_amount{"set_amount", "UPDATE note SET amount = $2 WHERE id = $1"};
inline constexpr Query sum_amounts{"sum_amounts", "SELECT SUM(amount) FROM note"};

class NotesTest : public testing::TestWithParam<std::string> {
 protected:
  TestStore store{GetParam(), notes_schema};

  Result<void> add(std::int64_t id, Value name = nullptr) {
    return store->write<void>([&](Transaction& in) { return in.run(insert_note, {id, name}); });
  }
  std::vector<std::int64_t> ids() {
    return store
        ->read<std::vector<std::int64_t>>([](Reader& in) {
          return in.list<std::int64_t>(select_ids, {}, [](const Row& row) { return row.integer(0); });
        })
        .take();
  }
  std::int64_t amount(std::int64_t id) {
    return store
        ->read<std::int64_t>(
            [&](Reader& in) -> Result<std::int64_t> { return TRY(in.integer(select_amount, {id})).value_or(-1); })
        .take();
  }
};

// Holds the committer in a write of its own, so that the writes handed in meanwhile become one group.
class HeldCommitter {
 public:
  explicit HeldCommitter(Store& store) {
    const auto reached = std::make_shared<std::promise<void>>();
    // The write may outlast this object: what it needs is its own.
    const auto wait = [reached, released = released_.get_future().share()](Transaction&) -> Result<void> {
      reached->set_value();
      released.wait();
      return {};
    };
    store.write_later(wait, [](Result<void>) {});
    reached->get_future().wait();
  }
  ~HeldCommitter() { released_.set_value(); }

 private:
  std::promise<void> released_;
};

// Hands in writes and keeps their results in the order in which they were told.
class Outcomes {
 public:
  void hand_in(Store& store, Store::WriteFunction function) {
    const std::size_t number = handed_in_++;
    store.write_later(std::move(function), [this, number](Result<void> result) {
      order.push_back(number);
      results.push_back(std::move(result));
    });
  }
  // All writes handed in so far are done afterwards.
  static void wait(Store& store) {
    (void)store.write<void>([](Transaction&) -> Result<void> { return {}; });
  }
  std::vector<std::size_t> order;
  std::vector<Result<void>> results;

 private:
  std::size_t handed_in_ = 0;
};

}  // namespace tsuke::store
