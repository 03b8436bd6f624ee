// Reads page raster without any of the code that writes it: how many pages are really there.
//
//   pwg  = "RaS2" *(header lines)       header: 1796 bytes, width at 372, height at 376, bits per pixel at 388 (PWG
//   5102.4) urf  = "UNIRAST" NUL count *(header lines)          header: 32 bytes, bits per pixel at 0, width at 12,
//   height at 16 lines = *(repeat row)     repeat: how often the row is there again row   = *(run pixel / literal
//   1*pixel / rest)       until the row is full; rest, 128, ends it with white (urf)
#pragma once

#include <cstdint>
#include <string_view>

namespace tsuke::flow::testing {

inline std::uint32_t big_endian(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = at; i < at + 4 && i < bytes.size(); ++i)
    value = value << 8 | static_cast<unsigned char>(bytes[i]);
  return value;
}

struct Raster {
  std::uint32_t width = 0, height = 0, pixel_bytes = 0;
};

// Where the lines of one page end; npos when they do not add up.
inline std::size_t end_of_lines(std::string_view bytes, std::size_t at, const Raster& page) {
  constexpr auto broken = std::string_view::npos;
  for (std::uint32_t line = 0; line < page.height;) {
    if (at >= bytes.size()) return broken;
    line += static_cast<unsigned char>(bytes[at++]) + 1u;
    for (std::uint32_t pixel = 0; pixel < page.width;) {
      if (at >= bytes.size()) return broken;
      const unsigned code = static_cast<unsigned char>(bytes[at++]);
      if (code == 128) break;
      const unsigned pixels = code < 128 ? code + 1 : 257 - code;
      at += (code < 128 ? 1 : pixels) * page.pixel_bytes;
      pixel += pixels;
      if (pixel > page.width) return broken;
    }
    if (line > page.height) return broken;
  }
  return at <= bytes.size() ? at : broken;
}

// -1 when it is no such file, or one with something wrong in it.
inline std::int64_t pwg_pages(std::string_view bytes) {
  if (bytes.substr(0, 4) != "RaS2") return -1;
  std::int64_t pages = 0;
  for (std::size_t at = 4; at < bytes.size(); ++pages) {
    const Raster page{big_endian(bytes, at + 372), big_endian(bytes, at + 376), big_endian(bytes, at + 388) / 8};
    if (bytes.substr(at, 9) != "PwgRaster" || page.pixel_bytes == 0) return -1;
    at = end_of_lines(bytes, at + 1796, page);
    if (at == std::string_view::npos) return -1;
  }
  return pages;
}

inline std::uint32_t pwg_bits_per_pixel(std::string_view bytes) { return big_endian(bytes, 4 + 388); }

inline std::int64_t urf_pages(std::string_view bytes) {
  if (bytes.substr(0, 8) != std::string_view("UNIRAST\0", 8)) return -1;
  std::int64_t pages = 0;
  for (std::size_t at = 12; at < bytes.size(); ++pages) {
    if (at + 32 > bytes.size()) return -1;
    const Raster page{big_endian(bytes, at + 12), big_endian(bytes, at + 16),
                      static_cast<unsigned char>(bytes[at]) / 8u};
    at = end_of_lines(bytes, at + 32, page);
    if (at == std::string_view::npos) return -1;
  }
  return pages == big_endian(bytes, 8) ? pages : -1;
}

}  // namespace tsuke::flow::testing
