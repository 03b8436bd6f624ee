// What stands in the header of a JPEG (ISO 10918-1, JFIF, Exif), as far as a PDF must know it.
//
//   file    = SOI 1*(segment / scan) EOI *(anything)     what follows EOI is no part of the picture
//   segment = FF marker length:2 bytes                   length counts itself; FF may be repeated as filling
//   scan    = SOS-segment *(byte except FF / FF 00 / FF D0…D7)
//   SOFn    = precision:1 height:2 width:2 count:1 count*(id:1 sampling:1 table:1)      n = C0, C1 or C2 for us
//   APP0    = "JFIF" 00 version:2 unit:1 x:2 y:2 …       unit 1: per inch, 2: per centimetre
//   APP1    = "Exif" 00 00 TIFF                          see exif.h
//   APP14   = "Adobe" version:2 flags:4 transform:1      then four components are stored inverted
#pragma once

#include <optional>

#include "base/result.h"
#include "platform/convert/input.h"
#include "platform/convert/pdf_writer.h"
#include "platform/convert/placement.h"

namespace tsuke::convert {

struct Jpeg {
  std::int64_t width = 0, height = 0;
  int components = 0;  // 1 grey, 3 colours, 4 inks
  bool adobe = false;
  bool plain_rgb = false;  // three components called R, G, B, that no colour transform was made of
  int orientation = 1;
  std::optional<Density> density;
  std::int64_t size_bytes = 0;  // with EOI
};

// Fails with malformed: "document-damaged" (no JPEG, or cut off), "document-not-convertible" (lossless, arithmetic,
// hierarchical or 12 bit), "document-too-large" past pixels_max.
Result<Jpeg> read_jpeg(const Input& input, std::int64_t pixels_max);

// One page with the very bytes of the picture in it. Fails as read_jpeg() and the sink do.
Result<void> jpeg_to_pdf(const Input& input, PageSize sheet, std::int64_t pixels_max, const Sink& sink);

}  // namespace tsuke::convert
