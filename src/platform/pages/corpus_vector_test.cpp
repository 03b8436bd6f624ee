// Paths and text in the device's colours, and in every other space.
#include "platform/pages/corpus_testing.h"

namespace tsuke::pages::testing {

namespace {

const std::string box = " 10 10 80 80 re ";

struct Color {
  const char* name;
  bool colored;
  const char* fill;
  const char* stroke;
  const char* disagreement = "";
};

const Color device_colors[] = {
    {"black", false, "0 g", "0 G"},
    {"grey", false, ".5 g", ".5 G"},
    {"grey in rgb", false, ".3 .3 .3 rg", ".3 .3 .3 RG"},
    {"nearly grey in rgb", false, ".3 .31 .3 rg", ".3 .31 .3 RG"},
    {"white in rgb", false, "1 1 1 rg", "1 1 1 RG"},
    {"past white in rgb", false, "2 3 4 rg", "2 3 4 RG"},
    {"red", true, "1 0 0 rg", "1 0 0 RG"},
    {"pale blue", true, ".9 .9 1 rg", ".9 .9 1 RG"},
    {"dark green", true, "0 .1 0 rg", "0 .1 0 RG"},
    {"black ink", false, "0 0 0 .6 k", "0 0 0 .6 K"},
    {"no ink", false, "0 0 0 0 k", "0 0 0 0 K"},
    {"equal inks", false, ".1 .1 .1 .2 k", ".1 .1 .1 .2 K", "the inks of the renderer are not neutral"},
    {"cyan", true, "1 0 0 0 k", "1 0 0 0 K"},
    {"yellow with black", true, "0 0 .8 .3 k", "0 0 .8 .3 K"},
};

struct Painting {
  const char* name;
  bool fills, strokes;
  std::string operators;
};

const Painting paintings[] = {
    {"filled", true, false, box + "f"},
    {"filled by its old name", true, false, box + "F"},
    {"filled even-odd", true, false, box + "f*"},
    {"stroked", false, true, box + "S"},
    {"closed and stroked", false, true, "10 10 m 90 10 l 50 90 l s"},
    {"text", true, false, "BT /F 40 Tf 10 30 Td (Mm) Tj ET"},
};

void add_device_colors(Marks& marks) {
  for (const Color& color : device_colors)
    for (const Painting& painting : paintings) {
      const std::string content = std::string(painting.fills ? color.fill : color.stroke) + " " + painting.operators;
      marks.push_back({std::string(color.name) + ", " + painting.name, color.colored,
                       [content](Sheet& sheet) {
                         std::string text = content;
                         if (const auto at = text.find("/F "); at != std::string::npos)
                           text.replace(
                               at, 2, sheet.resource("Font", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"));
                         return text;
                       },
                       color.disagreement});
    }
}

Mark plain(const std::string& name, bool colored, const std::string& content, const std::string& disagreement = "") {
  return {name, colored, [content](Sheet&) { return content; }, disagreement};
}

Mark lettered(const std::string& name, bool colored, const std::string& content, const std::string& disagreement = "") {
  const auto draw = [content](Sheet& sheet) {
    return "BT " + sheet.resource("Font", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>") +
           " 40 Tf 10 30 Td " + content + " ET";
  };
  return {name, colored, draw, disagreement};
}

}  // namespace

Marks vector_marks() {
  Marks marks;
  add_device_colors(marks);
  for (const char* both : {"B", "B*", "b", "b*"}) {
    marks.push_back(plain("red line around grey, " + std::string(both), true, "8 w .5 g 1 0 0 RG" + box + both));
    marks.push_back(plain("black line around red, " + std::string(both), true, "1 0 0 rg 0 G" + box + both));
    marks.push_back(plain("all grey, " + std::string(both), false, ".5 .5 .5 rg 0 0 0 1 K" + box + both));
  }
  const Mark others[] = {
      plain("a colour that is set and not used", false, "1 0 0 rg 0 1 0 RG 0 g 0 G" + box + "f"),
      plain("a colour that is put away", false, "q 1 0 0 rg Q" + box + "f"),
      plain("a colour that comes back", true, "1 0 0 rg q 0 g Q" + box + "f"),
      plain("a path that is not painted", false, "1 0 0 rg" + box + "n"),
      plain("a colour used to clip only", false, "1 0 0 rg" + box + "W n"),
      plain("numbers in every spelling", true, "+1. -.0 0.00 rg" + box + "f"),
      plain("a comment with a colour", false, "% 1 0 0 rg\n" + box + "f"),
      plain("a string with a colour", false, "/Tag << /A (1 0 0 rg \\) ( ) ) >> BDC EMC" + box + "f"),
      lettered("text in pieces", true, "1 0 0 rg [(M) -20 (m)] TJ"),
      lettered("hexadecimal text", true, "1 0 0 rg <4D6D> Tj"),
      lettered("text on the next line", true, "1 0 0 rg 0 TL (Mm) '"),
      lettered("text on the next line, spaced", true, "1 0 0 rg 0 TL 1 1 (Mm) \""),
      lettered("invisible text", false, "1 0 0 rg 3 Tr (Mm) Tj"),
      lettered("outlined text", true, "1 0 0 RG 4 w 1 Tr (Mm) Tj"),
      lettered("outlined text, fill unused", false, "1 0 0 rg 4 w 1 Tr (Mm) Tj"),
      lettered("filled and outlined text", true, "1 0 0 RG 4 w 2 Tr (Mm) Tj"),
      lettered("text that only clips", false, "1 0 0 rg 7 Tr (Mm) Tj"),
      lettered("no text", false, "1 0 0 rg () Tj <> Tj [] TJ"),
      lettered("spaces", true, "1 0 0 rg (   ) Tj", "a font may draw anything for a space: letters count unread"),
      plain("colour clipped away", true, "200 200 5 5 re W n 1 0 0 rg" + box + "f", "clips are not followed"),
      plain("colour off the page", true, "1 0 0 rg 900 900 50 50 re f", "places are not followed"),
      plain("colour covered by white", true, "1 0 0 rg" + box + "f 1 g 0 0 100 100 re f",
            "what lies on top is not followed"),
      plain("a fill without area", true, "1 0 0 rg 300 300 0 0 re f", "sizes are not followed"),
      plain("rich black", true, ".6 .4 .4 1 k" + box + "f", "inks that differ count, even under black"),
  };
  marks.insert(marks.end(), std::begin(others), std::end(others));
  return marks;
}

}  // namespace tsuke::pages::testing
