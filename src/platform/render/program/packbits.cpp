#include "platform/render/program/packbits.h"

#include <cassert>
#include <cstring>

namespace tsuke::render {

namespace {

constexpr std::size_t pixels_at_once_max = 128;
constexpr int lines_at_once_max = 256;

template <std::size_t octets>
class Line {
 public:
  explicit Line(std::string_view bytes) : bytes_(bytes), count_(bytes.size() / octets) {}

  std::size_t count() const { return count_; }
  bool equal(std::size_t a, std::size_t b) const {
    return std::memcmp(bytes_.data() + a * octets, bytes_.data() + b * octets, octets) == 0;
  }
  // How many pixels from here are the same, at most so many as fit.
  std::size_t run_from(std::size_t start) const {
    const std::size_t most = std::min(count_, start + pixels_at_once_max);
    std::size_t end = start + 1;
    while (end < most && equal(start, end)) ++end;
    return end - start;
  }
  // How many pixels from here until two follow that are the same.
  std::size_t literal_from(std::size_t start) const {
    const std::size_t most = std::min(count_, start + pixels_at_once_max);
    std::size_t end = start + 1;
    while (end < most && !(end + 1 < count_ && equal(end, end + 1))) ++end;
    return end - start;
  }
  std::string_view pixels(std::size_t start, std::size_t number) const {
    return bytes_.substr(start * octets, number * octets);
  }

 private:
  std::string_view bytes_;
  std::size_t count_;
};

template <std::size_t octets>
void encode(std::string& out, const Line<octets>& line) {
  for (std::size_t at = 0; at < line.count();) {
    const std::size_t run = line.run_from(at);
    const std::size_t literal = run == 1 ? line.literal_from(at) : 0;
    if (literal < 2) {
      out += static_cast<char>(run - 1);
      out += line.pixels(at, 1);
      at += run;
    } else {
      out += static_cast<char>(257 - literal);
      out += line.pixels(at, literal);
      at += literal;
    }
  }
}

}  // namespace

void encode_line(std::string& out, std::string_view line, std::size_t pixel_octets) {
  assert(pixel_octets == 1 || pixel_octets == 3);
  if (pixel_octets == 1)
    encode(out, Line<1>(line));
  else
    encode(out, Line<3>(line));
}

void LineGroups::add(std::string_view line, std::string& out) {
  if (count_ > 0 && count_ < lines_at_once_max && line == line_) {
    ++count_;
    return;
  }
  finish(out);
  line_ = line;
  count_ = 1;
}

void LineGroups::finish(std::string& out) {
  if (count_ == 0) return;
  out += static_cast<char>(count_ - 1);
  encode_line(out, line_, pixel_octets_);
  count_ = 0;
}

}  // namespace tsuke::render
