#include "platform/render/program/glyphs.h"

#include <cairo-ft.h>
#include <fontconfig/fontconfig.h>
#include <glib.h>

#include <algorithm>
#include <cmath>

#include "platform/render/request.h"

namespace tsuke::render {

namespace {

constexpr double line_spacing = 1.35;

cairo_scaled_font_t* scaled(FcPattern* pattern, double points) {
  cairo_font_face_t* const face = cairo_ft_font_face_create_for_pattern(pattern);
  cairo_font_options_t* const options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_matrix_t size, plain;
  cairo_matrix_init_scale(&size, points, points);
  cairo_matrix_init_identity(&plain);
  cairo_scaled_font_t* const font = cairo_scaled_font_create(face, &size, &plain, options);
  cairo_font_options_destroy(options);
  cairo_font_face_destroy(face);
  return font;
}

unsigned long index_in(cairo_scaled_font_t* font, char32_t letter) {
  FT_Face const face = cairo_ft_scaled_font_lock_face(font);
  if (!face) return 0;
  const unsigned long index = FT_Get_Char_Index(face, letter);
  cairo_ft_scaled_font_unlock_face(font);
  return index;
}

double advance_of(cairo_scaled_font_t* font, unsigned long index) {
  const cairo_glyph_t glyph{index, 0, 0};
  cairo_text_extents_t extents;
  cairo_scaled_font_glyph_extents(font, &glyph, 1, &extents);
  return extents.x_advance;
}

}  // namespace

// In order of preference; opened when a letter asks for them.
struct Glyphs::Fonts {
  explicit Fonts(double points) : points(points) {
    FcPattern* const wanted = FcPatternCreate();
    for (const char* family : {"Noto Sans Mono CJK JP", "monospace", "sans-serif"})
      FcPatternAddString(wanted, FC_FAMILY, reinterpret_cast<const FcChar8*>(family));
    FcPatternAddString(wanted, FC_LANG, reinterpret_cast<const FcChar8*>("ja"));
    FcPatternAddBool(wanted, FC_OUTLINE, FcTrue);
    FcConfigSubstitute(nullptr, wanted, FcMatchPattern);
    FcDefaultSubstitute(wanted);
    FcResult result;
    if (FcFontSet* const sorted = FcFontSort(nullptr, wanted, FcTrue, nullptr, &result)) {
      for (int i = 0; i < sorted->nfont; ++i)
        patterns.push_back(FcFontRenderPrepare(nullptr, wanted, sorted->fonts[i]));
      FcFontSetDestroy(sorted);
    }
    FcPatternDestroy(wanted);
    opened.resize(patterns.size());
  }
  ~Fonts() {
    for (cairo_scaled_font_t* font : opened) cairo_scaled_font_destroy(font);
    for (FcPattern* pattern : patterns) FcPatternDestroy(pattern);
  }
  bool has(std::size_t at, char32_t letter) const {
    FcCharSet* letters = nullptr;
    return FcPatternGetCharSet(patterns[at], FC_CHARSET, 0, &letters) == FcResultMatch &&
           FcCharSetHasChar(letters, letter);
  }
  cairo_scaled_font_t* open(std::size_t at) {
    if (!opened[at]) opened[at] = scaled(patterns[at], points);
    return cairo_scaled_font_status(opened[at]) == CAIRO_STATUS_SUCCESS ? opened[at] : nullptr;
  }

  double points;
  std::vector<FcPattern*> patterns;
  std::vector<cairo_scaled_font_t*> opened;
};

Result<std::unique_ptr<Glyphs>> Glyphs::create(double points) {
  auto fonts = std::make_unique<Fonts>(points);
  if (fonts->patterns.empty() || !fonts->open(0)) return failed();
  return std::unique_ptr<Glyphs>(new Glyphs(std::move(fonts)));
}

Glyphs::Glyphs(std::unique_ptr<Fonts> fonts) : fonts_(std::move(fonts)) {
  cairo_scaled_font_t* const first = fonts_->open(0);
  cell_ = advance_of(first, index_in(first, 'M'));
  line_height_ = fonts_->points * line_spacing;
  cairo_font_extents_t extents;
  cairo_scaled_font_extents(first, &extents);
  // The letters' own box stands in the middle of the line.
  const double box = extents.ascent + extents.descent;
  ascent_ = box > 0 ? line_height_ / 2 + fonts_->points * (extents.ascent / box - 0.5) : fonts_->points;
}

Glyphs::~Glyphs() = default;

Glyph Glyphs::measured(cairo_scaled_font_t* font, unsigned long index, char32_t letter) const {
  Glyph glyph{font, index, advance_of(font, index)};
  if (g_unichar_iszerowidth(letter)) return glyph;
  glyph.cells = std::clamp(static_cast<int>(std::ceil(glyph.advance / cell_ - 0.1)), 1, 2);
  glyph.inset = (glyph.cells * cell_ - glyph.advance) / 2;
  return glyph;
}

Glyph Glyphs::find(char32_t letter) {
  if (g_unichar_iscntrl(letter)) return {};
  for (std::size_t at = 0; at < fonts_->patterns.size(); ++at) {
    if (!fonts_->has(at, letter)) continue;
    cairo_scaled_font_t* const font = fonts_->open(at);
    if (const unsigned long index = font ? index_in(font, letter) : 0) return measured(font, index, letter);
  }
  if (g_unichar_iszerowidth(letter)) return {};
  return measured(fonts_->open(0), 0, letter);  // the empty box that says so
}

const Glyph& Glyphs::of(char32_t letter) {
  const auto known = known_.find(letter);
  return known != known_.end() ? known->second : known_.emplace(letter, find(letter)).first->second;
}

}  // namespace tsuke::render
