#include "platform/pages/samples.h"

#include <algorithm>
#include <cstdlib>

#include "platform/pages/bits.h"
#include "platform/pages/tolerance.h"

namespace tsuke::pages {

namespace {

constexpr std::int64_t evaluation_bytes = 64;  // what one pixel by way of a function costs, in bytes of the budget

// Every component runs from 0 to 1, or every one from 1 to 0: differences are what they were.
bool decodes_alike(const Ranges& decode) {
  return std::all_of(decode.begin(), decode.end(), [&](const Range& range) {
    return range.least == decode[0].least && range.most == decode[0].most &&
           ((range.least == 0 && range.most == 1) || (range.least == 1 && range.most == 0));
  });
}

}  // namespace

PixelSearch::PixelSearch(const ImageFacts& facts, Budget& budget) : facts_(facts), budget_(budget) {
  const ColorSpace& space = *facts.space;
  needed_ = space.can_color();
  plain_ = facts.bits == 8 && space.model() != ColorSpace::Model::other && decodes_alike(facts.decode) &&
           facts.left_out.empty();
  if (needed_ && space.components() == 1) fill_table();
}

void PixelSearch::fill_table() {
  const int bits = std::min(facts_.bits, 8);  // of 16 bits the higher 8 say enough
  needed_ = false;
  for (std::uint32_t sample = 0; sample < 1U << bits; ++sample) {
    const double value = facts_.decode[0].at(sample / largest_of(bits));
    const bool left_out =
        !facts_.left_out.empty() && sample >= facts_.left_out[0].least && sample <= facts_.left_out[0].most;
    colored_.push_back(!left_out && facts_.space->is_colored(std::span(&value, 1)));
    needed_ = needed_ || colored_.back();
  }
}

bool PixelSearch::finds_color(Bytes piece) {
  const auto row_bytes = static_cast<std::size_t>(facts_.row_bytes());
  while (!piece.empty() && rows_ < facts_.height) {
    // A whole row is looked at where it lies; parts are put together first.
    if (row_.empty() && piece.size() >= row_bytes) {
      if (row_is_colored(piece.data())) return true;
      piece = piece.subspan(row_bytes);
      ++rows_;
      continue;
    }
    const std::size_t count = std::min(row_bytes - row_.size(), piece.size());
    row_.insert(row_.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(count));
    piece = piece.subspan(count);
    if (row_.size() < row_bytes) return false;
    const bool colored = row_is_colored(row_.data());
    row_.clear();
    ++rows_;
    if (colored) return true;
  }
  if (!piece.empty()) rows_ = facts_.height + 1;
  return false;
}

bool PixelSearch::ends_in_color(bool exactly) {
  if (rows_ == facts_.height) return false;
  if (exactly) return true;
  if (rows_ > facts_.height) return false;
  row_.resize(static_cast<std::size_t>(facts_.row_bytes()));
  return row_is_colored(row_.data());
}

bool PixelSearch::row_is_colored(const unsigned char* row) {
  if (plain_) return plain_row_is_colored(row);
  return facts_.space->components() == 1 ? single_row_is_colored(row) : any_row_is_colored(row);
}

bool PixelSearch::plain_row_is_colored(const unsigned char* row) const {
  const int step = facts_.space->components();
  // Without a branch for each pixel, so that the compiler can look at several at once.
  bool colored = false;
  for (std::int64_t i = 0; i < facts_.width; ++i, row += step) {
    const int first = row[0] - row[1], second = row[1] - row[2], third = row[0] - row[2];
    colored |= static_cast<bool>(std::abs(first) > grey_tolerance_of_255) |
               static_cast<bool>(std::abs(second) > grey_tolerance_of_255) |
               static_cast<bool>(std::abs(third) > grey_tolerance_of_255);
  }
  return colored;
}

bool PixelSearch::single_row_is_colored(const unsigned char* row) const {
  if (facts_.bits >= 8) {
    const int step = facts_.bits / 8;
    for (std::int64_t i = 0; i < facts_.width; ++i)
      if (colored_[row[i * step]]) return true;
    return false;
  }
  Bits samples({reinterpret_cast<const char*>(row), static_cast<std::size_t>(facts_.row_bytes())});
  for (std::int64_t i = 0; i < facts_.width; ++i)
    if (colored_[samples.take(facts_.bits)]) return true;
  return false;
}

bool PixelSearch::any_row_is_colored(const unsigned char* row) {
  Bits samples({reinterpret_cast<const char*>(row), static_cast<std::size_t>(facts_.row_bytes())});
  std::vector<std::uint32_t> pixel(static_cast<std::size_t>(facts_.space->components()));
  for (std::int64_t i = 0; i < facts_.width; ++i) {
    for (std::uint32_t& sample : pixel) sample = samples.take(facts_.bits);
    if (pixel == last_pixel_) continue;
    if (pixel_is_colored(pixel)) return true;
    last_pixel_ = pixel;
  }
  return false;
}

bool PixelSearch::pixel_is_colored(std::span<const std::uint32_t> samples) {
  if (!budget_.spend_bytes(evaluation_bytes)) return true;
  bool left_out = facts_.left_out.size() == samples.size();
  Values values;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    values.push_back(facts_.decode[i].at(samples[i] / largest_of(facts_.bits)));
    left_out = left_out && samples[i] >= facts_.left_out[i].least && samples[i] <= facts_.left_out[i].most;
  }
  return !left_out && facts_.space->is_colored(values);
}

}  // namespace tsuke::pages
