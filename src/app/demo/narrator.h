// Tells the story: a line of prose in the reader's language, or one JSON object per line.
#pragma once

#include <string>
#include <string_view>

#include "base/json.h"
#include "base/money.h"

namespace tsuke::app {

class Narrator {
 public:
  Narrator(bool as_json, bool japanese) : as_json_(as_json), japanese_(japanese) {}

  // One line: what happened, whether it came true, its facts, and how to say it.
  void tell(std::string_view event, bool ok, const Json& facts, const std::string& english,
            const std::string& japanese);
  // Prose only: nothing in JSON.
  void remark(const std::string& english, const std::string& japanese);
  // A line of JSON only.
  void json_line(const Json& line);

  bool all_true() const { return all_true_; }
  bool as_json() const { return as_json_; }
  bool japanese() const { return japanese_; }

 private:
  void print(const std::string& line);

  bool as_json_;
  bool japanese_;
  bool all_true_ = true;
};

// {"amount_minor":59,"currency":"JPY"}
Json money_fact(Money amount);

}  // namespace tsuke::app
