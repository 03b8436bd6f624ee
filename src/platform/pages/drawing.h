// What is drawn on the pages of one document, as far as its colour goes.
#pragma once

#include <map>
#include <optional>
#include <tuple>

#include "platform/pages/color_space.h"
#include "platform/pages/layers.h"

namespace tsuke::pages {

// What fills or strokes at the moment.
struct Paint {
  const ColorSpace* space = &grey_space();
  bool colored = false;
  bool visible = true;  // not fully transparent
  bool shows_color() const { return colored && visible; }
  auto operator<=>(const Paint&) const = default;
};

struct GraphicsState {
  Paint fill, stroke;
  int text_mode = 0;
  bool font_is_colored = false;   // a Type 3 font, whose glyphs bring their own
  bool colors_are_fixed = false;  // within what is drawn in the colour of another: colours set there say nothing
  auto operator<=>(const GraphicsState&) const = default;
};

// Answers for pages, and for what they share: each verdict is found once. True is a safe answer, and given where
// nothing better can be known: past a bound, of what is damaged, of what draws itself.
class Drawing {
 public:
  Drawing(QPDF& pdf, Duration time) : pdf_(pdf), budget_(time), spaces_(budget_), layers_(pdf) {}

  bool page_is_colored(QPDFObjectHandle& page, QPDFObjectHandle& resources);

  // For the content being read. `depth` counts what is drawn within each other.
  bool form_is_colored(QPDFObjectHandle& form, QPDFObjectHandle& resources, GraphicsState state, int depth);
  bool image_shows_color(QPDFObjectHandle& image, QPDFObjectHandle& resources, const GraphicsState& state);
  bool pattern_is_colored(QPDFObjectHandle pattern, QPDFObjectHandle& resources, bool underlying_is_colored, int depth);
  bool font_has_colored_glyphs(QPDFObjectHandle font, QPDFObjectHandle& resources, int depth);
  bool shading_has_color(QPDFObjectHandle shading, QPDFObjectHandle& resources, bool as_pattern);

  QPDF& pdf() { return pdf_; }
  Budget& budget() { return budget_; }
  ColorSpaces& spaces() { return spaces_; }
  const Layers& layers() const { return layers_; }

 private:
  using Key = std::tuple<QPDFObjGen, GraphicsState, int>;
  template <typename Look>
  bool once(QPDFObjectHandle& what, const GraphicsState& state, int kind, bool keep, const Look& look);
  bool content_is_colored(QPDFObjectHandle& stream, QPDFObjectHandle resources, const GraphicsState& state, int depth);
  bool page_content_is_colored(QPDFObjectHandle& page, QPDFObjectHandle& resources);
  bool annotations_are_colored(QPDFObjectHandle annotations);

  QPDF& pdf_;
  Budget budget_;
  ColorSpaces spaces_;
  const Layers layers_;
  std::map<Key, std::optional<bool>> verdicts_;  // without a value while it is looked for
};

}  // namespace tsuke::pages
