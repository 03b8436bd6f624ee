// Images of every depth, space and filter.
#include "platform/pages/corpus_testing.h"
#include "platform/pages/qpdf.h"
#include "platform/pages/sample_jpeg2000.h"

namespace tsuke::pages::testing {

namespace {

constexpr int side = 20;  // pixels; the third quarter of the rows has the second value

std::string hexadecimal(const std::string& bytes) {
  std::string digits;
  for (const unsigned char byte : bytes) {
    digits += "0123456789ABCDEF"[byte >> 4];
    digits += "0123456789ABCDEF"[byte & 15];
  }
  return digits + ">";
}

// Rows of one pixel and a band of rows of another. Both are whole bytes.
std::string band(const std::string& most, const std::string& some, int pixels_a_row = side) {
  std::string data;
  for (int row = 0; row < side; ++row)
    for (int i = 0; i < pixels_a_row; ++i) data += row >= 10 && row < 15 ? some : most;
  return data;
}

std::string bytes(std::initializer_list<int> values) {
  std::string result;
  for (const int value : values) result += static_cast<char>(value);
  return result;
}

std::string facts(const std::string& space, int bits, const std::string& more = "") {
  return "/Type /XObject /Subtype /Image /Width 20 /Height 20 /ColorSpace " + space + " /BitsPerComponent " +
         std::to_string(bits) + " " + more;
}

Mark image(const std::string& name, bool colored, const std::string& about, const std::string& data,
           const std::string& disagreement = "") {
  const auto draw = [=](Sheet& sheet) {
    return "q 80 0 0 80 10 10 cm " + sheet.resource("XObject", reference(sheet.add_stream(about, data))) + " Do Q";
  };
  return {name, colored, draw, disagreement};
}

std::string jpeg(const std::string& samples, int components, J_COLOR_SPACE space) {
  Pl_Buffer result("result");
  Pl_DCT encoder("jpeg", &result, side, side, components, space);
  encoder.writeString(samples);
  encoder.finish();
  const auto made = result.getBufferSharedPointer();
  return {reinterpret_cast<const char*>(made->getBuffer()), made->getSize()};
}

Mark inlined(const std::string& name, bool colored, const std::string& about, const std::string& data) {
  return {name, colored, [=](Sheet&) { return "q 80 0 0 80 10 10 cm BI " + about + " ID " + data + "\nEI Q"; }};
}

Mark masked(const std::string& name, bool colored, const std::string& fill) {
  const std::string about = "/Type /XObject /Subtype /Image /Width 20 /Height 20 /ImageMask true /BitsPerComponent 1";
  Mark mark = image(name, colored, about, band("\x0F", "\xFF", 3));
  mark.draw = [fill, draw = mark.draw](Sheet& sheet) { return fill + " " + draw(sheet); };
  return mark;
}

const std::string grey = bytes({90, 90, 90}), red = bytes({200, 10, 10});

Marks filtered() {
  const std::string rgb = facts("/DeviceRGB", 8), colored = band(grey, red), plain = band(grey, bytes({30, 30, 30}));
  return {
      image("deflated grey", false, rgb + "/Filter /FlateDecode", deflated(plain)),
      image("deflated colour", true, rgb + "/Filter /FlateDecode", deflated(colored)),
      image("hexadecimal grey", false, rgb + "/Filter /ASCIIHexDecode", hexadecimal(plain)),
      image("hexadecimal colour", true, rgb + "/Filter /ASCIIHexDecode", hexadecimal(colored)),
      image("deflated, then hexadecimal", true, rgb + "/Filter [/ASCIIHexDecode /FlateDecode]",
            hexadecimal(deflated(colored))),
      image("jpeg of greys", false, facts("/DeviceGray", 8, "/Filter /DCTDecode"),
            jpeg(band("\x20", "\x90"), 1, JCS_GRAYSCALE)),
      image("jpeg of grey in colours", false, rgb + "/Filter /DCTDecode", jpeg(plain, 3, JCS_RGB)),
      image("jpeg of colours", true, rgb + "/Filter /DCTDecode", jpeg(colored, 3, JCS_RGB)),
      image("jpeg of colours, then deflated", true, rgb + "/Filter [/FlateDecode /DCTDecode]",
            deflated(jpeg(colored, 3, JCS_RGB))),
      image("jpeg of black ink", false, facts("/DeviceCMYK", 8, "/Filter /DCTDecode /Decode [1 0 1 0 1 0 1 0]"),
            jpeg(band(bytes({255, 255, 255, 90}), bytes({255, 255, 255, 10})), 4, JCS_CMYK)),
      image("jpeg of inks", true, facts("/DeviceCMYK", 8, "/Filter /DCTDecode /Decode [1 0 1 0 1 0 1 0]"),
            jpeg(band(bytes({255, 255, 255, 90}), bytes({20, 255, 255, 255})), 4, JCS_CMYK)),
      image("a predictor", true, rgb + "/Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors 3 /Columns 20 >>",
            deflated([&] {
              std::string rows;
              for (int row = 0; row < side; ++row)
                rows += '\0' + colored.substr(static_cast<std::size_t>(row) * 60, 60);
              return rows;
            }())),
  };
}

// No space in the dictionary: the picture says it itself.
Mark jpeg2000(const std::string& name, bool colored, const std::string& data, const std::string& disagreement = "") {
  return image(name, colored, "/Type /XObject /Subtype /Image /Width 20 /Height 20 /Filter /JPXDecode", data,
               disagreement);
}

Marks of_jpeg2000() {
  return {
      jpeg2000("jpeg 2000 of greys", false, grey_jp2()),
      jpeg2000("jpeg 2000 of colours", true, color_jp2()),
      jpeg2000("jpeg 2000 with a palette of colours", true, palette_jp2()),
      jpeg2000("jpeg 2000 of grey in colours", true, grey_in_color_jp2(),
               "the pixels of JPEG 2000 are not read: what can have colour counts as coloured"),
      image("jpeg 2000 whose space is said outside", false, facts("/DeviceGray", 8, "/Filter /JPXDecode"), grey_jp2()),
  };
}

Marks indexed() {
  const std::string palette = " <808080404040FF0000202020>]";
  const auto of = [&](int last) { return "[/Indexed /DeviceRGB " + std::to_string(last) + palette; };
  return {
      image("palette of 8 bits, grey used", false, facts(of(3), 8), band(bytes({0}), bytes({1}))),
      image("palette of 8 bits, colour used", true, facts(of(3), 8), band(bytes({0}), bytes({2}))),
      image("palette of 4 bits, grey used", false, facts(of(3), 4), band(bytes({0x00}), bytes({0x13}), 10)),
      image("palette of 4 bits, colour used", true, facts(of(3), 4), band(bytes({0x00}), bytes({0x02}), 10)),
      image("palette of 2 bits, colour used", true, facts(of(3), 2), band(bytes({0x00}), bytes({0xAA}), 5)),
      image("palette of 2 bits, grey used", false, facts(of(3), 2), band(bytes({0x11}), bytes({0x44}), 5)),
      image("palette of 1 bit, coloured", true, facts("[/Indexed /DeviceRGB 1 <0000FFFFFFFF>]", 1),
            band(bytes({0xFF}), bytes({0x00}), 3)),
      image("palette of 1 bit, grey", false, facts("[/Indexed /DeviceRGB 1 <000000FFFFFF>]", 1),
            band(bytes({0xFF}), bytes({0x00}), 3)),
      image("palette turned round", true, facts(of(3), 8, "/Decode [3 -252]"), band(bytes({0}), bytes({1}))),
  };
}

Marks of_depths() {
  return {
      image("greys", false, facts("/DeviceGray", 8), band(bytes({90}), bytes({10}))),
      image("grey in rgb", false, facts("/DeviceRGB", 8), band(grey, bytes({93, 90, 90}))),
      image("red in rgb", true, facts("/DeviceRGB", 8), band(grey, red)),
      image("red in rgb of 4 bits", true, facts("/DeviceRGB", 4),
            band(bytes({0x55, 0x55, 0x55}), bytes({0xF0, 0x0F, 0x00}), 10)),
      image("grey in rgb of 4 bits", false, facts("/DeviceRGB", 4),
            band(bytes({0x55, 0x55, 0x55}), bytes({0x22, 0x2A, 0xAA}), 10)),
      image("red in rgb of 16 bits", true, facts("/DeviceRGB", 16),
            band(bytes({9, 0, 9, 0, 9, 0}), bytes({200, 0, 9, 0, 9, 0}))),
      image("grey in rgb of 16 bits", false, facts("/DeviceRGB", 16),
            band(bytes({9, 0, 9, 1, 9, 2}), bytes({70, 5, 70, 0, 70, 3}))),
      image("turned round", true, facts("/DeviceRGB", 8, "/Decode [1 0 1 0 1 0]"), band(grey, red)),
      image("decoded to nothing", false, facts("/DeviceRGB", 8, "/Decode [0 0 0 0 0 0]"), band(grey, red)),
      image("decoded to colour", true, facts("/DeviceRGB", 8, "/Decode [0 1 0 0 0 0]"), band(grey, grey)),
      image("black ink", false, facts("/DeviceCMYK", 8), band(bytes({0, 0, 0, 90}), bytes({0, 0, 0, 255}))),
      image("inks", true, facts("/DeviceCMYK", 8), band(bytes({0, 0, 0, 90}), bytes({0, 200, 0, 0}))),
      image(
          "a spot image", true,
          facts("[/Separation /Spot /DeviceCMYK << /FunctionType 2 /Domain [0 1] /N 1 /C0 [0 0 0 0] /C1 [1 0 0 0] >>]",
                8),
          band(bytes({0}), bytes({200}))),
      image(
          "a spot image of no tint", false,
          facts("[/Separation /Spot /DeviceCMYK << /FunctionType 2 /Domain [0 1] /N 1 /C0 [0 0 0 0] /C1 [1 0 0 0] >>]",
                8),
          band(bytes({0}), bytes({0}))),
      image("lab image, grey", false, facts("[/Lab << /WhitePoint [.95 1 1.09] /Range [-128 127 -128 127] >>]", 8),
            band(bytes({90, 128, 128}), bytes({200, 128, 128}))),
      image("lab image, coloured", true, facts("[/Lab << /WhitePoint [.95 1 1.09] /Range [-128 127 -128 127] >>]", 8),
            band(bytes({90, 128, 128}), bytes({120, 220, 128}))),
      image("a colour that is left out", false, facts("/DeviceRGB", 8, "/Mask [200 200 10 10 10 10]"), band(grey, red),
            "the renderer smooths the edge into what is left out"),
      image("another colour than is left out", true, facts("/DeviceRGB", 8, "/Mask [1 2 10 10 10 10]"),
            band(grey, red)),
      masked("a stencil in grey", false, ".4 .4 .4 rg"),
      masked("a stencil in colour", true, "1 0 0 rg"),
  };
}

Marks small() {
  const std::string rgb = "/W 20 /H 20 /CS /RGB /BPC 8 ";
  return {
      inlined("inline greys", false, "/W 20 /H 20 /CS /G /BPC 8", band(bytes({90}), bytes({10}))),
      inlined("inline grey in rgb", false, rgb, band(grey, bytes({20, 20, 20}))),
      inlined("inline red", true, rgb, band(grey, red)),
      inlined("inline red, hexadecimal", true, rgb + "/F /AHx", hexadecimal(band(grey, red))),
      inlined("inline red, deflated", true, rgb + "/F [/Fl]", deflated(band(grey, red))),
      inlined("inline grey, deflated", false, rgb + "/F /Fl", deflated(band(grey, grey))),
      inlined("inline palette", true, "/Width 20 /Height 20 /ColorSpace [/I /RGB 1 <000000FF0000>] /BPC 8",
              band(bytes({0}), bytes({1}))),
      inlined("inline stencil", false, "/W 20 /H 20 /IM true", band("\x0F", "\xFF", 3)),
  };
}

Mark transparent(const std::string& name, bool colored, int opacity, const std::string& disagreement) {
  const auto draw = [=](Sheet& sheet) {
    const std::string mask =
        reference(sheet.add_stream(facts("/DeviceGray", 8), band(bytes({opacity}), bytes({opacity}))));
    const std::string about = facts("/DeviceRGB", 8, "/SMask " + mask);
    return "q 80 0 0 80 10 10 cm " + sheet.resource("XObject", reference(sheet.add_stream(about, band(grey, red)))) +
           " Do Q";
  };
  return {name, colored, draw, disagreement};
}

}  // namespace

Marks image_marks() {
  Marks marks{
      transparent("half transparent colour", true, 128, ""),
      transparent("fully transparent colour", true, 0, "soft masks are not followed"),
  };
  for (const Marks& more : {filtered(), of_jpeg2000(), indexed(), of_depths(), small()})
    marks.insert(marks.end(), more.begin(), more.end());
  return marks;
}

}  // namespace tsuke::pages::testing
