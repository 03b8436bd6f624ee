// Writes pages as one of the formats that printers take: begin, then each page with all its lines.
#pragma once

#include <memory>
#include <string_view>

#include "platform/render/program/output.h"
#include "platform/render/render.h"

namespace tsuke::render {

struct SheetPixels {
  int width = 0, height = 0;
};

// What becomes of the back of a sheet, so that it comes out upright: -1 mirrors that direction.
struct BackTransform {
  int cross_feed = 1, feed = 1;
  friend bool operator==(const BackTransform&, const BackTransform&) = default;
};
// By pwg-raster-document-sheet-back (PWG 5102.4, section 4.3.1); Apple's DM1 to DM4 are the same four.
BackTransform back_transform(const RasterTicket& ticket);

class Encoder {
 public:
  virtual ~Encoder() = default;
  virtual void begin(int total_pages) = 0;
  virtual void begin_page(BackTransform turned) = 0;
  virtual void line(std::string_view octets) = 0;  // one or three a pixel, as many as the sheet is wide
  virtual void end_page() = 0;
};

std::unique_ptr<Encoder> make_pwg_encoder(const RasterTicket& ticket, SheetPixels sheet, Output& output);
std::unique_ptr<Encoder> make_urf_encoder(const RasterTicket& ticket, SheetPixels sheet, Output& output);
std::unique_ptr<Encoder> make_jpeg_encoder(const RasterTicket& ticket, SheetPixels sheet, Output& output);

}  // namespace tsuke::render
