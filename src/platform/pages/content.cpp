#include "platform/pages/content.h"

#include <utility>

namespace tsuke::pages {

namespace {

constexpr std::size_t nesting_max = 10'000;  // of saved states, and of marked content

// An operator's letters as one number, to switch by.
constexpr std::uint32_t code(std::string_view name) {
  if (name.size() > 4) return 0;
  std::uint32_t number = 0;
  for (const char c : name) number = number << 8 | static_cast<unsigned char>(c);
  return number;
}

Values numbers_of(const Operation& operation, int count) {
  Values values;
  for (const Operand& operand : operation.operands)
    if (!operand.is_name) values.push_back(operand.number);
  values.resize(static_cast<std::size_t>(count));
  return values;
}

// The last operand, or the one before a font's size.
const Operand* name_operand(const Operation& operation) {
  const auto& operands = operation.operands;
  const std::size_t place = operation.name == "Tf" ? 2 : 1;
  return operands.size() < place || !operands[operands.size() - place].is_name ? nullptr
                                                                               : &operands[operands.size() - place];
}

// The long names of what an inline image abbreviates.
void lengthen(QPDFObjectHandle& dictionary) {
  constexpr std::pair<const char*, const char*> names[] = {
      {"/BPC", "/BitsPerComponent"}, {"/CS", "/ColorSpace"}, {"/D", "/Decode"},
      {"/DP", "/DecodeParms"},       {"/F", "/Filter"},      {"/H", "/Height"},
      {"/IM", "/ImageMask"},         {"/W", "/Width"}};
  for (const auto& [brief, full] : names)
    if (dictionary.hasKey(brief) && !dictionary.hasKey(full)) dictionary.replaceKey(full, dictionary.getKey(brief));
}

}  // namespace

bool Content::is_colored(std::string_view content) {
  ContentScanner scanner(content);
  for (Operation operation; scanner.next(operation);)
    if (!drawing_.budget().spend_operation() || apply(operation)) return true;
  return false;
}

bool Content::apply(const Operation& operation) {
  switch (code(operation.name)) {
    case code("q"):
      if (saved_.size() >= nesting_max) return true;
      saved_.push_back(state_);
      return false;
    case code("Q"):
      if (saved_.empty()) return false;
      state_ = saved_.back();
      saved_.pop_back();
      return false;
    case code("g"): set_device_color(state_.fill, grey_space(), operation); return false;
    case code("G"): set_device_color(state_.stroke, grey_space(), operation); return false;
    case code("rg"): set_device_color(state_.fill, rgb_space(), operation); return false;
    case code("RG"): set_device_color(state_.stroke, rgb_space(), operation); return false;
    case code("k"): set_device_color(state_.fill, cmyk_space(), operation); return false;
    case code("K"): set_device_color(state_.stroke, cmyk_space(), operation); return false;
    case code("cs"): set_space(state_.fill, operation); return false;
    case code("CS"): set_space(state_.stroke, operation); return false;
    case code("sc"):
    case code("scn"): set_color(state_.fill, operation); return false;
    case code("SC"):
    case code("SCN"): set_color(state_.stroke, operation); return false;
    case code("gs"): set_extended_state(operation); return false;
    case code("Tf"): set_font(resource("/Font", operation)); return false;
    case code("Tr"): state_.text_mode = static_cast<int>(numbers_of(operation, 1)[0]) & 7; return false;
    case code("d1"): state_.colors_are_fixed = true; return false;
    case code("BMC"):
    case code("BDC"): begin_marked(operation); return marked_.size() > nesting_max;
    case code("EMC"):
      if (marked_.empty()) return false;
      hidden_depth_ -= marked_.back() ? 1 : 0;
      marked_.pop_back();
      return false;
    default: return paint(operation);
  }
}

bool Content::paint(const Operation& operation) {
  switch (code(operation.name)) {
    case code("f"):
    case code("F"):
    case code("f*"): return fills();
    case code("S"):
    case code("s"): return strokes();
    case code("B"):
    case code("B*"):
    case code("b"):
    case code("b*"): return fills() || strokes();
    case code("Tj"):
    case code("TJ"):
    case code("'"):
    case code("\""): return paint_text(operation);
    case code("Do"): return !is_hidden() && paint_object(operation);
    case code("sh"): return !is_hidden() && paint_shading(operation);
    case code("BI"): return !is_hidden() && paint_inline_image(operation);
    default: return false;
  }
}

// Modes 0 to 3 fill, stroke, do both, and do nothing; 4 to 7 do the same and clip.
bool Content::paint_text(const Operation& operation) {
  const int mode = state_.text_mode & 3;
  if (!operation.shows_letters || mode == 3 || is_hidden()) return false;
  if (state_.font_is_colored && state_.fill.visible) return true;
  return (mode != 1 && fills()) || (mode != 0 && strokes());
}

bool Content::paint_object(const Operation& operation) {
  QPDFObjectHandle object = resource("/XObject", operation);
  if (!object.isStream()) return false;
  QPDFObjectHandle dictionary = object.getDict();
  if (!drawing_.layers().prints(dictionary.getKey("/OC"))) return false;
  QPDFObjectHandle kind = dictionary.getKey("/Subtype");
  if (kind.isNameAndEquals("/Image")) return drawing_.image_shows_color(object, resources_, state_);
  return kind.isNameAndEquals("/Form") && drawing_.form_is_colored(object, resources_, state_, depth_);
}

bool Content::paint_shading(const Operation& operation) {
  if (!state_.fill.visible || state_.colors_are_fixed) return false;
  QPDFObjectHandle shading = resource("/Shading", operation);
  return !shading.isNull() && drawing_.shading_has_color(shading, resources_, false);
}

bool Content::paint_inline_image(const Operation& operation) {
  QPDFObjectHandle dictionary = QPDFObjectHandle::parse("<<" + std::string(operation.dictionary) + ">>");
  if (!dictionary.isDictionary()) return true;
  lengthen(dictionary);
  QPDFObjectHandle image = QPDFObjectHandle::newStream(&drawing_.pdf(), std::string(operation.data));
  QPDFObjectHandle facts = image.getDict();
  for (const auto& [key, value] : dictionary.getDictAsMap())
    if (key != "/Length") facts.replaceKey(key, value);
  return drawing_.image_shows_color(image, resources_, state_);
}

void Content::set_device_color(Paint& paint, const ColorSpace& space, const Operation& operation) {
  if (state_.colors_are_fixed) return;
  paint.space = &space;
  paint.colored = space.can_color() && space.is_colored(numbers_of(operation, space.components()));
}

void Content::set_space(Paint& paint, const Operation& operation) {
  const Operand* const name = name_operand(operation);
  if (state_.colors_are_fixed || name == nullptr) return;
  paint.space = &drawing_.spaces().find(QPDFObjectHandle::newName(name_of(name->name)), resources_);
  const Values initial(static_cast<std::size_t>(paint.space->components()), paint.space->initial_value());
  paint.colored = paint.space->can_color() && paint.space->is_colored(initial);
}

void Content::set_color(Paint& paint, const Operation& operation) {
  if (state_.colors_are_fixed) return;
  if (name_operand(operation) != nullptr) return set_pattern(paint, operation);
  const ColorSpace& space = *paint.space;
  paint.colored =
      space.can_color() && (operation.too_many || space.is_colored(numbers_of(operation, space.components())));
}

void Content::set_pattern(Paint& paint, const Operation& operation) {
  const ColorSpace* const underlying = paint.space->underlying();
  const bool underlying_is_colored =
      underlying != nullptr && underlying->is_colored(numbers_of(operation, underlying->components()));
  QPDFObjectHandle pattern = resource("/Pattern", operation);
  paint.colored = drawing_.pattern_is_colored(pattern, resources_, underlying_is_colored, depth_);
}

void Content::set_font(QPDFObjectHandle font) {
  state_.font_is_colored = drawing_.font_has_colored_glyphs(font, resources_, depth_);
}

void Content::set_extended_state(const Operation& operation) {
  QPDFObjectHandle state = resource("/ExtGState", operation);
  if (!state.isDictionary()) return;
  double opacity = 1;
  if (state.getKey("/ca").getValueAsNumber(opacity)) state_.fill.visible = opacity > 0;
  if (state.getKey("/CA").getValueAsNumber(opacity)) state_.stroke.visible = opacity > 0;
  QPDFObjectHandle font = state.getKey("/Font");
  if (font.isArray() && font.getArrayNItems() > 0) set_font(font.getArrayItem(0));
}

// Only /OC with a name of a layer hides anything.
void Content::begin_marked(const Operation& operation) {
  bool hides = false;
  if (operation.name == "BDC" && operation.operands.size() == 2 && operation.operands[0].name == "OC")
    hides = !drawing_.layers().prints(resource("/Properties", operation));
  marked_.push_back(hides);
  hidden_depth_ += hides ? 1 : 0;
}

QPDFObjectHandle Content::resource(const char* category, const Operation& operation) {
  const Operand* const name = name_operand(operation);
  if (name == nullptr) return QPDFObjectHandle::newNull();
  return resources_.getKeyIfDict(category).getKeyIfDict(name_of(name->name));
}

}  // namespace tsuke::pages
