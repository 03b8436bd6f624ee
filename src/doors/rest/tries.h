// Counts wrong passwords by login and by address, so that guessing is slow and costs others nothing.
#pragma once

#include <map>
#include <string>

#include "base/result.h"
#include "base/time.h"

namespace tsuke::doors {

class Tries {
 public:
  // Fails with limit_reached ("too-many-tries") when this key has failed 10 times within the last 15 minutes.
  Result<void> check(const std::string& key, Instant now);
  void failed(const std::string& key, Instant now);
  void succeeded(const std::string& key);

 private:
  struct Window {
    Instant since{};
    int failures = 0;
  };
  void forget_old(Instant now);
  std::map<std::string, Window> windows_;
};

}  // namespace tsuke::doors
