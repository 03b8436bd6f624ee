// Bytes received on a connection and not yet used. Holds no memory while there are none.
#pragma once

#include <cstring>
#include <memory>
#include <string_view>

#include "platform/net/net.h"

namespace tsuke::http {

class Input {
 public:
  explicit Input(net::Stream& stream) : stream_(stream) {}

  std::string_view bytes() const { return {memory_.get() + begin_, end_ - begin_}; }
  void take(std::size_t count) { begin_ += count; }
  void release_if_empty() {
    if (begin_ != end_) return;
    memory_.reset();
    begin_ = end_ = capacity_ = 0;
  }
  // Receives at least one byte more, into a buffer of at least `capacity` bytes; 0 at the peer's end. Invalidates
  // views.
  Task<Result<std::size_t>> receive(std::size_t capacity, Duration timeout) {
    make_room(capacity);
    const std::span<char> room(memory_.get() + end_, capacity_ - end_);
    CO_TRY(const std::size_t count, co_await stream_.read_some(room, timeout));
    end_ += count;
    co_return count;
  }

 private:
  void make_room(std::size_t capacity) {
    const std::size_t held = end_ - begin_;
    if (capacity <= held) capacity = 2 * held;
    if (capacity > capacity_) {
      auto larger = std::make_unique_for_overwrite<char[]>(capacity);
      if (held != 0) std::memcpy(larger.get(), memory_.get() + begin_, held);
      memory_ = std::move(larger);
      capacity_ = capacity;
    } else if (held != 0 && begin_ != 0) {
      std::memmove(memory_.get(), memory_.get() + begin_, held);
    }
    begin_ = 0;
    end_ = held;
  }

  net::Stream& stream_;
  std::unique_ptr<char[]> memory_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace tsuke::http
