// For tests: PWG and Apple raster read back, from the formats' description and without the encoder's code.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tsuke::render::testing {

struct RasterPage {
  std::string header;  // as it came
  int width = 0, height = 0, octets_per_pixel = 1;
  std::vector<std::uint8_t> pixels;

  std::uint8_t at(int x, int y, int channel = 0) const {
    return pixels[(static_cast<std::size_t>(y) * width + x) * octets_per_pixel + channel];
  }
  // Darker than a middle grey, of all pixels within.
  int dark(int left, int top, int right, int bottom) const {
    int count = 0;
    for (int y = top; y < bottom; ++y)
      for (int x = left; x < right; ++x) count += at(x, y) < 128;
    return count;
  }
  int dark() const { return dark(0, 0, width, height); }
  std::uint32_t number(std::size_t at) const {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<std::uint8_t>(header.at(at + i));
    return value;
  }
  std::string_view text(std::size_t at) const { return header.c_str() + at; }
};

class RasterReader {
 public:
  explicit RasterReader(std::string_view bytes) : bytes_(bytes) {}

  // Pages to the end of the stream; none when anything is cut off, runs over a line, or is left.
  std::optional<std::vector<RasterPage>> pwg() {
    if (!take("RaS2")) return std::nullopt;
    return pages(1796, 372, 376, [](const RasterPage& page) { return page.number(388) / 8; });
  }
  std::optional<std::vector<RasterPage>> urf(std::uint32_t& announced) {
    if (!take(std::string_view("UNIRAST\0", 8)) || bytes_.size() < 4) return std::nullopt;
    RasterPage count;
    count.header = bytes_.substr(0, 4);
    announced = count.number(0);
    bytes_.remove_prefix(4);
    return pages(32, 12, 16, [](const RasterPage& page) { return static_cast<std::uint8_t>(page.header[0]) / 8u; });
  }

 private:
  bool take(std::string_view expected) {
    const bool there = bytes_.starts_with(expected);
    if (there) bytes_.remove_prefix(expected.size());
    return there;
  }
  template <typename Octets>
  std::optional<std::vector<RasterPage>> pages(std::size_t header, std::size_t width, std::size_t height,
                                               Octets octets) {
    std::vector<RasterPage> all;
    while (!bytes_.empty()) {
      if (bytes_.size() < header) return std::nullopt;
      RasterPage page;
      page.header = bytes_.substr(0, header);
      bytes_.remove_prefix(header);
      page.width = static_cast<int>(page.number(width));
      page.height = static_cast<int>(page.number(height));
      page.octets_per_pixel = static_cast<int>(octets(page));
      if (!lines_of(page)) return std::nullopt;
      all.push_back(std::move(page));
    }
    return all;
  }
  bool lines_of(RasterPage& page) {
    for (int lines = 0; lines < page.height;) {
      if (bytes_.empty()) return false;
      const int repeat = static_cast<std::uint8_t>(bytes_[0]) + 1;
      bytes_.remove_prefix(1);
      std::vector<std::uint8_t> line;
      if (!line_of(page, line)) return false;
      for (int i = 0; i < repeat; ++i) page.pixels.insert(page.pixels.end(), line.begin(), line.end());
      lines += repeat;
      if (lines > page.height) return false;
    }
    return true;
  }
  bool line_of(const RasterPage& page, std::vector<std::uint8_t>& line) {
    const auto pixel = static_cast<std::size_t>(page.octets_per_pixel);
    const std::size_t whole = pixel * static_cast<std::size_t>(page.width);
    while (line.size() < whole) {
      if (bytes_.empty()) return false;
      const int code = static_cast<std::uint8_t>(bytes_[0]);
      const bool literal = code > 128;
      const std::size_t times = literal ? 1 : static_cast<std::size_t>(code) + 1;
      const std::size_t taken = literal ? pixel * static_cast<std::size_t>(257 - code) : pixel;
      if (code == 128 || bytes_.size() < 1 + taken) return false;
      for (std::size_t i = 0; i < times; ++i) line.insert(line.end(), bytes_.begin() + 1, bytes_.begin() + 1 + taken);
      bytes_.remove_prefix(1 + taken);
    }
    return line.size() == whole;
  }

  std::string_view bytes_;
};

}  // namespace tsuke::render::testing
