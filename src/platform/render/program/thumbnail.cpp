#include "platform/render/program/thumbnail.h"

#include <algorithm>
#include <cmath>

#include "platform/render/program/jpeg.h"
#include "platform/render/request.h"

namespace tsuke::render {

namespace {

constexpr double height_px_max = 4000;             // a strip of paper is shown narrower instead
constexpr std::size_t small_png_octets = 8 << 10;  // not worth asking whether a JPEG is smaller

}  // namespace

Result<void> write_thumbnail(const Document& document, int page, int width_px, Output& output) {
  const PagePoints size = TRY(document.size_of(page));
  const double scale = std::min(width_px / size.width, height_px_max / size.height);
  const auto side = [&](double points) { return std::max(1, static_cast<int>(std::lround(points * scale))); };
  Canvas canvas = TRY(Canvas::create(side(size.width), side(size.height)));
  TRY(canvas.draw([&](cairo_t* on) {
    cairo_scale(on, scale, scale);
    return document.draw(page, on);
  }));
  std::string picture = canvas.png();
  if (picture.size() > small_png_octets)
    if (std::string smaller = jpeg_of(canvas); smaller.size() < picture.size()) picture = std::move(smaller);
  output.write(picture);
  output.flush();
  return {};
}

}  // namespace tsuke::render
