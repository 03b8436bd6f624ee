// Values read from the rows, kept for as long as nothing has been committed since. So what this process commits (a
// token revoked, a purpose changed) is seen by the very next request; what another process commits, a second later at
// most.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>

#include "base/time.h"
#include "platform/store/store.h"

namespace tsuke::ippdoor {

// What a value depends on. Take it before the read: a commit in between then makes the value old, never falsely new.
struct Stamp {
  std::int64_t commits = 0;
  Duration at{};
  static Stamp of(const store::Store& store) { return {store.counters().commits, monotonic_now()}; }
};

template <typename T>
class Remembered {
 public:
  static constexpr std::size_t values_max = 10'000;
  static constexpr Duration age_max = seconds(1);

  // The value, unless it is old. Lives until the next keep().
  const T* find(const std::string& key, const Stamp& now) const {
    const auto found = values_.find(key);
    if (found == values_.end()) return nullptr;
    const Stamp& then = found->second.first;
    const bool fresh = then.commits == now.commits && now.at - then.at < age_max;
    return fresh ? &found->second.second : nullptr;
  }
  void keep(const std::string& key, const Stamp& read_at, T value) {
    if (values_.size() >= values_max && !values_.contains(key)) values_.clear();
    values_.insert_or_assign(key, std::pair(read_at, std::move(value)));
  }

 private:
  std::unordered_map<std::string, std::pair<Stamp, T>> values_;
};

}  // namespace tsuke::ippdoor
