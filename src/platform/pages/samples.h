// Looks for a coloured pixel in the samples of an image as they come.
#pragma once

#include <memory>

#include "platform/pages/color_space.h"
#include "platform/pages/stream.h"

namespace tsuke::pages {

struct ImageFacts {
  std::int64_t width = 0, height = 0;
  int bits = 8;
  Ranges decode;    // as many as the space has components
  Ranges left_out;  // a pixel whose samples all lie in these is not painted; may be empty
  const ColorSpace* space = nullptr;
  std::int64_t row_bytes() const { return (width * space->components() * bits + 7) / 8; }
};

class PixelSearch {
 public:
  PixelSearch(const ImageFacts& facts, Budget& budget);
  // False when no sample could ever be coloured: there is nothing to look for.
  bool is_needed() const { return needed_; }
  // The next bytes. True as soon as a coloured pixel was among them.
  bool finds_color(Bytes piece);
  // What is missing at the end of the image counts as zeros, and more than there should be as an image that is none.
  bool ends_in_color(bool exactly);

 private:
  bool row_is_colored(const unsigned char* row);
  bool plain_row_is_colored(const unsigned char* row) const;
  bool single_row_is_colored(const unsigned char* row) const;
  bool any_row_is_colored(const unsigned char* row);
  bool pixel_is_colored(std::span<const std::uint32_t> samples);
  void fill_table();

  const ImageFacts facts_;
  Budget& budget_;
  bool needed_ = true;
  bool plain_ = false;         // samples of 8 bits compare as they are
  std::vector<bool> colored_;  // by sample, of a single component
  std::vector<unsigned char> row_;
  std::int64_t rows_ = 0;
  std::vector<std::uint32_t> last_pixel_;
};

}  // namespace tsuke::pages
