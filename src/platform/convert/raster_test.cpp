#include "platform/convert/raster.h"

#include <gtest/gtest.h>

#include <random>

#include "base/cpu_time.h"
#include "platform/convert/testing.h"

namespace tsuke::convert {
namespace {

using namespace testing;
using namespace std::string_literals;

struct Recipe {
  std::uint32_t width = 100, height = 80, per_inch = 100;
  int bits = 8, components = 3;
  std::uint32_t space = 19;
  bool mirrored = false, upside_down = false;
};

void put(std::string& header, std::size_t at, std::uint32_t value) { header.replace(at, 4, be(value)); }

std::string pwg_header(const Recipe& recipe) {
  std::string header(1796, '\0');
  header.replace(0, 9, "PwgRaster");
  put(header, 276, recipe.per_inch);
  put(header, 280, recipe.per_inch);
  put(header, 372, recipe.width);
  put(header, 376, recipe.height);
  put(header, 384, static_cast<std::uint32_t>(recipe.bits));
  put(header, 388, static_cast<std::uint32_t>(recipe.bits * recipe.components));
  put(header, 392, (recipe.width * static_cast<std::uint32_t>(recipe.bits * recipe.components) + 7) / 8);
  put(header, 400, recipe.space);
  put(header, 420, static_cast<std::uint32_t>(recipe.components));
  put(header, 456, recipe.mirrored ? 0xFFFFFFFF : 1);
  put(header, 460, recipe.upside_down ? 0xFFFFFFFF : 1);
  return header;
}

std::string apple_header(const Recipe& recipe) {
  std::string header(32, '\0');
  header[0] = static_cast<char>(recipe.bits * recipe.components);
  header[1] = static_cast<char>(recipe.space);
  put(header, 12, recipe.width);
  put(header, 16, recipe.height);
  put(header, 20, recipe.per_inch);
  return header;
}

// A pixel in the page's own words, of 0 or 1 per component: top left first component only, top right all, bottom none.
std::string pixel(const Recipe& recipe, std::initializer_list<bool> on) {
  std::string bytes;
  for (const bool one : on) bytes += std::string(static_cast<std::size_t>(recipe.bits / 8), one ? '\xFF' : '\0');
  return bytes;
}

// Lines of two colours, left and right, each run in pieces of at most 128, the line repeated as often as it goes.
std::string band(std::uint32_t lines, std::uint32_t width, const std::string& left, const std::string& right,
                 bool literal = false) {
  std::string line;
  for (std::uint32_t x = 0; x < width;) {
    const bool in_left = x < width / 2;
    const std::uint32_t count = std::min<std::uint32_t>(128, (in_left ? width / 2 : width) - x);
    if (literal && count > 1) {
      line += static_cast<char>(257 - count);
      for (std::uint32_t i = 0; i < count; ++i) line += in_left ? left : right;
    } else {
      line += static_cast<char>(count - 1) + (in_left ? left : right);
    }
    x += count;
  }
  std::string bytes;
  for (std::uint32_t y = 0; y < lines;) {
    const std::uint32_t count = std::min<std::uint32_t>(256, lines - y);
    bytes += static_cast<char>(count - 1) + line;
    y += count;
  }
  return bytes;
}

constexpr std::array<int, 3> red{255, 0, 0}, green{0, 255, 0}, blue{0, 0, 255}, white{255, 255, 255}, black{0, 0, 0};

// Red, green over blue, white.
std::string colour_page(const Recipe& recipe, bool literal = false) {
  const auto of = [&](bool r, bool g, bool b) { return pixel(recipe, {r, g, b}); };
  return band(recipe.height / 2, recipe.width, of(1, 0, 0), of(0, 1, 0), literal) +
         band(recipe.height - recipe.height / 2, recipe.width, of(0, 0, 1), of(1, 1, 1), literal);
}

void expect_corners(const Shown& shown, const std::vector<std::array<int, 3>>& corners, const std::string& what) {
  const std::vector<std::pair<int, int>> places{{20, 20}, {80, 20}, {20, 80}, {80, 80}};
  for (std::size_t i = 0; i < 4; ++i)
    EXPECT_TRUE(is_near(shown.about(places[i].first, places[i].second), corners[i], 60)) << what << " corner " << i;
}

TEST(Raster, PagesAreOfTheirTrueSize) {
  const Recipe recipe{.width = 827, .height = 1169};
  const std::string document =
      "RaS2" + pwg_header(recipe) + colour_page(recipe) + pwg_header(recipe) + colour_page(recipe, true);
  const std::string pdf = convert("image/pwg-raster", document).take();
  ASSERT_TRUE(is_sound_pdf(pdf));
  for (int page : {1, 2}) {
    const Shown shown = show(pdf, page);
    EXPECT_NEAR(shown.width, 595, 1);
    EXPECT_NEAR(shown.height, 842, 1);
    expect_corners(shown, {red, green, blue, white}, "page " + std::to_string(page));
  }
}

TEST(Raster, KnowsTheStandardsColours) {
  struct Case {
    const char* what;
    Recipe recipe;
    std::vector<std::array<int, 3>> corners;
  };
  for (const Case& c : {Case{"sRGB 16", {.bits = 16}, {red, green, blue, white}},
                        Case{"device RGB", {.space = 1}, {red, green, blue, white}},
                        Case{"Adobe RGB", {.space = 20}, {red, green, blue, white}}}) {
    const auto pdf = convert("image/pwg-raster", "RaS2" + pwg_header(c.recipe) + colour_page(c.recipe));
    ASSERT_TRUE(pdf.ok()) << c.what;
    expect_corners(show(pdf.value()), c.corners, c.what);
  }
  const auto shows = [](const Recipe& recipe, const std::string& left, const std::string& right) {
    const std::string bytes = "RaS2" + pwg_header(recipe) + band(recipe.height, recipe.width, left, right);
    const std::string pdf = convert("image/pwg-raster", bytes).take();
    EXPECT_TRUE(is_sound_pdf(pdf));
    return show(pdf);
  };
  const Shown grey = shows({.components = 1, .space = 18}, "\0"s, "\xFF");
  expect_corners(grey, {black, white, black, white}, "sGray");
  expect_corners(shows({.bits = 16, .components = 1, .space = 18}, "\0\0"s, "\xFF\xFF"), {black, white, black, white},
                 "sGray 16");
  expect_corners(shows({.components = 1, .space = 3}, "\0"s, "\xFF"), {white, black, white, black},
                 "black ink of 8 bits");
  expect_corners(shows({.components = 4, .space = 6}, "\0\xFF\xFF\0"s, "\0\0\0\0"s), {red, white, red, white}, "CMYK");
}

TEST(Raster, OneBitOfBlack) {
  const Recipe recipe{.width = 104, .bits = 1, .components = 1, .space = 3};
  std::string lines;
  for (std::uint32_t y = 0; y < recipe.height; ++y) lines += "\0\4\xFF"s + "\x07" + "\0"s;  // 5 bytes black, 8 white
  const std::string pdf = convert("image/pwg-raster", "RaS2" + pwg_header(recipe) + lines).take();
  ASSERT_TRUE(is_sound_pdf(pdf));
  expect_corners(show(pdf), {black, white, black, white}, "one bit");
}

TEST(Raster, BackSidesAreTurnedBack) {
  const std::vector<std::array<int, 3>> upright{red, green, blue, white};
  const auto turned = [](bool mirrored, bool upside_down) {
    const Recipe recipe{.mirrored = mirrored, .upside_down = upside_down};
    const auto of = [&](bool r, bool g, bool b) { return pixel(recipe, {r, g, b}); };
    std::string left_top = of(1, 0, 0), right_top = of(0, 1, 0), left_low = of(0, 0, 1), right_low = of(1, 1, 1);
    if (mirrored) std::swap(left_top, right_top), std::swap(left_low, right_low);
    if (upside_down) std::swap(left_top, left_low), std::swap(right_top, right_low);
    return "RaS2" + pwg_header(recipe) + band(40, 100, left_top, right_top) + band(40, 100, left_low, right_low);
  };
  expect_corners(show(convert("image/pwg-raster", turned(true, false)).take()), upright, "mirrored");
  expect_corners(show(convert("image/pwg-raster", turned(false, true)).take()), upright, "upside down");
  expect_corners(show(convert("image/pwg-raster", turned(true, true)).take()), upright, "rotated");
}

TEST(Raster, ApplesToo) {
  const Recipe colour{.space = 1}, grey{.components = 1, .space = 0};
  const std::string rest_white = std::string("\x4F\x1F\0\x80", 4);  // 80 lines: 32 pixels black, the rest white
  for (const std::uint32_t announced : {2u, 0u}) {
    const std::string document =
        "UNIRAST\0"s + be(announced) + apple_header(colour) + colour_page(colour) + apple_header(grey) + rest_white;
    const std::string pdf = convert("image/urf", document).take();
    ASSERT_TRUE(is_sound_pdf(pdf));
    expect_corners(show(pdf, 1), {red, green, blue, white}, "sRGB");
    expect_corners(show(pdf, 2), {black, white, black, white}, "grey");
  }
}

TEST(Raster, RefusesWhatIsBroken) {
  const Recipe recipe;
  const std::string whole = "RaS2" + pwg_header(recipe) + colour_page(recipe);
  for (std::size_t part = 0; part < 20; ++part)
    EXPECT_EQ(code_of(convert("image/pwg-raster", whole.substr(0, whole.size() * part / 20))), "document-damaged")
        << part;
  EXPECT_EQ(code_of(convert("image/pwg-raster", "RaS2")), "document-damaged") << "no page";
  EXPECT_EQ(code_of(convert("image/urf", "UNIRAST\0"s + be(0))), "document-damaged");
  EXPECT_EQ(code_of(convert("image/pwg-raster", whole + "more")), "document-damaged");
  EXPECT_EQ(code_of(convert("image/pwg-raster", "RaS2" + pwg_header(recipe) + "\0\x7F\xFF\xFF\xFF"s)),
            "document-damaged")
      << "a run past the end of its line";
}

TEST(Raster, RefusesWhatNoPrinterHasOrTakes) {
  const auto code = [](const Recipe& recipe, std::size_t at = 0, std::uint32_t value = 0) {
    std::string header = pwg_header(recipe);
    if (at > 0) put(header, at, value);
    return code_of(convert("image/pwg-raster", "RaS2" + header + std::string(1000, '\0')));
  };
  EXPECT_EQ(code({.space = 50}), "document-not-convertible");
  EXPECT_EQ(code({.bits = 4}), "document-not-convertible");
  EXPECT_EQ(code({.bits = 1}), "document-not-convertible") << "three components of one bit";
  EXPECT_EQ(code({}, 396, 1), "document-not-convertible") << "banded";
  EXPECT_EQ(code({}, 276, 0), "document-damaged") << "no resolution";
  EXPECT_EQ(code({}, 388, 32), "document-damaged");
  EXPECT_EQ(code({}, 392, 1'000'000'000), "document-damaged") << "lines of a gigabyte";
  EXPECT_EQ(code({.width = 100'000'000, .height = 1'000'000'000}), "document-too-large");
  EXPECT_EQ(code({.width = 100'000'000, .height = 1}), "document-too-large") << "a mile";
  EXPECT_EQ(code({.width = 0}), "document-damaged");
  std::string header = apple_header({.space = 2});
  EXPECT_EQ(code_of(convert("image/urf", "UNIRAST\0"s + be(1) + header)), "document-not-convertible") << "Lab";
}

TEST(Raster, ABombOfPagesEndsInTime) {
  // 150 million pixels in 4 kilobytes, 500 times.
  const Recipe recipe{.width = 15'000, .height = 10'000, .per_inch = 1200, .space = 1};
  std::string lines;
  for (int i = 0; i < 40; ++i) lines += "\xFF\x80";
  std::string document = "UNIRAST\0"s + be(500);
  for (int page = 0; page < 500; ++page) document += apple_header(recipe) + lines;
  const Duration before = children_cpu_time();
  EXPECT_EQ(code_of(convert("image/urf", document)), "document-timeout");
  EXPECT_LT(children_cpu_time() - before, seconds(12));
}

TEST(Raster, NoFlippedBitGetsPastTheReader) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const Recipe recipe{.width = 20, .height = 10};
  const std::string whole = "RaS2" + pwg_header(recipe) + colour_page(recipe);
  for (int i = 0; i < 3000; ++i) {
    std::string broken = whole;
    for (int flips = 0; flips < 4; ++flips)
      broken[4 + (270 + random() % (broken.size() - 274)) % (broken.size() - 4)] ^=
          static_cast<char>(1 << random() % 8);
    const TextInput input(broken);
    std::int64_t written = 0;
    (void)raster_to_pdf(input, RasterKind::pwg, {100'000, 10}, [&](std::string_view bytes) -> Result<void> {
      written += static_cast<std::int64_t>(bytes.size());
      return {};
    });
    EXPECT_LT(written, 20 << 20);
  }
}

}  // namespace
}  // namespace tsuke::convert
