// One line of a scenario: `command word word …  -> expected, expected`. Commas between words are for the eye.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/money.h"
#include "base/result.h"
#include "base/time.h"

namespace tsuke::scenarios {

struct Line {
  int number = 0;
  std::string text;
  std::vector<std::string> words;
  std::vector<std::string> expected;
};

// The lines that say something; comments ("#" at the start of a word) and empty lines are left out. Fails with
// unavailable when there is no such file.
Result<std::vector<Line>> read_lines(const std::string& path);

// A mistake in the scenario itself, never an outcome that a scenario can expect.
Error mistake(std::string what);
bool is_mistake(const Error& error);

// The words of a line, taken from the left.
class Words {
 public:
  explicit Words(std::vector<std::string> words) : words_(std::move(words)) {}

  bool empty() const { return next_ == words_.size(); }
  std::string_view peek() const { return empty() ? std::string_view() : std::string_view(words_[next_]); }
  // Takes the word when it is the next one.
  bool accept(std::string_view word);
  // Takes the number and the word when these two are next: "12 pages", "1 page".
  std::optional<std::int64_t> accept_count(std::string_view word);

  // Fail with a mistake when the next word is something else.
  Result<std::string> take(std::string_view what);
  Result<std::int64_t> take_number(std::string_view what);
  Result<UnitPrice> take_price();    // "28", "0.5"
  Result<Rate> take_rate();          // "3.5%"
  Result<Duration> take_duration();  // "30s", "10m", "24h"
  Result<void> end() const;          // nothing is left

 private:
  std::vector<std::string> words_;
  std::size_t next_ = 0;
};

}  // namespace tsuke::scenarios
