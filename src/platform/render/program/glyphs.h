// Which font has a letter. The one file that sees fontconfig and FreeType.
#pragma once

#include <cairo.h>

#include <memory>
#include <unordered_map>
#include <vector>

#include "base/result.h"

namespace tsuke::render {

struct Glyph {
  cairo_scaled_font_t* font = nullptr;  // none: nothing is to be seen of it
  unsigned long index = 0;
  double advance = 0;
  int cells = 0;      // how many places of the grid it takes: 0 stands over the letter before
  double inset = 0;   // where in them it begins
};

// Fonts of equal size for a grid of places as wide as a Latin letter: one for Latin and Japanese where there is one.
class Glyphs {
 public:
  // Fails with internal ("render-failed") when the machine has no font at all.
  static Result<std::unique_ptr<Glyphs>> create(double points);
  ~Glyphs();
  Glyphs(const Glyphs&) = delete;

  const Glyph& of(char32_t letter);
  double cell() const { return cell_; }
  double ascent() const { return ascent_; }
  double line_height() const { return line_height_; }

 private:
  struct Fonts;
  explicit Glyphs(std::unique_ptr<Fonts> fonts);
  Glyph find(char32_t letter);
  Glyph measured(cairo_scaled_font_t* font, unsigned long index, char32_t letter) const;

  std::unique_ptr<Fonts> fonts_;
  std::unordered_map<char32_t, Glyph> known_;
  double cell_ = 0, ascent_ = 0, line_height_ = 0;
};

}  // namespace tsuke::render
