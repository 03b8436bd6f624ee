#include "platform/render/program/canvas.h"

#include <cstring>

#include "platform/render/request.h"

namespace tsuke::render {

Result<Canvas> Canvas::create(int width, int height) {
  cairo_surface_t* const surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
  Canvas canvas(surface, width, height);
  if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS) return takes_too_much();
  canvas.clear();
  return canvas;
}

void Canvas::clear() {
  const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(surface_.get()));
  std::memset(cairo_image_surface_get_data(surface_.get()), 0xFF, stride * static_cast<std::size_t>(height_));
  cairo_surface_mark_dirty(surface_.get());
}

std::span<const std::uint32_t> Canvas::row(int y) const {
  const unsigned char* const data = cairo_image_surface_get_data(surface_.get());
  const std::ptrdiff_t stride = cairo_image_surface_get_stride(surface_.get());
  return {reinterpret_cast<const std::uint32_t*>(data + y * stride), static_cast<std::size_t>(width_)};
}

std::string Canvas::png() const {
  std::string bytes;
  const auto append = [](void* into, const unsigned char* piece, unsigned length) {
    static_cast<std::string*>(into)->append(reinterpret_cast<const char*>(piece), length);
    return CAIRO_STATUS_SUCCESS;
  };
  cairo_surface_write_to_png_stream(surface_.get(), append, &bytes);
  return bytes;
}

void to_rgb(std::span<const std::uint32_t> pixels, std::string& line) {
  line.resize(3 * pixels.size());
  char* next = line.data();
  for (const std::uint32_t pixel : pixels) {
    *next++ = static_cast<char>(pixel >> 16);
    *next++ = static_cast<char>(pixel >> 8);
    *next++ = static_cast<char>(pixel);
  }
}

void to_gray(std::span<const std::uint32_t> pixels, std::string& line) {
  line.resize(pixels.size());
  char* const out = line.data();
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    const std::uint32_t red = pixels[i] >> 16 & 255, green = pixels[i] >> 8 & 255, blue = pixels[i] & 255;
    out[i] = static_cast<char>((red * 54 + green * 183 + blue * 19) >> 8);  // the weights add up to 256: white stays
  }
}

}  // namespace tsuke::render
