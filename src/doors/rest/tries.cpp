#include "doors/rest/tries.h"

namespace tsuke::doors {

namespace {
constexpr int failures_max = 10;
constexpr Duration window = minutes(15);
constexpr std::size_t windows_max = 10'000;
}  // namespace

Result<void> Tries::check(const std::string& key, Instant now) {
  const auto found = windows_.find(key);
  if (found == windows_.end() || found->second.failures < failures_max) return {};
  if (found->second.since + window > now)
    return Error{Reason::limit_reached, "too-many-tries", "too many wrong passwords; wait a quarter of an hour and try again"};
  windows_.erase(found);
  return {};
}

void Tries::failed(const std::string& key, Instant now) {
  if (windows_.size() > windows_max) forget_old(now);
  Window& counted = windows_[key];
  if (counted.failures == 0 || counted.since + window <= now) counted = {now, 0};
  ++counted.failures;
}

void Tries::succeeded(const std::string& key) { windows_.erase(key); }

void Tries::forget_old(Instant now) {
  std::erase_if(windows_, [now](const auto& entry) { return entry.second.since + window <= now; });
}

}  // namespace tsuke::doors
