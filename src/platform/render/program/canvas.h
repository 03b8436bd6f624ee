// Pixels to draw on: white to begin with, 32 bits each (0xXXRRGGBB).
#pragma once

#include <cairo.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "base/result.h"

namespace tsuke::render {

class Canvas {
 public:
  // Fails with "document-too-large" when there is no memory for so many.
  static Result<Canvas> create(int width, int height);

  int width() const { return width_; }
  int height() const { return height_; }
  void clear();
  // Draws in its pixels, from the top left. Fails as the drawing does.
  template <typename Drawing>
  Result<void> draw(const Drawing& drawing) {
    const std::unique_ptr<cairo_t, Free> on(cairo_create(surface_.get()));
    TRY(drawing(on.get()));
    cairo_surface_flush(surface_.get());
    return {};
  }
  std::span<const std::uint32_t> row(int y) const;
  std::string png() const;

 private:
  struct Free {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
    void operator()(cairo_t* context) const { cairo_destroy(context); }
  };
  Canvas(cairo_surface_t* surface, int width, int height) : surface_(surface), width_(width), height_(height) {}

  std::unique_ptr<cairo_surface_t, Free> surface_;
  int width_, height_;
};

// One line's pixels as octets: three a pixel (red, green, blue), or one (luminance as sRGB weighs it, ITU-R BT.709).
void to_rgb(std::span<const std::uint32_t> pixels, std::string& line);
void to_gray(std::span<const std::uint32_t> pixels, std::string& line);

}  // namespace tsuke::render
