#include "doors/tries.h"

#include <algorithm>

namespace tsuke::doors {

namespace {
constexpr int failures_max = 10;
constexpr Duration window = minutes(15);
constexpr std::size_t windows_max = 10'000;
}  // namespace

Result<void> Tries::begin(const std::string& key, Instant now) {
  if (windows_.size() >= windows_max && !windows_.contains(key)) make_room(now);
  Window& counted = windows_[key];
  if (counted.failures == 0 || counted.since + window <= now) counted = {now, 0};
  if (counted.failures >= failures_max)
    return Error{Reason::limit_reached, "too-many-tries",
                 "too many wrong tries; wait a quarter of an hour and try again"};
  ++counted.failures;
  return {};
}

void Tries::take_back(const std::string& key) {
  const auto found = windows_.find(key);
  if (found != windows_.end() && --found->second.failures <= 0) windows_.erase(found);
}

void Tries::forget(const std::string& key) { windows_.erase(key); }

void Tries::make_room(Instant now) {
  std::erase_if(windows_, [now](const auto& entry) { return entry.second.since + window <= now; });
  if (windows_.size() < windows_max) return;
  windows_.erase(std::min_element(windows_.begin(), windows_.end(),
                                  [](const auto& a, const auto& b) { return a.second.since < b.second.since; }));
}

}  // namespace tsuke::doors
