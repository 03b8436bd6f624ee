// PNG (ISO 15948), as far as printing needs it.
//
//   file  = 89 "PNG" CR LF 1A LF IHDR *(chunk) 1*IDAT *(chunk) IEND
//   chunk = length:4 type:4 data crc:4                       crc over type and data
//   IHDR  = width:4 height:4 bits:1 colour:1 0 0 interlace:1
//   colour 0 grey, 2 colours, 3 palette, 4 grey and alpha, 6 colours and alpha
//   PLTE  = 1*256(red green blue)    tRNS = alpha of palette entries, or the one transparent colour
//   pHYs  = x:4 y:4 unit:1           pixels per metre when unit is 1
//   IDAT data of all chunks is one zlib stream of rows: filter:1 pixels; interlaced: seven smaller pictures (Adam7)
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "platform/convert/flate.h"
#include "platform/convert/input.h"
#include "platform/convert/placement.h"

namespace tsuke::convert {

struct Png {
  std::int64_t width = 0, height = 0;
  int bits = 8;  // of one sample
  int colour = 0;
  bool interlaced = false;
  std::string palette, transparency;
  std::optional<Density> density;
  std::int64_t data_at = 0;  // the first IDAT chunk

  int samples() const { return colour == 2 ? 3 : colour == 4 ? 2 : colour == 6 ? 4 : 1; }
  bool has_alpha() const { return colour >= 4 || !transparency.empty(); }
  RowShape row_shape() const { return {width, samples(), bits}; }
};

// Everything before the pixels. Fails with malformed: "document-damaged", "document-too-large" past pixels_max.
Result<Png> read_png(const Input& input, std::int64_t pixels_max);

// The zlib stream in its pieces, checked against each chunk's sum. Fails with "document-damaged" when the end is
// missing, and as the sink does.
Result<void> read_png_data(const Input& input, const Png& png, const Sink& packed);

// The picture's own rows without their filters, in order, of non-interlaced ones; each is as row_shape() says.
Result<void> read_png_rows(const Input& input, const Png& png, const Sink& row);

// One page. Its pixels are those of the file, or their upper eight bits; transparency becomes a mask.
// Fails as read_png() and the sink do, and with "document-too-large" for large interlaced pictures: those have to be
// whole in memory.
Result<void> png_to_pdf(const Input& input, PageSize sheet, std::int64_t pixels_max, const Sink& sink);

}  // namespace tsuke::convert
