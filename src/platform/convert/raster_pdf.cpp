#include "platform/convert/raster.h"
#include "platform/convert/refusals.h"

namespace tsuke::convert {

namespace {

// Samples of 16 bits are written as their upper eight: no printer shows more.
RowShape written_shape(const RasterPage& page) {
  RowShape shape = page.shape();
  if (shape.bits == 16) shape.bits = 8;
  return shape;
}

const char* space_of(Space space) {
  switch (space) {
    case Space::grey:
    case Space::black_ink: return "/DeviceGray";
    case Space::rgb: return "/DeviceRGB";
    case Space::cmyk: return "/DeviceCMYK";
    case Space::adobe_rgb: break;
  }
  // Adobe RGB (1998): its gamma and primaries under D65.
  return "[/CalRGB << /WhitePoint [0.9505 1 1.0891] /Gamma [2.19922 2.19922 2.19922] /Matrix [0.57667 0.29734 0.02703 "
         "0.18556 0.62736 0.07069 0.18823 0.07529 0.99134] >>]";
}

std::string picture_entries(const RasterPage& page) {
  const RowShape shape = written_shape(page);
  return "/Type /XObject /Subtype /Image /Width " + std::to_string(page.width) + " /Height " +
         std::to_string(page.height) + " /BitsPerComponent " + std::to_string(shape.bits) + " /ColorSpace " +
         space_of(page.space) + (page.space == Space::black_ink ? " /Decode [1 0] " : " ") + flate_entries(shape);
}

// Turned back to how a reader holds the sheet.
std::string matrix_of(const RasterPage& page) {
  const PageSize size = page.size();
  const std::string width = points(size.width_hmm), height = points(size.height_hmm), none = points(0);
  return (page.mirrored ? "-" : "") + width + " 0 0 " + (page.upside_down ? "-" : "") + height + " " +
         (page.mirrored ? width : none) + " " + (page.upside_down ? height : none);
}

Result<void> write_page(PdfWriter& pdf, Cursor& cursor, const RasterPage& page) {
  const int picture = pdf.reserve();
  TRY(pdf.begin_stream(picture, picture_entries(page)));
  const auto deflater =
      RowDeflater::create(written_shape(page), [&](std::string_view bytes) { return pdf.append(bytes); });
  std::string upper;
  const Sink line = [&](std::string_view bytes) {
    if (page.bits != 16) return deflater->row(bytes);
    upper.clear();
    for (std::size_t i = 0; i < bytes.size(); i += 2) upper += bytes[i];
    return deflater->row(upper);
  };
  TRY(read_raster_lines(cursor, page, line));
  TRY(deflater->finish());
  TRY(pdf.end_stream());
  return pdf.page(page.size(), picture, matrix_of(page));
}

}  // namespace

Result<void> raster_to_pdf(const Input& input, RasterKind kind, const RasterLimits& limits, const Sink& sink) {
  Cursor cursor(input);
  TRY(read_raster_start(cursor, kind));
  PdfWriter pdf(sink);
  int pages = 0;
  while (cursor.left() > 0) {
    if (++pages > limits.page_count_max) return too_large();
    const RasterPage page = TRY(read_raster_page(cursor, kind, limits.pixels_max));
    TRY(write_page(pdf, cursor, page));
  }
  if (pages == 0) return damaged();
  return pdf.finish();
}

}  // namespace tsuke::convert
