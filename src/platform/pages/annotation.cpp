#include "platform/pages/annotation.h"

#include "platform/pages/color_space.h"

namespace tsuke::pages {

namespace {

constexpr int hidden = 1 << 1, print = 1 << 2;

// One, three or four numbers: grey, red-green-blue, or the four inks.
bool is_colored(QPDFObjectHandle array) {
  const Values values = read_numbers(array);
  if (values.size() == 3) return rgb_space().is_colored(values);
  return values.size() == 4 && cmyk_space().is_colored(values);
}

double border_width(QPDFObjectHandle& annotation) {
  double width = 1;
  QPDFObjectHandle border = annotation.getKey("/Border");
  if (border.isArray() && border.getArrayNItems() > 2) border.getArrayItem(2).getValueAsNumber(width);
  annotation.getKey("/BS").getKeyIfDict("/W").getValueAsNumber(width);
  return width;
}

}  // namespace

bool annotation_prints(QPDFObjectHandle& annotation, const Layers& layers) {
  if (!annotation.isDictionary()) return false;
  int flags = 0;
  annotation.getKey("/F").getValueAsInt(flags);
  return (flags & print) != 0 && (flags & hidden) == 0 && layers.prints(annotation.getKey("/OC"));
}

QPDFObjectHandle appearance_of(QPDFObjectHandle& annotation) {
  QPDFObjectHandle normal = annotation.getKey("/AP").getKeyIfDict("/N");
  QPDFObjectHandle state = annotation.getKey("/AS");
  return normal.isDictionary() && state.isName() ? normal.getKey(state.getName()) : normal;
}

bool bare_annotation_is_colored(QPDFObjectHandle& annotation) {
  if (annotation.getKey("/Subtype").isNameAndEquals("/Popup")) return false;
  const bool is_link = annotation.getKey("/Subtype").isNameAndEquals("/Link");
  if (is_link) return border_width(annotation) > 0 && is_colored(annotation.getKey("/C"));
  QPDFObjectHandle look = annotation.getKey("/MK");
  return is_colored(annotation.getKey("/C")) || is_colored(annotation.getKey("/IC")) ||
         is_colored(look.getKeyIfDict("/BC")) || is_colored(look.getKeyIfDict("/BG"));
}

}  // namespace tsuke::pages
