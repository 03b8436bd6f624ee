#include "base/ids.h"

#include <atomic>
#include <charconv>

#include "base/time.h"

namespace tsuke {

namespace {
constexpr std::int64_t epoch_ms = 1'704'067'200'000;  // 2024-01-01T00:00:00Z
constexpr int sequence_bits = 12;
constexpr std::int64_t largest = (std::int64_t{1} << 53) - 1;
std::atomic<std::int64_t> last_given{0};
}  // namespace

std::int64_t next_id_value() {
  const std::int64_t floor = (wall_clock().now().micros / 1000 - epoch_ms) << sequence_bits;
  std::int64_t last = last_given.load();
  for (;;) {
    const std::int64_t next = floor > last ? floor : last + 1;
    if (last_given.compare_exchange_weak(last, next)) return next;
  }
}

std::string to_string(std::int64_t id_value) { return std::to_string(id_value); }

Result<std::int64_t> parse_id_value(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || end != text.data() + text.size() || value <= 0 || value > largest)
    return Error{Reason::malformed, "bad-id", "an id is a positive whole number written in digits"};
  return value;
}

}  // namespace tsuke
