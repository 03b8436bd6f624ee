#include <optional>

#include "platform/convert/raster.h"
#include "platform/convert/refusals.h"

namespace tsuke::convert {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t pwg_header_bytes = 1796, apple_header_bytes = 32;

std::uint32_t number(std::string_view header, std::size_t at) { return big_endian(header.substr(at, 4)); }

// PWG 5102.4 table 6, by the offset of each field.
constexpr std::size_t resolution_at = 276, width_at = 372, height_at = 376, bits_per_color_at = 384,
                      bits_per_pixel_at = 388, bytes_per_line_at = 392, color_order_at = 396, color_space_at = 400,
                      cross_feed_transform_at = 456, feed_transform_at = 460;
constexpr std::uint32_t minus_one = 0xFFFF'FFFF;

std::optional<Space> pwg_space(std::uint32_t number) {
  switch (number) {
    case 0:   // W
    case 18:  // sGray
      return Space::grey;
    case 3: return Space::black_ink;
    case 1:   // device RGB
    case 19:  // sRGB
      return Space::rgb;
    case 20: return Space::adobe_rgb;
    case 6: return Space::cmyk;
    default: return std::nullopt;
  }
}

std::optional<Space> apple_space(std::uint8_t number) {
  switch (number) {
    case 0:  // luminance
    case 4:  // device grey
      return Space::grey;
    case 1:  // sRGB
    case 5:  // device RGB
      return Space::rgb;
    case 3: return Space::adobe_rgb;
    case 6: return Space::cmyk;
    default: return std::nullopt;
  }
}

Result<RasterPage> checked(const RasterPage& page, std::int64_t pixels_max) {
  if (page.width <= 0 || page.height <= 0 || page.x_per_inch <= 0 || page.y_per_inch <= 0) return damaged();
  const bool one_bit = page.bits == 1 && (page.space == Space::grey || page.space == Space::black_ink);
  if (!one_bit && page.bits != 8 && page.bits != 16) return not_convertible();
  if (page.width > pixels_max || page.height > pixels_max || page.width * page.height > pixels_max) return too_large();
  if (page.width * 2540 / page.x_per_inch > side_hmm_max || page.height * 2540 / page.y_per_inch > side_hmm_max)
    return too_large();
  return page;
}

Result<RasterPage> read_pwg_page(std::string_view header) {
  const auto space = pwg_space(number(header, color_space_at));
  if (!space || number(header, color_order_at) != 0) return not_convertible();
  RasterPage page;
  page.width = number(header, width_at);
  page.height = number(header, height_at);
  page.x_per_inch = number(header, resolution_at);
  page.y_per_inch = number(header, resolution_at + 4);
  page.bits = static_cast<int>(std::min<std::uint32_t>(number(header, bits_per_color_at), 64));
  page.space = *space;
  page.mirrored = number(header, cross_feed_transform_at) == minus_one;
  page.upside_down = number(header, feed_transform_at) == minus_one;
  if (number(header, bits_per_pixel_at) != static_cast<std::uint32_t>(page.bits * page.components())) return damaged();
  if (number(header, bytes_per_line_at) != page.shape().bytes()) return damaged();
  return page;
}

Result<RasterPage> read_apple_page(std::string_view header) {
  const auto space = apple_space(static_cast<std::uint8_t>(header[1]));
  if (!space) return not_convertible();
  RasterPage page;
  page.space = *space;
  page.bits = static_cast<std::uint8_t>(header[0]) / page.components();
  if (page.bits * page.components() != static_cast<std::uint8_t>(header[0])) return damaged();
  page.width = number(header, 12);
  page.height = number(header, 16);
  page.x_per_inch = page.y_per_inch = number(header, 20);
  return page;
}

}  // namespace

PageSize RasterPage::size() const {
  const auto hmm = [](std::int64_t pixels, std::int64_t per_inch) {
    return static_cast<int>(std::max<std::int64_t>(1, (pixels * 2540 + per_inch / 2) / per_inch));
  };
  return {hmm(width, x_per_inch), hmm(height, y_per_inch)};
}

Result<void> read_raster_start(Cursor& cursor, RasterKind kind) {
  if (kind == RasterKind::pwg) return cursor.take(4) == "RaS2" ? Result<void>() : Result<void>(damaged());
  return cursor.take(12).starts_with("UNIRAST\0"sv) ? Result<void>() : Result<void>(damaged());
}

Result<RasterPage> read_raster_page(Cursor& cursor, RasterKind kind, std::int64_t pixels_max) {
  const std::string header = cursor.take(kind == RasterKind::pwg ? pwg_header_bytes : apple_header_bytes);
  if (header.empty()) return damaged();
  return checked(TRY(kind == RasterKind::pwg ? read_pwg_page(header) : read_apple_page(header)), pixels_max);
}

}  // namespace tsuke::convert
