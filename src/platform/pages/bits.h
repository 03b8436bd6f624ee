// Numbers of any width, packed one after the other.
#pragma once

#include <cstdint>
#include <string_view>

namespace tsuke::pages {

class Bits {
 public:
  explicit Bits(std::string_view bytes) : bytes_(bytes) {}
  bool has(std::uint64_t count) const { return at_ + count <= bytes_.size() * 8ULL; }
  void skip(std::uint64_t count) { at_ += count; }
  void to_byte() { at_ = (at_ + 7) / 8 * 8; }

  // Up to 32 bits, the first the highest; 0 for those past the end.
  std::uint32_t take(int count) {
    std::uint64_t value = 0;
    for (int left = count; left > 0;) {
      const int in_byte = 8 - static_cast<int>(at_ % 8);
      const int now = left < in_byte ? left : in_byte;
      const unsigned byte = at_ / 8 < bytes_.size() ? static_cast<unsigned char>(bytes_[at_ / 8]) : 0;
      value = value << now | (byte >> (in_byte - now) & ((1U << now) - 1));
      at_ += static_cast<std::uint64_t>(now);
      left -= now;
    }
    return static_cast<std::uint32_t>(value);
  }

 private:
  const std::string_view bytes_;
  std::uint64_t at_ = 0;
};

inline double largest_of(int bits) { return static_cast<double>((1ULL << bits) - 1); }

}  // namespace tsuke::pages
