// A raster format's page header: fields at fixed places, numbers with their most significant octet first.
#pragma once

#include <cassert>
#include <cstdint>
#include <string>
#include <string_view>

namespace tsuke::render {

class HeaderFields {
 public:
  explicit HeaderFields(std::size_t octets) : bytes_(octets, '\0') {}

  void octet(std::size_t at, int value) { bytes_.at(at) = static_cast<char>(value); }
  void number(std::size_t at, std::int64_t value) {
    for (std::size_t i = 0; i < 4; ++i) bytes_.at(at + i) = static_cast<char>(value >> (24 - 8 * i));
  }
  // Ends with a NUL at least; what does not fit is cut off.
  void text(std::size_t at, std::string_view value) {
    assert(at + 64 <= bytes_.size());
    bytes_.replace(at, std::min<std::size_t>(value.size(), 63), value.substr(0, 63));
  }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

}  // namespace tsuke::render
