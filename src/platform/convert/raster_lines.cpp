#include <algorithm>

#include "platform/convert/raster.h"
#include "platform/convert/refusals.h"

namespace tsuke::convert {

namespace {

constexpr int rest_is_white = 0x80;

// One line; its runs may not go past its end.
class LineReader {
 public:
  LineReader(Cursor& cursor, const RasterPage& page)
      : cursor_(cursor),
        unit_bytes_(static_cast<std::size_t>(std::max(1, page.components() * page.bits / 8))),
        white_(page.space == Space::black_ink || page.space == Space::cmyk ? '\0' : '\xFF'),
        line_(static_cast<std::size_t>(page.shape().bytes()), white_) {}

  Result<std::string_view> next() {
    for (std::size_t at = 0; at < line_.size();) {
      const auto count = cursor_.byte();
      if (!count) return damaged();
      if (*count == rest_is_white) {
        std::fill(line_.begin() + static_cast<std::ptrdiff_t>(at), line_.end(), white_);
        break;
      }
      at += TRY(*count < rest_is_white ? repeated(at, *count + std::size_t{1}) : copied(at, std::size_t{257} - *count));
    }
    return std::string_view(line_);
  }

 private:
  Result<std::size_t> repeated(std::size_t at, std::size_t times) {
    const std::size_t bytes = times * unit_bytes_;
    if (bytes > line_.size() - at || !read(at, unit_bytes_)) return damaged();
    for (std::size_t i = unit_bytes_; i < bytes; ++i) line_[at + i] = line_[at + i - unit_bytes_];
    return bytes;
  }
  Result<std::size_t> copied(std::size_t at, std::size_t units) {
    const std::size_t bytes = units * unit_bytes_;
    if (bytes > line_.size() - at || !read(at, bytes)) return damaged();
    return bytes;
  }
  bool read(std::size_t at, std::size_t bytes) {
    while (bytes > 0) {
      const std::string_view piece = cursor_.piece(bytes);
      if (piece.empty()) return false;
      piece.copy(line_.data() + at, piece.size());
      at += piece.size();
      bytes -= piece.size();
    }
    return true;
  }

  Cursor& cursor_;
  const std::size_t unit_bytes_;
  const char white_;
  std::string line_;
};

}  // namespace

Result<void> read_raster_lines(Cursor& cursor, const RasterPage& page, const Sink& line) {
  LineReader reader(cursor, page);
  for (std::int64_t y = 0; y < page.height;) {
    const auto repeat = cursor.byte();
    if (!repeat) return damaged();
    const std::string_view bytes = TRY(reader.next());
    // Writers differ on whether the last line may claim to stand for more lines than there are.
    for (const std::int64_t end = std::min(page.height, y + *repeat + 1); y < end; ++y) TRY(line(bytes));
  }
  return {};
}

}  // namespace tsuke::convert
