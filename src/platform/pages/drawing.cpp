#include "platform/pages/drawing.h"

#include "platform/pages/annotation.h"
#include "platform/pages/content.h"
#include "platform/pages/image.h"
#include "platform/pages/shading.h"
#include "platform/pages/stream.h"

namespace tsuke::pages {

namespace {

enum Kind { of_page, of_form, of_image, of_pattern, of_font, of_shading, of_background };

constexpr int content_parts_max = 10'000;

QPDFObjectHandle own_or(QPDFObjectHandle dictionary, QPDFObjectHandle& resources) {
  QPDFObjectHandle own = dictionary.getKey("/Resources");
  return own.isDictionary() ? own : resources;
}

bool has_own_resources(QPDFObjectHandle dictionary) { return dictionary.getKey("/Resources").isDictionary(); }

}  // namespace

// What is found while it is still looked for draws itself.
template <typename Look>
bool Drawing::once(QPDFObjectHandle& what, const GraphicsState& state, int kind, bool keep, const Look& look) {
  if (!what.isIndirect()) return look();
  const auto [place, is_new] = verdicts_.try_emplace({what.getObjGen(), state, kind});
  if (!is_new) return place->second.value_or(true);
  const bool verdict = look();
  if (keep || verdict)
    place->second = verdict;
  else
    verdicts_.erase(place);
  return verdict;
}

bool Drawing::page_is_colored(QPDFObjectHandle& page, QPDFObjectHandle& resources) {
  if (budget_.is_spent()) return true;
  try {
    // A page may stand in the tree many times.
    return once(page, {}, of_page, true, [&] {
      return page_content_is_colored(page, resources) || annotations_are_colored(page.getKey("/Annots"));
    });
  } catch (const std::bad_alloc&) { throw; } catch (const std::exception&) {
    return true;  // an object that it needs is damaged
  }
}

bool Drawing::page_content_is_colored(QPDFObjectHandle& page, QPDFObjectHandle& resources) {
  QPDFObjectHandle contents = page.getKey("/Contents");
  std::string all;
  const int count = contents.isArray() ? contents.getArrayNItems() : 1;
  if (count > content_parts_max) return true;
  for (int i = 0; i < count; ++i) {
    QPDFObjectHandle part = contents.isArray() ? contents.getArrayItem(i) : contents;
    if (!part.isStream()) continue;
    const auto text = read_stream(part, budget_, content_bytes_max - all.size());
    if (!text) return true;
    all += *text;
    all += '\n';
  }
  return Content(*this, resources, {}, 0).is_colored(all);
}

bool Drawing::content_is_colored(QPDFObjectHandle& stream, QPDFObjectHandle resources, const GraphicsState& state,
                                 int depth) {
  if (depth > depth_max) return true;
  const auto text = read_stream(stream, budget_, content_bytes_max);
  return !text || Content(*this, resources, state, depth).is_colored(*text);
}

bool Drawing::form_is_colored(QPDFObjectHandle& form, QPDFObjectHandle& resources, GraphicsState state, int depth) {
  QPDFObjectHandle dictionary = form.getDict();
  // A group is made whole first and then laid down with the transparency of the moment.
  if (dictionary.getKey("/Group").getKeyIfDict("/S").isNameAndEquals("/Transparency")) {
    if (!state.fill.visible) return false;
    state.fill.visible = state.stroke.visible = true;
  }
  return once(form, state, of_form, has_own_resources(dictionary),
              [&] { return content_is_colored(form, own_or(dictionary, resources), state, depth + 1); });
}

bool Drawing::image_shows_color(QPDFObjectHandle& image, QPDFObjectHandle& resources, const GraphicsState& state) {
  if (!state.fill.visible) return false;
  QPDFObjectHandle is_mask = image.getDict().getKey("/ImageMask");
  if (is_mask.isBool() && is_mask.getBoolValue()) return state.fill.colored;
  if (state.colors_are_fixed) return false;
  return once(image, {}, of_image, true, [&] { return image_is_colored(image, resources, spaces_, budget_); });
}

bool Drawing::pattern_is_colored(QPDFObjectHandle pattern, QPDFObjectHandle& resources, bool underlying_is_colored,
                                 int depth) {
  if (pattern.isDictionary()) return shading_has_color(pattern.getKey("/Shading"), resources, true);
  if (!pattern.isStream()) return false;
  QPDFObjectHandle dictionary = pattern.getDict();
  int paint_type = 1;
  dictionary.getKey("/PaintType").getValueAsInt(paint_type);
  if (paint_type == 2) return underlying_is_colored;
  return once(pattern, {}, of_pattern, has_own_resources(dictionary),
              [&] { return content_is_colored(pattern, own_or(dictionary, resources), {}, depth + 1); });
}

// Of all its glyphs, whichever are shown: a subset is made of those that are.
bool Drawing::font_has_colored_glyphs(QPDFObjectHandle font, QPDFObjectHandle& resources, int depth) {
  if (!font.getKeyIfDict("/Subtype").isNameAndEquals("/Type3")) return false;
  QPDFObjectHandle glyphs = font.getKey("/CharProcs");
  if (!glyphs.isDictionary()) return false;
  return once(font, {}, of_font, has_own_resources(font), [&] {
    for (auto& [name, glyph] : glyphs.getDictAsMap())
      if (glyph.isStream() && content_is_colored(glyph, own_or(font, resources), {}, depth + 1)) return true;
    return false;
  });
}

bool Drawing::shading_has_color(QPDFObjectHandle shading, QPDFObjectHandle& resources, bool as_pattern) {
  return once(shading, {}, as_pattern ? of_background : of_shading, true,
              [&] { return shading_is_colored(shading, as_pattern, resources, spaces_, budget_); });
}

bool Drawing::annotations_are_colored(QPDFObjectHandle annotations) {
  for (int i = 0; annotations.isArray() && i < annotations.getArrayNItems(); ++i) {
    QPDFObjectHandle annotation = annotations.getArrayItem(i);
    if (!budget_.spend_operation()) return true;
    if (!annotation_prints(annotation, layers_)) continue;
    QPDFObjectHandle appearance = appearance_of(annotation);
    QPDFObjectHandle nothing = QPDFObjectHandle::newDictionary();
    if (appearance.isStream() ? form_is_colored(appearance, nothing, {}, 0) : bare_annotation_is_colored(annotation))
      return true;
  }
  return false;
}

}  // namespace tsuke::pages
