// Forms, groups, fonts whose glyphs are drawn, transparency and layers.
#include "platform/pages/corpus_testing.h"

namespace tsuke::pages::testing {

namespace {

const std::string box = " 10 10 80 80 re f ";
const std::string group = "/Group << /S /Transparency >> ";

Mark in_form(const std::string& name, bool colored, const std::string& facts, const std::string& content,
             const std::string& before = "") {
  return {name, colored, [=](Sheet& sheet) { return before + " " + sheet.form(facts, content) + " Do"; }};
}

Mark nested(const std::string& name, bool colored, const std::string& content, int depth) {
  return {name, colored, [=](Sheet& sheet) {
            std::string form = sheet.form("", content);
            for (int i = 1; i < depth; ++i) form = sheet.form("", "q " + form + " Do Q " + form + " Do");
            return form + " Do";
          }};
}

Mark with_state(const std::string& name, bool colored, const std::string& state, const std::string& content) {
  return {name, colored,
          [=](Sheet& sheet) { return sheet.resource("ExtGState", "<< " + state + " >>") + " gs " + content; }};
}

Mark drawn_font(const std::string& name, bool colored, const std::string& glyph, const std::string& before,
                const std::string& text = "(a)", const std::string& disagreement = "") {
  const auto draw = [=](Sheet& sheet) {
    const std::string first = reference(sheet.add_stream("", glyph));
    const std::string second = reference(sheet.add_stream("", "1000 0 d0 0 0 700 700 re f"));
    const std::string font = sheet.resource(
        "Font",
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [.001 0 0 .001 0 0] /FirstChar 97 "
        "/LastChar 98 /Widths [1000 1000] /Encoding << /Differences [97 /a /b] >> /Resources << >> /CharProcs << /a " +
            first + " /b " + second + " >> >>");
    return "BT " + before + " " + font + " 60 Tf 10 20 Td " + text + " Tj ET";
  };
  return {name, colored, draw, disagreement};
}

Mark layered(const std::string& name, bool colored, std::vector<bool> layers, const std::string& membership,
             const std::string& disagreement = "") {
  const auto draw = [=](Sheet& sheet) {
    std::string groups, last;
    for (const bool on : layers) groups += (last = reference(sheet.new_layer(on))) + " ";
    std::string value = last;
    if (!membership.empty()) {
      value = membership;
      for (auto at = value.find("ALL"); at != std::string::npos; at = value.find("ALL")) value.replace(at, 3, groups);
      value = reference(sheet.add("<< /Type /OCMD " + value + " >>"));
    }
    return "0 g" + box + "/OC " + sheet.resource("Properties", value) + " BDC /Inner BMC 1 0 0 rg" + box + "EMC EMC";
  };
  return {name, colored, draw, disagreement};
}

Marks layers() {
  return {
      layered("a layer that is on", true, {true}, ""),
      layered("a layer that is off", false, {false}, ""),
      layered("any on of two", true, {true, false}, "/OCGs [ALL] /P /AnyOn"),
      layered("all on of two", false, {true, false}, "/OCGs [ALL] /P /AllOn"),
      layered("any off of two", true, {true, false}, "/OCGs [ALL] /P /AnyOff"),
      layered("all off of two", false, {true, false}, "/OCGs [ALL] /P /AllOff"),
      layered("an expression that holds", true, {false}, "/VE [/Not ALL]"),
      layered("an expression that does not", false, {true, false}, "/VE [/And ALL]"),
      layered("an expression of several", true, {true, false}, "/VE [/Or ALL]"),
  };
}

Marks fonts() {
  const std::string square = "0 0 700 700 re f";
  return {
      drawn_font("glyphs with a colour of their own", true, "1000 0 d0 1 0 0 rg " + square, "0 g"),
      drawn_font("glyphs with a grey of their own", false, "1000 0 d0 .5 g " + square, "0 g"),
      drawn_font("glyphs in the colour of the text", true, "1000 0 0 0 700 700 d1 " + square, "1 0 0 rg"),
      drawn_font("glyphs in the grey of the text", false, "1000 0 0 0 700 700 d1 " + square, ".5 .5 .5 rg"),
      drawn_font("glyphs that may not choose", false, "1000 0 0 0 700 700 d1 1 0 0 rg " + square, "0 g"),
      drawn_font("a coloured glyph that is not shown", true, "1000 0 d0 1 0 0 rg " + square, "0 g", "(b)",
                 "a font counts with all its glyphs"),
  };
}

}  // namespace

Marks object_marks() {
  Marks marks{
      in_form("a grey form", false, "", ".5 .5 .5 rg" + box),
      in_form("a coloured form", true, "", "1 0 0 rg" + box),
      in_form("a form that keeps its colour to itself", false, "", "1 0 0 rg"),
      in_form("a form in the colour of the moment", true, "", box, "1 0 0 rg"),
      in_form("a form in the grey of the moment", false, "", box, "1 0 0 rg .3 g"),
      in_form("a coloured group", true, group, "1 0 0 rg" + box),
      in_form("a grey group", false, group + "/Matrix [.5 0 0 .5 0 0] ", "0 0 0 .5 k" + box),
      nested("forms within forms, coloured", true, "0 1 0 rg" + box, 8),
      nested("forms within forms, grey", false, ".7 g" + box, 8),
      with_state("no opacity", false, "/ca 0", "1 0 0 rg" + box),
      with_state("some opacity", true, "/ca .4", "1 0 0 rg" + box),
      with_state("no opacity of lines", false, "/CA 0", "1 0 0 RG 10 10 80 80 re S"),
      with_state("no opacity of lines, a fill", true, "/CA 0", "1 0 0 rg" + box),
      with_state("a blend of greys", false, "/BM /Multiply /ca .5", ".5 g" + box + ".2 .2 .2 rg" + box),
      {"a group without opacity", false,
       [](Sheet& sheet) {
         return sheet.resource("ExtGState", "<< /ca 0 >>") + " gs " + sheet.form(group, "1 0 0 rg" + box) + " Do";
       }},
      {"a form that is a layer off", false,
       [](Sheet& sheet) {
         return sheet.form("/OC " + reference(sheet.new_layer(false)) + " ", "1 0 0 rg" + box) + " Do";
       }},
      {"a form without resources of its own", true,
       [](Sheet& sheet) {
         const std::string space = sheet.resource("ColorSpace", "[/Indexed /DeviceRGB 1 <000000FF0000>]");
         const int form =
             sheet.add_stream("/Type /XObject /Subtype /Form /BBox [0 0 100 100]", space + " cs 1 sc" + box);
         return sheet.resource("XObject", reference(form)) + " Do";
       }},
  };
  for (const Marks& more : {layers(), fonts()}) marks.insert(marks.end(), more.begin(), more.end());
  return marks;
}

namespace {

Mark annotated(const std::string& name, bool colored, const std::string& facts, const std::string& color,
               const std::string& disagreement = "") {
  const auto draw = [=](Sheet& sheet) {
    const std::string look =
        reference(sheet.add_stream("/Type /XObject /Subtype /Form /BBox [0 0 40 40]", color + " 0 0 40 40 re f"));
    std::string text = facts;
    for (auto at = text.find("LOOK"); at != std::string::npos; at = text.find("LOOK")) text.replace(at, 4, look);
    sheet.annotate("<< /Type /Annot /Rect [150 250 190 290] " + text + " >>");
    return std::string();
  };
  return {name, colored, draw, disagreement};
}

}  // namespace

Marks page_marks() {
  const std::string on_screen = "the second opinion shows what a screen does, not what is printed";
  return {
      annotated("a stamp in colour", true, "/Subtype /Stamp /F 4 /AP << /N LOOK >>", "1 0 0 rg"),
      annotated("a stamp in grey", false, "/Subtype /Stamp /F 4 /AP << /N LOOK >>", ".5 g"),
      annotated("a hidden stamp", false, "/Subtype /Stamp /F 6 /AP << /N LOOK >>", "1 0 0 rg"),
      annotated("a stamp that is not printed", false, "/Subtype /Stamp /F 0 /AP << /N LOOK >>", "1 0 0 rg", on_screen),
      annotated("a stamp that is only printed", true, "/Subtype /Stamp /F 36 /AP << /N LOOK >>", "1 0 0 rg", on_screen),
      annotated("a box that is ticked", true, "/Subtype /Stamp /F 4 /AS /On /AP << /N << /On LOOK >> >>", "1 0 0 rg"),
      annotated("a box that is not ticked", false, "/Subtype /Stamp /F 4 /AS /Off /AP << /N << /On LOOK >> >>",
                "1 0 0 rg"),
      annotated("a pop-up with a look", true, "/Subtype /Popup /F 4 /AP << /N LOOK >>", "1 0 0 rg"),
      annotated("a pop-up", false, "/Subtype /Popup /F 4 /C [1 0 0]", ""),
      annotated("a link with a red frame", true,
                "/Subtype /Link /F 4 /C [1 0 0] /Border [0 0 4] /A << /S /URI /URI (x) >>", ""),
      annotated("a link without a frame", false,
                "/Subtype /Link /F 4 /C [1 0 0] /Border [0 0 0] /A << /S /URI /URI (x) >>", ""),
  };
}

}  // namespace tsuke::pages::testing
