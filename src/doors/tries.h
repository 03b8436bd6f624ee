// Counts wrong passwords by login and by address, so that guessing is slow and costs others nothing.
#pragma once

#include <map>
#include <string>

#include "base/result.h"
#include "base/time.h"

namespace tsuke::doors {

class Tries {
 public:
  // Counts a try as failed before its outcome is known, so that guesses made at the same time count, too. Fails with
  // limit_reached
  // ("too-many-tries"), and counts nothing, when this key has failed 10 times within the last 15 minutes.
  Result<void> begin(const std::string& key, Instant now);
  // This one try was right: it is not counted.
  void take_back(const std::string& key);
  // Forgets every failure of this key.
  void forget(const std::string& key);

 private:
  struct Window {
    Instant since{};
    int failures = 0;
  };
  void make_room(Instant now);
  std::map<std::string, Window> windows_;
};

}  // namespace tsuke::doors
