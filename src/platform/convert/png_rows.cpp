#include "platform/convert/png_rows.h"

#include <algorithm>
#include <cstdlib>

#include "platform/convert/refusals.h"

namespace tsuke::convert {

namespace {

// Whichever of left, above and the one between them is nearest to left + above - between.
std::uint8_t paeth(int left, int above, int between) {
  const int guess = left + above - between;
  const int to_left = std::abs(guess - left), to_above = std::abs(guess - above),
            to_between = std::abs(guess - between);
  if (to_left <= to_above && to_left <= to_between) return static_cast<std::uint8_t>(left);
  return static_cast<std::uint8_t>(to_above <= to_between ? above : between);
}

}  // namespace

RowReader::RowReader(const RowShape& shape, std::int64_t rows, Sink row)
    : row_bytes_(static_cast<std::size_t>(shape.bytes()) + 1),
      pixel_bytes_(static_cast<std::size_t>(std::max(1, shape.components * shape.bits / 8))),
      rows_left_(rows),
      row_(std::move(row)),
      above_(row_bytes_, 0) {
  now_.reserve(row_bytes_);
}

Result<void> RowReader::take(std::string_view plain) {
  while (!plain.empty() && rows_left_ > 0) {
    const std::string_view part = plain.substr(0, row_bytes_ - now_.size());
    now_ += part;
    plain.remove_prefix(part.size());
    if (now_.size() < row_bytes_) break;
    TRY(unfilter());
    TRY(row_(std::string_view(now_).substr(1)));
    std::swap(now_, above_);
    now_.clear();
    --rows_left_;
  }
  rest_ = plain;
  return {};
}

// Bytes to the left of the first pixel, and above the first row, count as 0.
Result<void> RowReader::unfilter() {
  const int filter = static_cast<std::uint8_t>(now_[0]);
  if (filter > 4) return damaged();
  if (filter == 0) return {};
  auto* now = reinterpret_cast<std::uint8_t*>(now_.data());
  const auto* above = reinterpret_cast<const std::uint8_t*>(above_.data());
  const std::size_t back = pixel_bytes_, first = std::min(row_bytes_, 1 + back);
  const auto add = [now](std::size_t i, int guess) { now[i] = static_cast<std::uint8_t>(now[i] + guess); };
  if (filter == 2)
    for (std::size_t i = 1; i < row_bytes_; ++i) add(i, above[i]);
  if (filter == 1)
    for (std::size_t i = first; i < row_bytes_; ++i) add(i, now[i - back]);
  if (filter < 3) return {};
  for (std::size_t i = 1; i < first; ++i) add(i, filter == 3 ? above[i] / 2 : above[i]);
  for (std::size_t i = first; i < row_bytes_; ++i)
    add(i, filter == 3 ? (now[i - back] + above[i]) / 2 : paeth(now[i - back], above[i], above[i - back]));
  return {};
}

std::uint32_t Expander::sample(std::string_view row, std::int64_t index) const {
  const auto byte = [&](std::int64_t at) { return static_cast<std::uint8_t>(row[static_cast<std::size_t>(at)]); };
  if (png_.bits == 8) return byte(index);
  if (png_.bits == 16) return static_cast<std::uint32_t>(byte(2 * index) << 8 | byte(2 * index + 1));
  const std::int64_t bit = index * png_.bits;
  return static_cast<std::uint32_t>(byte(bit / 8) >> (8 - png_.bits - bit % 8)) & ((1u << png_.bits) - 1);
}

std::uint8_t Expander::as_byte(std::uint32_t sample) const {
  if (png_.bits == 16) return static_cast<std::uint8_t>(sample >> 8);
  return static_cast<std::uint8_t>(sample * 255 / ((1u << png_.bits) - 1));
}

void Expander::add_palette(std::uint32_t number) {
  const std::size_t at = std::size_t{3} * number;
  pixels_.colour += at < png_.palette.size() ? png_.palette.substr(at, 3) : std::string(3, '\0');
  if (png_.has_alpha()) pixels_.alpha += number < png_.transparency.size() ? png_.transparency[number] : '\xFF';
}

bool Expander::is_the_transparent_one(std::string_view row, std::int64_t first, int count) const {
  for (int i = 0; i < count; ++i)
    if (big_endian(std::string_view(png_.transparency).substr(2 * static_cast<std::size_t>(i), 2)) !=
        sample(row, first + i))
      return false;
  return true;
}

const Pixels& Expander::expand(std::string_view row, std::int64_t width) {
  pixels_.colour.clear();
  pixels_.alpha.clear();
  const int samples = png_.samples(), shown = components();
  for (std::int64_t x = 0; x < width; ++x) {
    const std::int64_t first = x * samples;
    if (png_.colour == 3) {
      add_palette(sample(row, first));
      continue;
    }
    for (int i = 0; i < shown; ++i) pixels_.colour += static_cast<char>(as_byte(sample(row, first + i)));
    if (png_.colour >= 4) {
      pixels_.alpha += static_cast<char>(as_byte(sample(row, first + shown)));
    } else if (png_.has_alpha()) {
      pixels_.alpha += is_the_transparent_one(row, first, shown) ? '\0' : '\xFF';
    }
  }
  return pixels_;
}

}  // namespace tsuke::convert
