// Follows the operations of one content stream until the first that paints in colour.
#pragma once

#include <string_view>
#include <vector>

#include "platform/pages/content_scanner.h"
#include "platform/pages/drawing.h"

namespace tsuke::pages {

class Content {
 public:
  Content(Drawing& drawing, QPDFObjectHandle resources, const GraphicsState& state, int depth)
      : drawing_(drawing), resources_(std::move(resources)), state_(state), depth_(depth) {}

  bool is_colored(std::string_view content);

 private:
  // Each answers whether the operation painted in colour.
  bool apply(const Operation& operation);
  bool paint(const Operation& operation);
  bool paint_text(const Operation& operation);
  bool paint_object(const Operation& operation);
  bool paint_shading(const Operation& operation);
  bool paint_inline_image(const Operation& operation);

  void set_device_color(Paint& paint, const ColorSpace& space, const Operation& operation);
  void set_space(Paint& paint, const Operation& operation);
  void set_color(Paint& paint, const Operation& operation);
  void set_pattern(Paint& paint, const Operation& operation);
  void set_font(QPDFObjectHandle font);
  void set_extended_state(const Operation& operation);
  void begin_marked(const Operation& operation);

  QPDFObjectHandle resource(const char* category, const Operation& operation);
  bool fills() const { return !is_hidden() && state_.fill.shows_color(); }
  bool strokes() const { return !is_hidden() && state_.stroke.shows_color(); }
  bool is_hidden() const { return hidden_depth_ > 0; }

  Drawing& drawing_;
  QPDFObjectHandle resources_;
  GraphicsState state_;
  const int depth_;
  std::vector<GraphicsState> saved_;
  std::vector<bool> marked_;  // whether each marked content that is open hides what is in it
  int hidden_depth_ = 0;
};

}  // namespace tsuke::pages
