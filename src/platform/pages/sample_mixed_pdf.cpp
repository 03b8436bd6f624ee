#include <algorithm>

#include "platform/pages/pdf_writer.h"
#include "platform/pages/sample_pdf.h"

namespace tsuke::pages {

namespace {

constexpr int picture_width = 320, picture_height = 240;
constexpr int objects_a_page = 3;     // page, content and picture
constexpr int first_page_object = 5;  // after catalog, page tree and two fonts

enum class Accent { none, heading, chart, picture };

Accent accent_of(int page) {
  if (!mixed_page_has_color(page)) return Accent::none;
  constexpr Accent accents[] = {Accent::heading, Accent::chart, Accent::picture};
  return accents[page / 3 % 3];
}

bool has_picture(int page) { return accent_of(page) == Accent::picture || page % 5 == 1; }

std::string text(int page) {
  static const std::string words[] = {"printing", "paper", "the", "of",    "account",
                                      "purpose",  "tab",   "a",   "sheet", "release"};
  std::string content = "BT /F2 10 Tf 13 TL 60 740 Td\n";
  unsigned state = static_cast<unsigned>(page) * 2654435761u;
  for (int line = 0; line < 30; ++line) {
    content += "[(";
    for (int word = 0; word < 12; ++word) {
      state = state * 1664525 + 1013904223;
      content += words[state >> 16 & 7] + ") -" + std::to_string(250 + (state >> 8 & 63)) + " (";
    }
    content += ")] TJ T*\n";
  }
  return content + "ET\n";
}

std::string chart(bool colored) {
  std::string content;
  for (int bar = 0; bar < 20; ++bar) {
    const std::string shade = std::to_string(bar % 10);
    content += (colored ? "0." + shade + " .2 .8 rg " : "." + shade + " ." + shade + " ." + shade + " rg ");
    content += std::to_string(60 + bar * 22) + " 60 16 " + std::to_string(20 + bar * 37 % 90) + " re f\n";
  }
  for (int line = 0; line < 12; ++line)
    content +=
        ".5 w .6 .6 .6 RG 60 " + std::to_string(60 + line * 10) + " m 500 " + std::to_string(60 + line * 10) + " l S\n";
  return content;
}

// Soft shades, as a photograph has; the coloured ones have their colour in the middle.
std::string picture(int page, bool colored) {
  std::string samples;
  for (int y = 0; y < picture_height; ++y)
    for (int x = 0; x < picture_width; ++x) {
      const int shade = (x * 3 + y * 5 + page * 11) % 200;
      const bool tinted = colored && std::max(std::abs(x - picture_width / 2), std::abs(y - picture_height / 2)) < 40;
      samples += static_cast<char>(shade);
      samples += static_cast<char>(tinted ? shade / 2 : shade);
      samples += static_cast<char>(tinted ? 255 - shade : shade);
    }
  return samples;
}

std::string content(int page) {
  std::string all = accent_of(page) == Accent::heading ? ".8 .1 .1 rg " : "0 0 0 rg ";
  all += "BT /F1 24 Tf 60 780 Td (Page " + std::to_string(page) + ") Tj ET 0 g\n" + text(page);
  all += chart(accent_of(page) == Accent::chart);
  if (has_picture(page)) all += "q 200 0 0 150 320 190 cm /P Do Q\n";
  return all;
}

}  // namespace

std::string make_mixed_pdf(int pages) {
  std::string kids;
  for (int page = 0; page < pages; ++page) kids += std::to_string(first_page_object + objects_a_page * page) + " 0 R ";
  PdfWriter writer;
  writer.add("<< /Type /Catalog /Pages 2 0 R >>");
  writer.add("<< /Type /Pages /Count " + std::to_string(pages) + " /MediaBox [0 0 " + points(a4.width_hmm) + " " +
             points(a4.height_hmm) + "] /Kids [" + kids + "] >>");
  writer.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold >>");
  writer.add("<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>");
  for (int page = 1; page <= pages; ++page) {
    const std::string own = std::to_string(writer.next_object() + 1), image = std::to_string(writer.next_object() + 2);
    writer.add("<< /Type /Page /Parent 2 0 R /Contents " + own + " 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> " +
               "/XObject << /P " + image + " 0 R >> >> >>");
    writer.add_stream("/Filter /FlateDecode", deflate(content(page)));
    if (has_picture(page)) {
      const std::string size = "/Width " + std::to_string(picture_width) + " /Height " + std::to_string(picture_height);
      writer.add_stream(
          "/Type /XObject /Subtype /Image /ColorSpace /DeviceRGB /BitsPerComponent 8 " + size + " /Filter /FlateDecode",
          deflate(picture(page, accent_of(page) == Accent::picture)));
    } else {
      writer.add("null");
    }
  }
  return writer.finish();
}

}  // namespace tsuke::pages
