// Drawings made to hurt. Each page is called coloured, or the document refused, within the limits; grey is said only
// where grey is known.
#include <gtest/gtest.h>

#include "platform/pages/corpus_testing.h"
#include "platform/pages/testing.h"

namespace tsuke::pages {
namespace {

using namespace testing;

std::string repeat(const std::string& text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

std::string stream(const std::string& facts, const std::string& data) {
  return "<< " + facts + " /Length " + std::to_string(data.size()) + " >>\nstream\n" + data + "\nendstream";
}

// Object 3 is the page, 4 its content; `others` are numbered from 5.
std::string page_with(const std::string& resources, const std::string& content, std::vector<std::string> others = {}) {
  std::vector<std::string> objects{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
                                   "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << " + resources + " >> >>",
                                   content};
  objects.insert(objects.end(), others.begin(), others.end());
  return pdf_of(objects);
}

// A busy machine refuses for want of time what it else calls coloured: both are safe.
enum class Said { grey, colored };

Said said_of(const std::string& pdf) {
  const Duration begin = monotonic_now();
  const auto summary = look_at(pdf);
  EXPECT_LT((monotonic_now() - begin).micros, seconds(12).micros);
  return !summary.ok() || summary.value().pages.at(0).color ? Said::colored : Said::grey;
}

std::string form(const std::string& resources, const std::string& content) {
  return stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9] " + resources, content);
}

std::string forms(const std::string& name, int object) {
  return "/Resources << /XObject << /" + name + " " + reference(object) + " >> >>";
}

TEST(HostileColor, ContentThatSwells) {
  const std::string bomb = deflated(std::string(80 << 20, ' '));
  ASSERT_LT(bomb.size(), 1u << 20);
  EXPECT_EQ(said_of(page_with("", stream("/Filter /FlateDecode", bomb))), Said::colored);
  const std::string twice = deflated(bomb);
  EXPECT_EQ(said_of(page_with("", stream("/Filter [/FlateDecode /FlateDecode]", twice))), Said::colored);
}

TEST(HostileColor, ContentWithoutEnd) {
  EXPECT_EQ(said_of(page_with("", stream("/Filter /FlateDecode", deflated(repeat("q Q ", 15'000'000))))),
            Said::colored);
  EXPECT_EQ(said_of(page_with("", stream("", repeat("q ", 100'000)))), Said::colored) << "nested without end";
  EXPECT_EQ(said_of(page_with("", stream("", repeat("q ", 5'000)))), Said::grey) << "nested to an end";
}

TEST(HostileColor, ContentThatIsDamaged) {
  std::string broken = deflated(repeat("0 g 1 1 9 9 re f ", 5'000));
  for (std::size_t i = 20; i < broken.size(); i += 7) broken[i] = '\x55';
  EXPECT_EQ(said_of(page_with("", stream("/Filter /FlateDecode", broken))), Said::colored);
  EXPECT_EQ(said_of(page_with("", stream("/Filter /Unheard", "0 g"))), Said::colored);
  EXPECT_EQ(said_of(page_with("", stream("", "]] >> ) } 0 g q Q Q Q (((("))), Said::grey) << "nothing is painted";
  EXPECT_EQ(said_of(page_with("", stream("", "BI /W 1 /H 1 ID"))), Said::colored) << "an image of no colour space";
}

TEST(HostileColor, WhatDrawsItself) {
  const std::string own = "/XObject << /A 5 0 R >>";
  EXPECT_EQ(said_of(page_with(own, stream("", "/A Do"), {form(forms("A", 5), "/A Do")})), Said::colored);
  EXPECT_EQ(said_of(page_with(own, stream("", "/A Do"), {form("", "/A Do /A Do")})), Said::colored);
  EXPECT_EQ(said_of(page_with(own, stream("", "/A Do"), {form(forms("B", 6), "/B Do"), form(forms("A", 5), "/A Do")})),
            Said::colored);
  const std::string tile =
      "/PatternType 1 /PaintType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9 /Resources << /Pattern << /A 5 0 R >> >>";
  EXPECT_EQ(said_of(page_with("/Pattern << /A 5 0 R >>", stream("", "/Pattern cs /A scn 0 0 9 9 re f"),
                              {stream(tile, "/Pattern cs /A scn 0 0 9 9 re f")})),
            Said::colored);
  const std::string font =
      "<< /Type /Font /Subtype /Type3 /Resources << /Font << /A 5 0 R >> >> /CharProcs << /a 6 0 R >> >>";
  EXPECT_EQ(said_of(page_with("/Font << /A 5 0 R >>", stream("", "BT /A 9 Tf (a) Tj ET"),
                              {font, stream("", "9 0 d0 BT /A 9 Tf (a) Tj ET")})),
            Said::colored);
}

// Each form draws the next one twice: the last is drawn 2^n times.
std::string doubling(int depth, bool own_resources) {
  std::vector<std::string> others;
  std::string all;
  for (int i = 0; i < depth; ++i) {
    const std::string name = "F" + std::to_string(i + 1);
    const bool last = i + 1 == depth;
    others.push_back(form(own_resources && !last ? forms(name, i + 6)
                          : own_resources        ? "/Resources << >>"
                                                 : "",
                          last ? "0 g 0 0 9 9 re f" : "/" + name + " Do /" + name + " Do"));
    all += "/F" + std::to_string(i) + " " + reference(i + 5) + " ";
  }
  return page_with("/XObject << " + all + " >>", stream("", "/F0 Do"), others);
}

TEST(HostileColor, FormsThatDouble) {
  EXPECT_EQ(said_of(doubling(18, true)), Said::grey) << "each is looked at once";
  EXPECT_EQ(said_of(doubling(1000, true)), Said::colored) << "too deep";
  EXPECT_EQ(said_of(doubling(13, false)), Said::grey) << "2^12 forms: few enough for a slow machine, too";
  EXPECT_EQ(said_of(doubling(1000, false)), Said::colored);
}

TEST(HostileColor, ImagesThatAreHuge) {
  const std::string image =
      "/Type /XObject /Subtype /Image /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode ";
  const std::string bomb = deflated(std::string(60 << 20, '\x40'));
  const auto with = [&](const std::string& size) {
    return page_with("/XObject << /A 5 0 R >>", stream("", "q 9 0 0 9 0 0 cm /A Do Q"), {stream(image + size, bomb)});
  };
  EXPECT_EQ(said_of(with("/Width 1000000 /Height 1000000")), Said::grey) << "there is no more of it than zeros";
  EXPECT_EQ(said_of(with("/Width 2000000000 /Height 2000000000")), Said::colored);
  EXPECT_EQ(said_of(with("/Width -1 /Height 0")), Said::colored);
  EXPECT_EQ(said_of(with("/Width 20 /Height 20")), Said::grey) << "more than there should be";
}

TEST(HostileColor, SpacesAndFunctionsThatLoop) {
  const auto with_space = [](const std::string& space, const std::string& other = "null") {
    return page_with("/ColorSpace << /S 5 0 R >>", stream("", "/S cs 0 sc 0 0 9 9 re f"), {space, other});
  };
  EXPECT_EQ(said_of(with_space("[/Indexed 5 0 R 1 <0000>]")), Said::colored);
  EXPECT_EQ(said_of(with_space("[/Separation /A 5 0 R << /FunctionType 2 /Domain [0 1] /N 1 >>]")), Said::colored);
  EXPECT_EQ(said_of(with_space("[/Separation /A /DeviceRGB 6 0 R]",
                               "<< /FunctionType 3 /Domain [0 1] /Bounds [] /Encode [0 1] /Functions [6 0 R] >>")),
            Said::colored);
  const std::string program = repeat("{", 100'000) + repeat("}", 100'000);
  EXPECT_EQ(said_of(with_space("[/Separation /A /DeviceRGB 6 0 R]",
                               stream("/FunctionType 4 /Domain [0 1] /Range [0 1 0 1 0 1]", program))),
            Said::colored);
  const std::string greedy =
      "/FunctionType 0 /Domain [0 1 0 1 0 1 0 1] /Range [0 1] /Size [9999 9999 9999 9999] /BitsPerSample 8";
  EXPECT_EQ(said_of(with_space("[/Separation /A /DeviceRGB 6 0 R]", stream(greedy, "x"))), Said::colored);
}

TEST(HostileColor, TablesThatAreGiant) {
  std::string pdf = page_with("", stream("", "0 g 0 0 9 9 re f"));
  const auto size = pdf.find("/Size 5");
  ASSERT_NE(size, std::string::npos);
  pdf.replace(size, 7, "/Size 2000000000");
  EXPECT_EQ(said_of(pdf), Said::grey);
  const auto table = pdf.find("xref\n0 5");
  ASSERT_NE(table, std::string::npos);
  pdf.replace(table, 8, "xref\n0 2000000000");
  said_of(pdf);
}

TEST(HostileColor, TruncatedAnywhere) {
  Sheet sheet;
  const Marks marks = all_marks();
  for (std::size_t i = 0; i < marks.size(); i += 9) sheet.end_page(marks[i].draw(sheet), i % 2 == 0);
  const std::string whole = sheet.finish();
  for (std::size_t part = 1; part < 30; ++part) said_of(whole.substr(0, whole.size() * part / 30));
}

TEST(HostileColor, BitsFlippedInWhatIsDrawn) {
  Sheet sheet;
  for (const Mark& mark : image_marks()) sheet.end_page(mark.draw(sheet), false);
  const std::string whole = sheet.finish();
  std::uint32_t state = 7;
  for (int i = 0; i < 40; ++i) {
    std::string broken = whole;
    for (int flips = 0; flips < 50; ++flips) {
      state = state * 1664525 + 1013904223;
      broken[(state >> 4) % broken.size()] ^= static_cast<char>(1 << (state & 7));
    }
    said_of(broken);
  }
}

}  // namespace
}  // namespace tsuke::pages
