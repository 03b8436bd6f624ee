// Smooth shadings of every type.
#include "platform/pages/corpus_testing.h"

namespace tsuke::pages::testing {

namespace {

std::string from_to(const std::string& first, const std::string& last) {
  return "<< /FunctionType 2 /Domain [0 1] /N 1 /C0 [" + first + "] /C1 [" + last + "] >>";
}

Mark shaded(const std::string& name, bool colored, const std::string& facts) {
  return {name, colored, [=](Sheet& sheet) {
            return "10 10 80 80 re W n " + sheet.resource("Shading", "<< " + facts + " >>") + " sh";
          }};
}

Mark patterned(const std::string& name, bool colored, const std::string& facts, const std::string& disagreement = "") {
  return {name, colored,
          [=](Sheet& sheet) {
            return "/Pattern cs " + sheet.resource("Pattern", "<< /PatternType 2 /Shading << " + facts + " >> >>") +
                   " scn 10 10 80 80 re f";
          },
          disagreement};
}

Mark calculated(const std::string& name, bool colored, const std::string& program) {
  return {name, colored, [=](Sheet& sheet) {
            const std::string function =
                reference(sheet.add_stream("/FunctionType 4 /Domain [0 1 0 1] /Range [0 1 0 1 0 1]", program));
            return "10 10 80 80 re W n q 100 0 0 100 0 0 cm " +
                   sheet.resource("Shading", "<< /ShadingType 1 /ColorSpace /DeviceRGB /Domain [0 1 0 1] /Function " +
                                                 function + " >>") +
                   " sh Q";
          }};
}

const std::string axial = "/ShadingType 2 /Coords [0 0 100 0] /Extend [true true] /ColorSpace ";
const std::string radial = "/ShadingType 3 /Coords [50 50 0 50 50 50] /Extend [true true] /ColorSpace ";

// Coordinates and components of a byte each: 0 to 100 points, and 0 to 1.
std::string mesh_facts(int type) {
  return "/ShadingType " + std::to_string(type) + " /ColorSpace /DeviceRGB /BitsPerCoordinate 8 /BitsPerComponent 8 " +
         (type == 5 ? "/VerticesPerRow 2 " : "/BitsPerFlag 8 ") + "/Decode [0 100 0 100 0 1 0 1 0 1] ";
}

std::string mesh_data(int type, const std::string& first, const std::string& others) {
  const auto at = [](int x, int y) { return std::string{static_cast<char>(x), static_cast<char>(y)}; };
  const std::string flag = type == 5 ? "" : std::string(1, '\0');
  if (type < 6)
    return flag + at(20, 20) + first + flag + at(230, 20) + others + flag + at(20, 230) + others +
           (type == 5 ? at(230, 230) + others : "");
  std::string data = flag;
  const int round[12][2] = {{20, 20},   {20, 90},   {20, 160}, {20, 230}, {90, 230}, {160, 230},
                            {230, 230}, {230, 160}, {230, 90}, {230, 20}, {160, 20}, {90, 20}};
  for (const auto& point : round) data += at(point[0], point[1]);
  if (type == 7) data += at(90, 90) + at(90, 160) + at(160, 160) + at(160, 90);
  return data + first + others + others + others;
}

Mark meshed(int type, bool colored) {
  const std::string grey(3, '\x60'), first = colored ? std::string("\xF0\x10\x10", 3) : std::string(3, '\x20');
  return {"mesh of type " + std::to_string(type) + (colored ? ", coloured" : ", grey"), colored, [=](Sheet& sheet) {
            const std::string shading = reference(sheet.add_stream(mesh_facts(type), mesh_data(type, first, grey)));
            return sheet.resource("Shading", shading) + " sh";
          }};
}

}  // namespace

Marks shading_marks() {
  Marks marks{
      shaded("along an axis, grey", false, axial + "/DeviceGray /Function " + from_to("0", "1")),
      shaded("along an axis, grey in rgb", false, axial + "/DeviceRGB /Function " + from_to("0 0 0", "1 1 1")),
      shaded("along an axis, to red", true, axial + "/DeviceRGB /Function " + from_to("0 0 0", "1 0 0")),
      shaded("along an axis, of one function each", true,
             axial + "/DeviceRGB /Function [" + from_to("0", "1") + from_to("0", "0") + from_to("0", "1") + "]"),
      shaded("along an axis, of one grey function each", false,
             axial + "/DeviceRGB /Function [" + from_to("0", "1") + from_to("0", "1") + from_to("0", "1") + "]"),
      shaded("along an axis, black ink", false, axial + "/DeviceCMYK /Function " + from_to("0 0 0 0", "0 0 0 1")),
      shaded("along an axis, inks", true, axial + "/DeviceCMYK /Function " + from_to("0 0 0 0", "0 1 0 0")),
      shaded("coloured in its middle only", true,
             axial +
                 "/DeviceRGB /Function << /FunctionType 3 /Domain [0 1] /Bounds [.4 .6] /Encode [0 1 0 1 0 1] "
                 "/Functions [" +
                 from_to("0 0 0", "0 0 0") + from_to("0 0 1", "0 0 1") + from_to("1 1 1", "1 1 1") + "] >>"),
      shaded("around a point, grey in rgb", false, radial + "/DeviceRGB /Function " + from_to("0 0 0", ".8 .8 .8")),
      shaded("around a point, to blue", true, radial + "/DeviceRGB /Function " + from_to("1 1 1", "0 0 1")),
      shaded("of a spot", true,
             axial + "[/Separation /Spot /DeviceRGB " + from_to("1 1 1", "0 1 0") + "] /Function " + from_to("0", "1")),
      shaded("of a grey spot", false,
             axial + "[/Separation /Spot /DeviceRGB " + from_to("1 1 1", "0 0 0") + "] /Function " + from_to("0", "1")),
      patterned("as a pattern, grey", false, axial + "/DeviceRGB /Function " + from_to("0 0 0", "1 1 1")),
      patterned("as a pattern, to red", true, axial + "/DeviceRGB /Function " + from_to("0 0 0", "1 0 0")),
      patterned("a coloured background", true,
                "/ShadingType 2 /Coords [40 0 60 0] /Background [1 0 0] /ColorSpace /DeviceRGB /Function " +
                    from_to("0 0 0", "1 1 1")),
      calculated("by place, grey", false, "{ add 2 div dup dup }"),
      calculated("by place, coloured", true, "{ 0.5 }"),
  };
  for (int type = 4; type <= 7; ++type)
    for (const bool colored : {false, true}) marks.push_back(meshed(type, colored));
  return marks;
}

}  // namespace tsuke::pages::testing
