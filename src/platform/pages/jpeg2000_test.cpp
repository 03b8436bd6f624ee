#include "platform/pages/jpeg2000.h"

#include <gtest/gtest.h>

#include <random>

#include "platform/pages/sample_jpeg2000.h"

namespace tsuke::pages {
namespace {

std::string be(std::uint32_t value, int bytes = 4) {
  std::string text;
  for (int i = bytes - 1; i >= 0; --i) text += static_cast<char>(value >> (8 * i));
  return text;
}
std::string box(const std::string& type, const std::string& contents) {
  return be(static_cast<std::uint32_t>(8 + contents.size())) + type + contents;
}
std::string header(int components) { return box("ihdr", be(20) + be(20) + be(components, 2) + std::string(4, 7)); }
std::string numbered(std::uint32_t space) { return box("colr", std::string("\1\0\0", 3) + be(space)); }
std::string codestream(int components) {
  return be(0xFF4FFF51) + be(47, 2) + be(0, 2) + std::string(32, 1) + be(components, 2);
}
std::string picture(int components, const std::string& in_header, int in_codestream = 0) {
  return box("jP  ", be(0x0D0A870A)) + box("jp2h", header(components) + in_header) +
         box("jp2c", codestream(in_codestream ? in_codestream : components));
}

TEST(Jpeg2000, WhatAnEncoderWroteIsKnown) {
  EXPECT_TRUE(jpeg2000_is_grey(grey_jp2()));
  EXPECT_TRUE(jpeg2000_is_grey(grey_j2k()));
  EXPECT_FALSE(jpeg2000_is_grey(color_jp2()));
  EXPECT_FALSE(jpeg2000_is_grey(color_j2k()));
  EXPECT_FALSE(jpeg2000_is_grey(palette_jp2()));
  EXPECT_FALSE(jpeg2000_is_grey(grey_in_color_jp2()));
}

TEST(Jpeg2000, SpaceAndComponentsDecide) {
  constexpr std::uint32_t srgb = 16, grey = 17, sycc = 18;
  EXPECT_TRUE(jpeg2000_is_grey(picture(1, numbered(grey))));
  EXPECT_TRUE(jpeg2000_is_grey(picture(2, numbered(grey)))) << "with opacity";
  EXPECT_TRUE(jpeg2000_is_grey(picture(1, box("colr", std::string("\2\0\0profile", 10))))) << "by a profile";
  EXPECT_FALSE(jpeg2000_is_grey(picture(2, box("colr", std::string("\2\0\0profile", 10)))));
  for (const std::uint32_t space : {srgb, sycc}) {
    EXPECT_FALSE(jpeg2000_is_grey(picture(3, numbered(space)))) << space;
    EXPECT_FALSE(jpeg2000_is_grey(picture(1, numbered(space)))) << space << ": it contradicts itself";
  }
  EXPECT_FALSE(jpeg2000_is_grey(picture(3, numbered(grey))));
  EXPECT_FALSE(jpeg2000_is_grey(picture(2, numbered(grey) + numbered(srgb))));
}

TEST(Jpeg2000, APaletteOfColoursIsColour) {
  const auto palette = [](int columns) { return box("pclr", be(2, 2) + be(columns, 1) + std::string(12, 7)); };
  EXPECT_FALSE(jpeg2000_is_grey(picture(1, numbered(17) + palette(3))));
  EXPECT_TRUE(jpeg2000_is_grey(picture(1, numbered(17) + palette(1))));
}

// A head that claims less than the picture has would be colour at the price of black.
TEST(Jpeg2000, HeadAndCodestreamAgreeOrItIsColour) {
  EXPECT_FALSE(jpeg2000_is_grey(picture(1, numbered(17), 3)));
  EXPECT_FALSE(jpeg2000_is_grey(picture(3, numbered(17), 1)));
  EXPECT_FALSE(jpeg2000_is_grey(box("jp2h", header(1) + numbered(17)))) << "nothing follows";
}

TEST(Jpeg2000, LengthsOfEveryKindAreRead) {
  const std::string head = box("jp2h", header(1) + numbered(17));
  EXPECT_TRUE(jpeg2000_is_grey(head + be(0) + "jp2c" + codestream(1)));
  EXPECT_TRUE(jpeg2000_is_grey(head + be(1) + "jp2c" + be(0) + be(16 + 42) + codestream(1)));
  EXPECT_FALSE(jpeg2000_is_grey(head + be(1) + "jp2c" + be(1) + be(16 + 42) + codestream(1)));
  for (const std::uint32_t length : {2u, 7u, 49u, 50u, 51u, 0xFFFFFFFFu})
    EXPECT_EQ(jpeg2000_is_grey(head + be(length) + "jp2c" + codestream(1)), length == 50) << length;
  EXPECT_FALSE(jpeg2000_is_grey(box("jp2h", header(1) + be(99) + "pclr") + box("jp2c", codestream(1))));
}

TEST(Jpeg2000, WhatIsCutShortIsNotGrey) {
  const std::string whole = picture(1, numbered(17));
  ASSERT_TRUE(jpeg2000_is_grey(whole));
  for (std::size_t length = 0; length < whole.size(); ++length)
    EXPECT_FALSE(jpeg2000_is_grey(std::string_view(whole).substr(0, length))) << length;
}

TEST(Jpeg2000, AnyBytesEnd) {
  std::mt19937 random(20261126);
  for (int round = 0; round < 20'000; ++round) {
    std::string damaged = round % 2 ? palette_jp2() : color_jp2();
    for (int i = 0; i < 6; ++i) damaged[random() % damaged.size()] = static_cast<char>(random());
    (void)jpeg2000_is_grey(std::string_view(damaged).substr(0, random() % damaged.size()));
  }
}

}  // namespace
}  // namespace tsuke::pages
