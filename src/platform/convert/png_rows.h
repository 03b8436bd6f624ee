// Rows of a PNG: their filters undone, their samples made bytes.
#pragma once

#include <string>
#include <string_view>

#include "platform/convert/flate.h"
#include "platform/convert/png.h"

namespace tsuke::convert {

// Cuts the plain bytes of a PNG's stream into so many rows and undoes each row's filter.
class RowReader {
 public:
  RowReader(const RowShape& shape, std::int64_t rows, Sink row);
  // Fails with "document-damaged" for a filter that does not exist. Bytes past the last row are passed over.
  Result<void> take(std::string_view plain);
  bool complete() const { return rows_left_ == 0; }
  // What of the last piece came after the last row.
  std::string_view rest() const { return rest_; }

 private:
  Result<void> unfilter();

  const std::size_t row_bytes_, pixel_bytes_;
  std::int64_t rows_left_;
  Sink row_;
  std::string now_, above_;  // each with the filter's byte in front
  std::string_view rest_;
};

// What a row says of each pixel: one or three components, and how opaque it is, of eight bits each.
struct Pixels {
  std::string colour, alpha;
};

// Makes bytes of samples: of 16 bits the upper eight, fewer than eight spread over the whole range, a palette's
// number its colour (black when it has none).
class Expander {
 public:
  explicit Expander(const Png& png) : png_(png) {}
  int components() const { return png_.colour == 0 || png_.colour == 4 ? 1 : 3; }
  // Of a row of so many pixels; the result is reused by the next call.
  const Pixels& expand(std::string_view row, std::int64_t width);

 private:
  std::uint32_t sample(std::string_view row, std::int64_t index) const;
  std::uint8_t as_byte(std::uint32_t sample) const;
  void add_palette(std::uint32_t number);
  bool is_the_transparent_one(std::string_view row, std::int64_t first, int count) const;

  const Png& png_;
  Pixels pixels_;
};

}  // namespace tsuke::convert
