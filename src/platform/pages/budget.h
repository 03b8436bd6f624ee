// What may be spent on one document before its pages are called coloured unread.
#pragma once

#include <cstdint>

#include "base/cpu_time.h"

namespace tsuke::pages {

// Bounds that depend on the document alone come first, so that the same document costs the same everywhere. The time
// is that of the processor, for a slow one: a coloured page too many is better than a document refused.
class Budget {
 public:
  explicit Budget(Duration time) : deadline_(thread_cpu_time().micros + time.micros) {}

  bool spend_bytes(std::int64_t bytes) {
    bytes_left_ -= bytes;
    return bytes_left_ >= 0 && in_time();
  }
  bool spend_operation() {
    --operations_left_;
    return operations_left_ >= 0 && ((operations_left_ & 0xFFFF) != 0 || in_time());
  }
  bool is_spent() const { return bytes_left_ < 0 || operations_left_ < 0 || !in_time(); }

 private:
  bool in_time() const { return thread_cpu_time().micros < deadline_; }

  const std::int64_t deadline_;
  std::int64_t bytes_left_ = 1LL << 30;
  std::int64_t operations_left_ = 20'000'000;
};

inline constexpr std::size_t content_bytes_max = 64 << 20;  // of one content stream
inline constexpr int depth_max = 20;                        // of forms, patterns and glyphs drawn within each other

}  // namespace tsuke::pages
