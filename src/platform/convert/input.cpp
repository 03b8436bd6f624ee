#include "platform/convert/input.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace tsuke::convert {

namespace {
constexpr std::size_t window_bytes = 64 << 10;
}  // namespace

std::size_t TextInput::read_at(std::int64_t offset, std::span<char> into) const {
  if (offset < 0 || offset >= size_bytes()) return 0;
  return bytes_.copy(into.data(), into.size(), static_cast<std::size_t>(offset));
}

FileInput::FileInput(int descriptor)
    : descriptor_(descriptor), size_bytes_(std::max<std::int64_t>(0, ::lseek(descriptor, 0, SEEK_END))) {}

std::size_t FileInput::read_at(std::int64_t offset, std::span<char> into) const {
  std::size_t filled = 0;
  while (filled < into.size()) {
    const ssize_t got =
        ::pread(descriptor_, into.data() + filled, into.size() - filled, offset + static_cast<std::int64_t>(filled));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    filled += static_cast<std::size_t>(got);
  }
  return filled;
}

bool Cursor::refill() {
  window_at_ += static_cast<std::int64_t>(window_.size());
  used_ = 0;
  window_.resize(window_bytes);
  window_.resize(input_.read_at(window_at_, window_));
  return !window_.empty();
}

std::optional<std::uint8_t> Cursor::byte() {
  if (used_ == window_.size() && !refill()) return std::nullopt;
  return static_cast<std::uint8_t>(window_[used_++]);
}

std::string_view Cursor::piece(std::size_t most) {
  if (used_ == window_.size() && !refill()) return {};
  const std::string_view found = std::string_view(window_).substr(used_, most);
  used_ += found.size();
  return found;
}

std::string Cursor::take(std::size_t count) {
  std::string taken;
  if (left() < static_cast<std::int64_t>(count)) return taken;
  while (taken.size() < count) {
    const std::string_view more = piece(count - taken.size());
    if (more.empty()) return {};
    taken += more;
  }
  return taken;
}

void Cursor::skip(std::int64_t count) {
  const std::int64_t target = at() + std::max<std::int64_t>(0, count);
  if (target <= window_at_ + static_cast<std::int64_t>(window_.size())) {
    used_ = static_cast<std::size_t>(target - window_at_);
    return;
  }
  window_.clear();
  used_ = 0;
  window_at_ = std::min(target, input_.size_bytes());
}

std::uint32_t big_endian(std::string_view bytes) {
  std::uint32_t value = 0;
  for (const char c : bytes) value = value << 8 | static_cast<std::uint8_t>(c);
  return value;
}

}  // namespace tsuke::convert
