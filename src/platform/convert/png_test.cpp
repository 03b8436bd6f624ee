#include "platform/convert/png.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <random>

#include "platform/convert/png_rows.h"
#include "platform/convert/testing.h"

namespace tsuke::convert {
namespace {

using namespace testing;
using namespace std::string_literals;

constexpr std::string_view signature{"\x89PNG\r\n\x1A\n", 8};

std::string chunk(const std::string& type, const std::string& data) {
  const std::string body = type + data;
  const uLong sum = crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()));
  return be(static_cast<std::uint32_t>(data.size())) + body + be(static_cast<std::uint32_t>(sum));
}

std::string zipped(const std::string& plain) {
  uLongf size = compressBound(static_cast<uLong>(plain.size()));
  std::string packed(size, 0);
  compress(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(plain.data()),
           static_cast<uLong>(plain.size()));
  packed.resize(size);
  return packed;
}

struct Recipe {
  int width = 40, height = 40, bits = 8, colour = 2;
  bool interlaced = false;
  bool keyed = false;  // a transparent colour, or palette entry
  int per_metre = 0;
};

// Samples of a pixel, from 0 to the most: top left black, top right red, bottom left half grey, bottom right white.
std::vector<int> samples_at(const Recipe& recipe, int x, int y) {
  const bool right = x >= recipe.width / 2, low = y >= recipe.height / 2;
  const int most = (1 << recipe.bits) - 1, half = most / 2;
  if (recipe.colour == 3) return {(low ? 2 : 0) + (right ? 1 : 0)};
  std::vector<int> found = low ? (right ? std::vector{most, most, most} : std::vector{half, half, half})
                               : (right ? std::vector{most, 0, 0} : std::vector{0, 0, 0});
  if (recipe.colour == 0 || recipe.colour == 4) found.resize(1);
  if (recipe.colour >= 4) found.push_back(low || right ? most : 0);
  return found;
}

std::string row_of(const Recipe& recipe, const std::vector<std::pair<int, int>>& places) {
  std::string row;
  int held = 0, held_bits = 0;
  for (const auto& [x, y] : places)
    for (const int sample : samples_at(recipe, x, y)) {
      if (recipe.bits == 16) row += be(static_cast<std::uint32_t>(sample), 2);
      if (recipe.bits == 16) continue;
      held = held << recipe.bits | sample;
      held_bits += recipe.bits;
      if (held_bits == 8) row += static_cast<char>(std::exchange(held, 0));
      held_bits %= 8;
    }
  if (held_bits > 0) row += static_cast<char>(held << (8 - held_bits));
  return row;
}

// Filters rows as an encoder may: each row by another one.
class Filters {
 public:
  explicit Filters(const Recipe& recipe) {
    const int samples = recipe.colour == 2 ? 3 : recipe.colour == 4 ? 2 : recipe.colour == 6 ? 4 : 1;
    back_ = static_cast<std::size_t>(std::max(1, samples * recipe.bits / 8));
  }
  std::string apply(const std::string& row) {
    above_.resize(row.size());
    const int filter = next_++ % 5;
    std::string filtered(1, static_cast<char>(filter));
    for (std::size_t i = 0; i < row.size(); ++i) {
      const int left = i < back_ ? 0 : value(row, i - back_), above = value(above_, i);
      const int between = i < back_ ? 0 : value(above_, i - back_);
      const int guess = left + above - between;
      const int distances[] = {std::abs(guess - left), std::abs(guess - above), std::abs(guess - between)};
      const int nearest = distances[0] <= distances[1] && distances[0] <= distances[2] ? left
                          : distances[1] <= distances[2]                               ? above
                                                                                       : between;
      const int guesses[] = {0, left, above, (left + above) / 2, nearest};
      filtered += static_cast<char>(value(row, i) - guesses[filter]);
    }
    above_ = row;
    return filtered;
  }

 private:
  static int value(const std::string& row, std::size_t i) { return static_cast<unsigned char>(row[i]); }
  std::size_t back_;
  std::string above_;
  int next_ = 0;
};

std::string pixels_of(const Recipe& recipe) {
  constexpr int passes[7][4] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4},
                                {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};
  std::string plain;
  for (int pass = 0; pass < (recipe.interlaced ? 7 : 1); ++pass) {
    const auto [x0, y0, dx, dy] = recipe.interlaced
                                      ? std::tuple(passes[pass][0], passes[pass][1], passes[pass][2], passes[pass][3])
                                      : std::tuple(0, 0, 1, 1);
    Filters filters(recipe);
    for (int y = y0; y < recipe.height; y += dy) {
      std::vector<std::pair<int, int>> places;
      for (int x = x0; x < recipe.width; x += dx) places.emplace_back(x, y);
      if (!places.empty()) plain += filters.apply(row_of(recipe, places));
    }
  }
  return plain;
}

std::string header(std::uint32_t width, std::uint32_t height, int bits, int colour, bool interlaced) {
  return chunk("IHDR", be(width) + be(height) + static_cast<char>(bits) + static_cast<char>(colour) + "\0\0"s +
                           static_cast<char>(interlaced));
}

std::string make_png(const Recipe& recipe) {
  std::string png(signature);
  png += header(static_cast<std::uint32_t>(recipe.width), static_cast<std::uint32_t>(recipe.height), recipe.bits,
                recipe.colour, recipe.interlaced);
  if (recipe.per_metre > 0) {
    const std::string density = be(static_cast<std::uint32_t>(recipe.per_metre));
    png += chunk("pHYs", density + density + "\1");
  }
  if (recipe.colour == 3) png += chunk("PLTE", "\0\0\0\xFF\0\0\x7F\x7F\x7F\xFF\xFF\xFF"s);
  if (recipe.keyed) png += chunk("tRNS", recipe.colour == 3 ? "\0"s : std::string(recipe.colour == 2 ? 6 : 2, '\0'));
  const std::string packed = zipped(pixels_of(recipe));
  const std::size_t half = packed.size() / 2;
  return png + chunk("IDAT", packed.substr(0, half)) + chunk("IDAT", packed.substr(half)) + chunk("IEND", "");
}

constexpr std::array<int, 3> red{255, 0, 0}, white{255, 255, 255}, black{0, 0, 0};

void expect_shown(const Recipe& recipe, const std::string& what) {
  const auto pdf = convert("image/png", make_png(recipe));
  ASSERT_TRUE(pdf.ok()) << what << pdf.error().code;
  ASSERT_TRUE(is_sound_pdf(pdf.value())) << what;
  const Shown shown = show(pdf.value());
  const bool grey = recipe.colour == 0 || recipe.colour == 4, clear = recipe.keyed || recipe.colour >= 4;
  const int half =
      recipe.bits == 16 || recipe.colour == 3 ? 127 : ((1 << recipe.bits) - 1) / 2 * 255 / ((1 << recipe.bits) - 1);
  EXPECT_TRUE(is_near(shown.about(30, 40), clear ? white : black)) << what << ": top left";
  EXPECT_TRUE(is_near(shown.about(70, 40), grey ? white : red)) << what << ": top right";
  const bool half_is_keyed = recipe.bits == 1 && recipe.keyed;  // half of 1 is 0
  const int shade = half_is_keyed ? 255 : half;
  EXPECT_TRUE(is_near(shown.about(30, 60), {shade, shade, shade})) << what << ": bottom left";
  EXPECT_TRUE(is_near(shown.about(70, 60), white)) << what << ": bottom right";
}

TEST(Png, ShowsEveryKindOfPixelInEveryOrder) {
  for (const bool interlaced : {false, true})
    for (const bool keyed : {false, true})
      for (const auto& [colour, depths] : std::vector<std::pair<int, std::vector<int>>>{
               {0, {1, 2, 4, 8, 16}}, {2, {8, 16}}, {3, {2, 4, 8}}, {4, {8, 16}}, {6, {8, 16}}})
        for (const int bits : depths) {
          if (keyed && colour >= 4) continue;
          expect_shown(
              {.width = 41, .height = 43, .bits = bits, .colour = colour, .interlaced = interlaced, .keyed = keyed},
              "colour " + std::to_string(colour) + " bits " + std::to_string(bits) + (interlaced ? " interlaced" : "") +
                  (keyed ? " keyed" : ""));
        }
}

TEST(Png, TinyInterlacedPicturesHavePassesWithoutPixels) {
  for (int width = 1; width <= 9; ++width)
    for (int height = 1; height <= 9; height += 2)
      EXPECT_EQ(code_of(convert("image/png", make_png({.width = width, .height = height, .interlaced = true}))), "ok")
          << width << "x" << height;
}

TEST(Png, SimpleOnesKeepTheirVeryBytes) {
  const Recipe recipe;
  const std::string pdf = convert("image/png", make_png(recipe)).take();
  EXPECT_NE(pdf.find(zipped(pixels_of(recipe))), std::string::npos);
}

TEST(Png, IsAsLargeAsItsDensitySays) {
  const Shown shown = show(convert("image/png", make_png({.width = 600, .height = 300, .per_metre = 11811})).take());
  EXPECT_EQ(shown.width, 144);
  EXPECT_EQ(shown.height, 72);
}

TEST(Png, RefusesWhatIsBroken) {
  for (const Recipe& recipe : {Recipe{}, Recipe{.bits = 16}, Recipe{.interlaced = true}, Recipe{.colour = 6}}) {
    const std::string whole = make_png(recipe);
    for (std::size_t part = 1; part < 30; ++part)
      EXPECT_EQ(code_of(convert("image/png", whole.substr(0, (whole.size() - 12) * part / 30))), "document-damaged")
          << part;
    for (std::size_t at = whole.find("IDAT"); at < whole.size() - 12; at += 7) {
      std::string broken = whole;
      broken[at] ^= 0x10;
      EXPECT_EQ(code_of(convert("image/png", broken)), "document-damaged") << at;
    }
  }
}

std::string with_pixels(std::uint32_t width, std::uint32_t height, int bits, int colour, bool interlaced,
                        const std::string& packed) {
  return std::string(signature) + header(width, height, bits, colour, interlaced) + chunk("IDAT", packed) +
         chunk("IEND", "");
}

TEST(Png, RefusesHeadersThatMakeNoSense) {
  const std::string pixels = zipped(std::string(1000, '\0'));
  for (const auto& [bits, colour] : std::vector<std::pair<int, int>>{
           {3, 0}, {0, 0}, {4, 2}, {16, 3}, {2, 4}, {8, 1}, {8, 5}, {8, 7}, {32, 2}, {-1, 2}})
    EXPECT_EQ(code_of(convert("image/png", with_pixels(2, 2, bits, colour, false, pixels))), "document-damaged")
        << bits << colour;
  EXPECT_EQ(code_of(convert("image/png", with_pixels(0, 2, 8, 2, false, pixels))), "document-damaged");
  EXPECT_EQ(code_of(convert("image/png", with_pixels(2, 2, 8, 3, false, pixels))), "document-damaged") << "no palette";
  EXPECT_EQ(code_of(convert("image/png", with_pixels(20, 20, 8, 2, false, zipped("few")))), "document-damaged");
  EXPECT_EQ(code_of(convert("image/png", with_pixels(2, 2, 8, 0, false, zipped("\7ab\0cd"s)))), "document-damaged")
      << "a filter";
}

TEST(Png, RefusesBombsBeforeItUndoesThem) {
  const std::string packed = zipped(std::string(10 << 20, '\0'));
  EXPECT_EQ(code_of(convert("image/png", with_pixels(0x7FFFFFFF, 0x7FFFFFFF, 16, 6, false, packed))),
            "document-too-large");
  EXPECT_EQ(code_of(convert("image/png", with_pixels(0xFFFFFFFF, 1, 8, 2, false, packed))), "document-too-large");
  EXPECT_EQ(code_of(convert("image/png", with_pixels(100'000, 100'000, 1, 0, false, packed))), "document-too-large");
  EXPECT_EQ(code_of(convert("image/png", with_pixels(10'000, 10'000, 8, 6, true, packed))), "document-too-large")
      << "interlaced";
  const Instant before{monotonic_now().micros};
  const std::string code = code_of(convert("image/png", with_pixels(190'000'000, 1, 16, 6, false, packed)));
  EXPECT_TRUE(code == "document-too-large" || code == "document-damaged") << code;
  EXPECT_LT(monotonic_now().micros - before.micros, seconds(10).micros);
}

TEST(Png, NoFlippedBitGetsPastTheReader) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const std::string whole = make_png({.colour = 3, .keyed = true, .per_metre = 5000});
  for (int i = 0; i < 3000; ++i) {
    std::string broken = whole;
    for (int flips = 0; flips < 3; ++flips) broken[random() % broken.size()] ^= static_cast<char>(1 << random() % 8);
    const TextInput input(broken);
    std::string written;
    (void)png_to_pdf(input, a4, 1'000'000, [&](std::string_view bytes) -> Result<void> {
      written += bytes;
      return {};
    });
    EXPECT_LT(written.size(), 20u << 20);
  }
}

}  // namespace
}  // namespace tsuke::convert
