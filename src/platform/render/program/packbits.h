// How PWG Raster (PWG 5102.4, section 4.4) and Apple raster write a page's lines.
//
//   page    = 1*group
//   group   = repeat line         repeat: 1 octet, how many times the line comes again after the first (0..255)
//   line    = 1*( run / literal ) until every pixel of the line is there
//   run     = %x00-7F pixel       octet + 1 times the same pixel
//   literal = %x81-FF 2*128pixel  257 - octet different pixels
//   pixel   = 1 or 3 octets       %x80 is not written
//
// Invariant: the groups of a page have exactly the lines that were added since the last finish().
#pragma once

#include <string>
#include <string_view>

namespace tsuke::render {

// Appends one line. `pixel_octets` is 1 or 3 and divides the line.
void encode_line(std::string& out, std::string_view line, std::size_t pixel_octets);

// Gathers equal lines.
class LineGroups {
 public:
  explicit LineGroups(std::size_t pixel_octets) : pixel_octets_(pixel_octets) {}
  // Appends to `out` what is complete.
  void add(std::string_view line, std::string& out);
  void finish(std::string& out);

 private:
  std::size_t pixel_octets_;
  std::string line_;
  int count_ = 0;
};

}  // namespace tsuke::render
