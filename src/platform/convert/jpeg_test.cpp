#include "platform/convert/jpeg.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <random>

#include <jpeglib.h>

#include "platform/convert/exif.h"
#include "platform/convert/testing.h"

namespace tsuke::convert {
namespace {

using namespace testing;
using namespace std::string_literals;
using namespace std::string_view_literals;

constexpr std::int64_t pixels_max = 1'000'000;

struct Recipe {
  int width = 80, height = 60;
  J_COLOR_SPACE space = JCS_RGB, stored = JCS_YCbCr;
  bool progressive = false, adobe = false;
  int per_inch = 0;
  std::string exif;
};

// Top left red, top right green, bottom left blue, bottom right white; ink of the same colours for CMYK.
std::string pixel(const Recipe& recipe, int x, int y) {
  const bool right = x >= recipe.width / 2, low = y >= recipe.height / 2;
  std::string rgb = low ? (right ? "\xFF\xFF\xFF"s : std::string("\0\0\xFF", 3))
                        : (right ? std::string("\0\xFF\0", 3) : std::string("\xFF\0\0", 3));
  if (recipe.space == JCS_GRAYSCALE) return std::string(1, right ? '\xFF' : '\0');
  if (recipe.space != JCS_CMYK) return rgb;
  std::string ink;
  for (const char c : rgb) ink += static_cast<char>(255 - static_cast<unsigned char>(c));
  ink += '\0';
  if (recipe.adobe)
    for (char& c : ink) c = static_cast<char>(255 - static_cast<unsigned char>(c));
  return ink;
}

std::string make_jpeg(const Recipe& recipe) {
  jpeg_compress_struct encoder{};
  jpeg_error_mgr errors{};
  encoder.err = jpeg_std_error(&errors);
  jpeg_create_compress(&encoder);
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&encoder, &bytes, &size);
  encoder.image_width = static_cast<JDIMENSION>(recipe.width);
  encoder.image_height = static_cast<JDIMENSION>(recipe.height);
  encoder.in_color_space = recipe.space;
  encoder.input_components = recipe.space == JCS_GRAYSCALE ? 1 : recipe.space == JCS_CMYK ? 4 : 3;
  jpeg_set_defaults(&encoder);
  jpeg_set_colorspace(&encoder, recipe.space == JCS_GRAYSCALE ? JCS_GRAYSCALE : recipe.stored);
  jpeg_set_quality(&encoder, 95, TRUE);
  encoder.write_Adobe_marker = recipe.adobe ? TRUE : FALSE;
  if (recipe.per_inch > 0) {
    encoder.write_JFIF_header = TRUE;
    encoder.density_unit = 1;
    encoder.X_density = encoder.Y_density = static_cast<UINT16>(recipe.per_inch);
  }
  if (recipe.progressive) jpeg_simple_progression(&encoder);
  jpeg_start_compress(&encoder, TRUE);
  if (!recipe.exif.empty())
    jpeg_write_marker(&encoder, JPEG_APP0 + 1, reinterpret_cast<const JOCTET*>(recipe.exif.data()),
                      static_cast<unsigned>(recipe.exif.size()));
  for (int y = 0; y < recipe.height; ++y) {
    std::string row;
    for (int x = 0; x < recipe.width; ++x) row += pixel(recipe, x, y);
    auto* line = reinterpret_cast<JSAMPROW>(row.data());
    jpeg_write_scanlines(&encoder, &line, 1);
  }
  jpeg_finish_compress(&encoder);
  jpeg_destroy_compress(&encoder);
  std::string jpeg(reinterpret_cast<char*>(bytes), size);
  std::free(bytes);
  return jpeg;
}

std::string exif_of(int orientation, int per_inch = 0) {
  std::string tiff = "MM\0\x2A\0\0\0\x08"s;
  tiff += be(3, 2) + be(0x0112, 2) + be(3, 2) + be(1) + be(static_cast<std::uint32_t>(orientation), 2) + be(0, 2);
  tiff += be(0x011A, 2) + be(5, 2) + be(1) + be(50) + be(0x011B, 2) + be(5, 2) + be(1) + be(50) + be(0);
  tiff += be(static_cast<std::uint32_t>(per_inch)) + be(1);
  return "Exif\0\0"s + tiff;
}

constexpr std::array<int, 3> red{255, 0, 0}, green{0, 255, 0}, blue{0, 0, 255}, white{255, 255, 255}, black{0, 0, 0};
constexpr std::array<int, 3> red_ink{237, 28, 36}, green_ink{0, 166, 81}, blue_ink{46, 49, 146};

// The colours at the corners of what is shown, from the top left in reading order.
void expect_corners(const std::string& pdf, const std::vector<std::array<int, 3>>& corners, const std::string& what) {
  ASSERT_TRUE(is_sound_pdf(pdf)) << what;
  const Shown shown = show(pdf);
  const std::vector<std::pair<int, int>> places{{30, 35}, {70, 35}, {30, 65}, {70, 65}};
  for (std::size_t i = 0; i < 4; ++i)
    EXPECT_TRUE(is_near(shown.about(places[i].first, places[i].second), corners[i], 40)) << what << " corner " << i;
}

TEST(Jpeg, KeepsItsBytesAndShowsItsColours) {
  for (const bool progressive : {false, true}) {
    const std::string jpeg = make_jpeg({.progressive = progressive});
    const std::string pdf = convert("image/jpeg", jpeg + "what a camera puts behind").take();
    EXPECT_NE(pdf.find(jpeg), std::string::npos);
    EXPECT_EQ(pdf.find("a camera"), std::string::npos);
    expect_corners(pdf, {red, green, blue, white}, progressive ? "progressive" : "baseline");
  }
}

TEST(Jpeg, KnowsEveryKindOfColour) {
  expect_corners(convert("image/jpeg", make_jpeg({.space = JCS_GRAYSCALE})).take(), {black, white, black, white},
                 "grey");
  expect_corners(convert("image/jpeg", make_jpeg({.stored = JCS_RGB, .adobe = true})).take(), {red, green, blue, white},
                 "RGB by Adobe's word");
  expect_corners(convert("image/jpeg", make_jpeg({.stored = JCS_RGB})).take(), {red, green, blue, white},
                 "RGB by the components' names");
  expect_corners(convert("image/jpeg", make_jpeg({.space = JCS_CMYK, .stored = JCS_CMYK})).take(),
                 {red_ink, green_ink, blue_ink, white}, "ink");
  expect_corners(convert("image/jpeg", make_jpeg({.space = JCS_CMYK, .stored = JCS_CMYK, .adobe = true})).take(),
                 {red_ink, green_ink, blue_ink, white}, "inverted ink");
  expect_corners(convert("image/jpeg", make_jpeg({.space = JCS_CMYK, .stored = JCS_YCCK, .adobe = true})).take(),
                 {red_ink, green_ink, blue_ink, white}, "YCCK");
}

TEST(Jpeg, StandsUprightHoweverTheCameraWasHeld) {
  const std::vector<std::vector<std::array<int, 3>>> upright{
      {red, green, blue, white}, {green, red, white, blue}, {white, blue, green, red}, {blue, white, red, green},
      {red, blue, green, white}, {blue, red, white, green}, {white, green, blue, red}, {green, white, red, blue}};
  for (int orientation = 1; orientation <= 8; ++orientation)
    expect_corners(convert("image/jpeg", make_jpeg({.exif = exif_of(orientation)})).take(),
                   upright[static_cast<std::size_t>(orientation - 1)], "orientation " + std::to_string(orientation));
}

TEST(Jpeg, IsAsLargeAsItsDensitySaysOrAsTheSheet) {
  const auto size_of = [](const std::string& jpeg) {
    const Shown shown = show(convert("image/jpeg", jpeg).take());
    return std::pair(shown.width, shown.height);
  };
  EXPECT_EQ(size_of(make_jpeg({.width = 400, .height = 200, .per_inch = 200})), std::pair(144, 72));
  EXPECT_EQ(size_of(make_jpeg({.width = 400, .height = 200, .exif = exif_of(6, 200)})), std::pair(72, 144));
  EXPECT_EQ(size_of(make_jpeg({.width = 400, .height = 200, .per_inch = 72})), std::pair(842, 596))
      << "72 says nothing; the sheet lies as the picture does";
  EXPECT_EQ(size_of(make_jpeg({.width = 200, .height = 400})), std::pair(596, 842));
  EXPECT_EQ(size_of(make_jpeg({.width = 3000, .height = 100, .per_inch = 100})), std::pair(842, 596)) << "30 inches";
}

TEST(Jpeg, FittedPicturesKeepTheirShapeAndMargins) {
  const Shown shown = show(convert("image/jpeg", make_jpeg({.width = 400, .height = 200})).take());
  EXPECT_TRUE(is_near(shown.at(8, shown.height / 2 - 10), white));
  EXPECT_TRUE(is_near(shown.at(20, shown.height / 2 - 10), red, 40));
  EXPECT_TRUE(is_near(shown.at(100, shown.height / 2 - 215), white)) << "twice as wide as high";
  EXPECT_TRUE(is_near(shown.at(100, shown.height / 2 - 195), red, 40));
}

TEST(Jpeg, RefusesWhatIsBrokenOrNotPrinted) {
  const std::string whole = make_jpeg({});
  for (std::size_t part = 1; part < 40; ++part)
    EXPECT_EQ(code_of(convert("image/jpeg", whole.substr(0, whole.size() * part / 40))), "document-damaged") << part;
  EXPECT_EQ(code_of(convert("image/jpeg", "")), "document-damaged");
  EXPECT_EQ(code_of(convert("image/jpeg", "\xFF\xD8\xFF\xD9"s)), "document-damaged");
  const std::size_t frame = whole.find("\xFF\xC0"sv);
  const auto with = [&](std::size_t at, char byte) {
    std::string changed = whole;
    changed[frame + at] = byte;
    return code_of(convert("image/jpeg", changed));
  };
  EXPECT_EQ(with(1, '\xC3'), "document-not-convertible") << "lossless";
  EXPECT_EQ(with(1, '\xC9'), "document-not-convertible") << "arithmetic";
  EXPECT_EQ(with(4, 12), "document-not-convertible") << "twelve bits";
  EXPECT_EQ(with(9, 2), "document-damaged") << "components that are not there";
  EXPECT_EQ(with(5, '\xFF'), "ok") << "65,340 high, 80 wide";
  std::string huge = whole;
  huge.replace(frame + 5, 4, "\xFF\xFF\xFF\xFF");
  EXPECT_EQ(code_of(convert("image/jpeg", huge)), "document-too-large");
}

TEST(Jpeg, NoFlippedBitGetsPastTheReader) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const std::string whole = make_jpeg({.exif = exif_of(6, 300)});
  for (int i = 0; i < 3000; ++i) {
    std::string broken = whole;
    for (int flips = 0; flips < 3; ++flips)
      broken[random() % std::min<std::size_t>(broken.size(), 700)] ^= static_cast<char>(1 << random() % 8);
    const TextInput input(broken);
    const auto read = read_jpeg(input, pixels_max);
    EXPECT_TRUE(!read.ok() || read.value().width * read.value().height <= pixels_max);
  }
}

TEST(Exif, LeavesOutWhatItCannotUnderstand) {
  EXPECT_EQ(read_exif("").orientation, 1);
  EXPECT_EQ(read_exif("MM\0\x2A\xFF\xFF\xFF\xFF"sv).orientation, 1);
  EXPECT_EQ(read_exif(exif_of(9).substr(6)).orientation, 1);
  EXPECT_EQ(read_exif(exif_of(8).substr(6)).orientation, 8);
  EXPECT_EQ(read_exif(exif_of(8, 300).substr(6)).density->x_per_metre, 11811);
  EXPECT_FALSE(read_exif(exif_of(8, 0).substr(6)).density);
  EXPECT_EQ(read_exif(std::string("II\x2A\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x03\0\0\0", 22)).orientation, 3);
}

}  // namespace
}  // namespace tsuke::convert
