// Colour spaces with parameters, and patterns as colours.
#include "platform/pages/corpus_testing.h"

namespace tsuke::pages::testing {

namespace {

const std::string box = " 10 10 80 80 re f";
const std::string white_point = "<< /WhitePoint [.9505 1 1.089] ";
const std::string to_cmyk = "/DeviceCMYK << /FunctionType 2 /Domain [0 1] /N 1 /C0 [0 0 0 0] /C1 ";

Mark in_space(const std::string& name, bool colored, const std::string& space, const std::string& values,
              const std::string& disagreement = "") {
  const auto draw = [=](Sheet& sheet) {
    return sheet.resource("ColorSpace", space) + " cs " + (values.empty() ? "" : values + " scn") + box;
  };
  return {name, colored, draw, disagreement};
}

// The space's function is a stream: `space` ends where its reference belongs.
Mark by_function(const std::string& name, bool colored, const std::string& space, const std::string& facts,
                 const std::string& data, const std::string& values) {
  const auto draw = [=](Sheet& sheet) {
    const std::string function = reference(sheet.add_stream(facts, data));
    return sheet.resource("ColorSpace", space + function + "]") + " cs " + values + " scn" + box;
  };
  return {name, colored, draw};
}

Mark icc(const std::string& name, bool colored, const std::string& count, const std::string& values) {
  const auto draw = [=](Sheet& sheet) {
    const std::string profile = reference(sheet.add_stream("/N " + count, "no profile"));
    return sheet.resource("ColorSpace", "[/ICCBased " + profile + "]") + " cs " + values + " sc" + box;
  };
  return {name, colored, draw};
}

Mark tiled(const std::string& name, bool colored, int paint_type, const std::string& before, const std::string& tile) {
  const auto draw = [=](Sheet& sheet) {
    const std::string facts = "/PatternType 1 /PaintType " + std::to_string(paint_type) +
                              " /TilingType 1 /BBox [0 0 10 10] /XStep 10 /YStep 10 /Resources << >>";
    const std::string pattern = sheet.resource("Pattern", reference(sheet.add_stream(facts, tile)));
    const std::string space = sheet.resource("ColorSpace", "[/Pattern /DeviceRGB]");
    return (paint_type == 1 ? "/Pattern cs " : space + " cs " + before + " ") + pattern + " scn" + box;
  };
  return {name, colored, draw};
}

Marks patterns() {
  return {
      tiled("a coloured tile", true, 1, "", "1 0 0 rg 0 0 5 5 re f"),
      tiled("a grey tile", false, 1, "", ".5 g 0 0 5 5 re f"),
      tiled("a tile in the colour of the moment", true, 2, "1 0 0", "0 0 5 5 re f"),
      tiled("a tile in the grey of the moment", false, 2, ".2 .2 .2", "0 0 5 5 re f"),
      tiled("a tile that may not choose", false, 2, ".2 .2 .2", "1 0 0 rg 0 0 5 5 re f"),
  };
}

Marks functions() {
  const std::string spot = "[/Separation /Spot /DeviceRGB ", two = "[/DeviceN [/A /B] /DeviceRGB ";
  const std::string one_input = "/FunctionType 4 /Domain [0 1] /Range [0 1 0 1 0 1]";
  const std::string two_inputs = "/FunctionType 4 /Domain [0 1 0 1] /Range [0 1 0 1 0 1]";
  const std::string table = "/FunctionType 0 /Domain [0 1] /Range [0 1 0 1 0 1] /Size [2] /BitsPerSample 8";
  return {
      by_function("a calculated grey", false, spot, one_input, "{ 1 exch sub dup dup }", ".7"),
      by_function("a calculated colour", true, spot, one_input, "{ 1 exch sub dup 0.5 mul 1 }", ".7"),
      by_function("a calculated branch to grey", false, spot, one_input,
                  "{ dup .5 gt { pop 0 0 0 } { pop 1 0 0 } ifelse }", ".7"),
      by_function("a calculated branch to colour", true, spot, one_input,
                  "{ dup .5 lt { pop 0 0 0 } { pop 1 0 0 } ifelse }", ".7"),
      by_function("two inks, calculated grey", false, two, two_inputs, "{ add 2 div dup dup }", ".2 .6"),
      by_function("two inks, calculated colour", true, two, two_inputs, "{ 2 copy 3 1 roll pop }", ".2 .6"),
      by_function("a table of greys", false, spot, table, std::string("\xFF\xFF\xFF\x20\x20\x20", 6), ".5"),
      by_function("a table to colour", true, spot, table, std::string("\xFF\xFF\xFF\xFF\x00\x00", 6), ".5"),
  };
}

}  // namespace

Marks space_marks() {
  const std::string unadapted = "the renderer gives calibrated grey a tint";
  const std::string stitched =
      "[/Separation /Spot /DeviceRGB << /FunctionType 3 /Domain [0 1] /Bounds [.5] /Encode [0 1 0 1] /Functions ["
      "<< /FunctionType 2 /Domain [0 1] /N 1 /C0 [1 1 1] /C1 [.5 .5 .5] >> << /FunctionType 2 /Domain [0 1] /N 1 /C0 "
      "[.5 .5 .5] /C1 [1 0 0] >>] >>]";
  Marks marks = {
      in_space("calibrated grey", false, "[/CalGray " + white_point + ">>]", ".4", unadapted),
      in_space("grey in calibrated rgb", false, "[/CalRGB " + white_point + ">>]", ".4 .4 .4", unadapted),
      in_space("calibrated red", true, "[/CalRGB " + white_point + ">>]", "1 0 0"),
      in_space("grey in lab", false, "[/Lab " + white_point + "/Range [-100 100 -100 100] >>]", "50 0 0"),
      in_space("colour in lab", true, "[/Lab " + white_point + "/Range [-100 100 -100 100] >>]", "50 60 0"),
      in_space("the first colour of rgb", false, "/DeviceRGB", ""),
      in_space("the first colour of a spot", true, "[/Separation /Spot " + to_cmyk + "[1 0 0 0] >>]", ""),
      in_space("a spot", true, "[/Separation /Spot " + to_cmyk + "[0 1 .6 0] >>]", ".8"),
      in_space("a spot of no tint", false, "[/Separation /Spot " + to_cmyk + "[0 1 .6 0] >>]", "0"),
      in_space("a grey spot", false, "[/Separation /Spot " + to_cmyk + "[0 0 0 .6] >>]", ".8"),
      in_space("the black ink by name", false, "[/Separation /Black " + to_cmyk + "[0 0 0 1] >>]", ".8"),
      in_space("all inks", false, "[/Separation /All " + to_cmyk + "[0 0 0 1] >>]", "1"),
      in_space("no ink by name", false, "[/Separation /None " + to_cmyk + "[1 0 0 0] >>]", "1"),
      in_space("black among named inks", false, "[/DeviceN [/Black] " + to_cmyk + "[0 0 0 1] >>]", ".5"),
      in_space("a stitched spot, grey", false, stitched, ".4"),
      in_space("a stitched spot, coloured", true, stitched, ".9"),
      in_space("a coloured entry of a palette", true, "[/Indexed /DeviceRGB 1 <808080FF0000>]", "1"),
      in_space("a grey entry of a palette", false, "[/Indexed /DeviceRGB 1 <808080FF0000>]", "0"),
      icc("a grey profile", false, "1", ".5"),
      icc("grey in a profile of rgb", false, "3", ".5 .5 .5"),
      icc("colour in a profile of rgb", true, "3", ".5 .9 .5"),
      icc("black in a profile of cmyk", false, "4", "0 0 0 .7"),
      icc("colour in a profile of cmyk", true, "4", "0 .7 0 0"),
  };
  for (const Marks& more : {patterns(), functions()}) marks.insert(marks.end(), more.begin(), more.end());
  return marks;
}

}  // namespace tsuke::pages::testing
