// The bytes of a document that is being converted: read anywhere, never whole in memory.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tsuke::convert {

class Input {
 public:
  virtual ~Input() = default;
  virtual std::int64_t size_bytes() const = 0;
  // Fills as much as there is from `offset` on: less only at the end.
  virtual std::size_t read_at(std::int64_t offset, std::span<char> into) const = 0;
};

class TextInput : public Input {
 public:
  explicit TextInput(std::string_view bytes) : bytes_(bytes) {}
  std::int64_t size_bytes() const override { return static_cast<std::int64_t>(bytes_.size()); }
  std::size_t read_at(std::int64_t offset, std::span<char> into) const override;

 private:
  std::string_view bytes_;
};

// An open file; the descriptor stays the caller's.
class FileInput : public Input {
 public:
  explicit FileInput(int descriptor);
  std::int64_t size_bytes() const override { return size_bytes_; }
  std::size_t read_at(std::int64_t offset, std::span<char> into) const override;

 private:
  int descriptor_;
  std::int64_t size_bytes_;
};

// Reads forwards, with a window of 64 KiB. What lies past the end is nullopt, or empty.
class Cursor {
 public:
  explicit Cursor(const Input& input, std::int64_t at = 0) : input_(input), window_at_(at) {}

  std::int64_t at() const { return window_at_ + static_cast<std::int64_t>(used_); }
  std::int64_t left() const { return input_.size_bytes() - at(); }
  std::optional<std::uint8_t> byte();
  // The next bytes, at least one and at most `most`, without a copy: valid until the next call. Empty at the end.
  std::string_view piece(std::size_t most);
  // Gives the last bytes of the last piece back.
  void back(std::size_t count) { used_ -= count; }
  // Exactly so many, or empty when there are fewer.
  std::string take(std::size_t count);
  void skip(std::int64_t count);

 private:
  bool refill();

  const Input& input_;
  std::int64_t window_at_;
  std::string window_;
  std::size_t used_ = 0;
};

// Numbers in the order of the network. The text has that many bytes.
std::uint32_t big_endian(std::string_view bytes);

}  // namespace tsuke::convert
