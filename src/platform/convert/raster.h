// Pages that are pixels already: PWG Raster (PWG 5102.4) and Apple Raster (URF), which share their compression.
//
//   pwg    = "RaS2" 1*(page-header:1796 lines)
//   urf    = "UNIRAST" 00 pages:4 1*(page-header:32 lines)             pages may be 0: as many as there are
//   lines  = *(repeat:1 1*run)                                         the line stands repeat + 1 times
//   run    = count:1 unit              count 00…7F: the unit count + 1 times
//          / count:1 units             count 81…FF: 257 - count units as they are
//          / 80                        the rest of the line is white
//   unit   = the bytes of one pixel, or one byte where several pixels share it
//   Numbers are big-endian; samples of 16 bits, too.
#pragma once

#include "base/page.h"
#include "base/result.h"
#include "platform/convert/flate.h"
#include "platform/convert/input.h"

namespace tsuke::convert {

enum class RasterKind { pwg, apple };

// What a page's pixels mean.
enum class Space { grey, black_ink, rgb, adobe_rgb, cmyk };

struct RasterPage {
  std::int64_t width = 0, height = 0;  // pixels
  std::int64_t x_per_inch = 0, y_per_inch = 0;
  int bits = 8;  // of one component: 1, 8 or 16
  Space space = Space::grey;
  // The back of a sheet may come turned for a printer that turns the sheet: right to left, bottom to top, or both.
  bool mirrored = false, upside_down = false;

  int components() const {
    return space == Space::cmyk ? 4 : space == Space::grey || space == Space::black_ink ? 1 : 3;
  }
  RowShape shape() const { return {width, components(), bits}; }
  PageSize size() const;
};

// What opens the stream. Fails with "document-damaged".
Result<void> read_raster_start(Cursor& cursor, RasterKind kind);
// Fails with "document-damaged", "document-not-convertible" (a colour space or depth that no standard printer has),
// "document-too-large" (past pixels_max, or pages larger than any printer takes).
Result<RasterPage> read_raster_page(Cursor& cursor, RasterKind kind, std::int64_t pixels_max);

// The page's lines, undone, each as its shape says. Fails with "document-damaged", and as the sink does.
Result<void> read_raster_lines(Cursor& cursor, const RasterPage& page, const Sink& line);

struct RasterLimits {
  std::int64_t pixels_max = 0;  // of one page
  int page_count_max = 0;
};
// A page for each page, of its true size, the right way up. Fails as the functions above, with "document-damaged" when
// there is no page, and with "document-too-large" past page_count_max.
Result<void> raster_to_pdf(const Input& input, RasterKind kind, const RasterLimits& limits, const Sink& sink);

}  // namespace tsuke::convert
