#include "platform/convert/png.h"

#include <zlib.h>

#include <algorithm>

#include "platform/convert/png_rows.h"
#include "platform/convert/refusals.h"

namespace tsuke::convert {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view signature = "\x89PNG\r\n\x1A\n"sv;
constexpr std::size_t kept_chunk_bytes_max = 64 << 10;

struct Chunk {
  std::int64_t at = 0;  // of its data
  std::uint32_t length = 0;
  std::string type;
};

std::uint32_t crc_of(std::uint32_t before, std::string_view bytes) {
  return static_cast<std::uint32_t>(
      crc32(before, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
}

Result<Chunk> next_chunk(Cursor& cursor) {
  const std::string head = cursor.take(8);
  if (head.empty()) return damaged();
  Chunk chunk{cursor.at(), big_endian(std::string_view(head).substr(0, 4)), head.substr(4)};
  if (chunk.length > 0x7FFF'FFFF || cursor.left() < static_cast<std::int64_t>(chunk.length) + 4) return damaged();
  return chunk;
}

bool is_possible(int colour, int bits) {
  switch (colour) {
    case 0: return bits == 1 || bits == 2 || bits == 4 || bits == 8 || bits == 16;
    case 3: return bits == 1 || bits == 2 || bits == 4 || bits == 8;
    case 2:
    case 4:
    case 6: return bits == 8 || bits == 16;
    default: return false;
  }
}

Result<Png> read_header(std::string_view data, std::int64_t pixels_max) {
  if (data.size() != 13 || data[10] != 0 || data[11] != 0 || data[12] < 0 || data[12] > 1) return damaged();
  Png png;
  png.width = big_endian(data.substr(0, 4));
  png.height = big_endian(data.substr(4, 4));
  png.bits = static_cast<std::uint8_t>(data[8]);
  png.colour = static_cast<std::uint8_t>(data[9]);
  png.interlaced = data[12] == 1;
  if (png.width == 0 || png.height == 0 || !is_possible(png.colour, png.bits)) return damaged();
  if (png.width > pixels_max || png.height > pixels_max || png.width * png.height > pixels_max) return too_large();
  return png;
}

Result<void> keep(Png& png, const Chunk& chunk, std::string data) {
  if (chunk.type == "PLTE")
    png.palette = std::move(data);
  else if (chunk.type == "tRNS")
    png.transparency = std::move(data);
  else if (chunk.type == "pHYs" && data.size() == 9 && data[8] == 1)
    png.density =
        Density{big_endian(std::string_view(data).substr(0, 4)), big_endian(std::string_view(data).substr(4, 4))};
  return {};
}

// A palette where one is needed, and transparency in the shape of its colour.
Result<void> check_together(const Png& png) {
  const std::size_t colours = png.palette.size() / 3;
  if (png.palette.size() % 3 != 0 || colours > 256 || (png.colour == 3 && colours == 0)) return damaged();
  const std::size_t transparent = png.transparency.size();
  if (transparent == 0) return {};
  const bool fits = png.colour == 3   ? transparent <= colours
                    : png.colour == 2 ? transparent == 6
                                      : png.colour == 0 && transparent == 2;
  return fits ? Result<void>() : Result<void>(damaged());
}

}  // namespace

Result<Png> read_png(const Input& input, std::int64_t pixels_max) {
  Cursor cursor(input);
  if (cursor.take(signature.size()) != signature) return damaged();
  const Chunk first = TRY(next_chunk(cursor));
  if (first.type != "IHDR" || first.length != 13) return damaged();
  Png png = TRY(read_header(cursor.take(13), pixels_max));
  cursor.skip(4);
  for (;;) {
    const Chunk chunk = TRY(next_chunk(cursor));
    if (chunk.type == "IEND") return damaged();
    if (chunk.type == "IDAT") {
      png.data_at = chunk.at - 8;
      TRY(check_together(png));
      return png;
    }
    if (chunk.length <= kept_chunk_bytes_max) {
      TRY(keep(png, chunk, cursor.take(chunk.length)));
    } else {
      cursor.skip(chunk.length);
    }
    cursor.skip(4);
  }
}

Result<void> read_png_data(const Input& input, const Png& png, const Sink& packed) {
  Cursor cursor(input, png.data_at);
  for (;;) {
    const Chunk chunk = TRY(next_chunk(cursor));
    if (chunk.type != "IDAT") return {};
    std::uint32_t sum = crc_of(0, chunk.type);
    for (std::size_t left = chunk.length; left > 0;) {
      const std::string_view piece = cursor.piece(left);
      if (piece.empty()) return damaged();
      sum = crc_of(sum, piece);
      left -= piece.size();
      TRY(packed(piece));
    }
    const std::string written = cursor.take(4);
    if (written.empty() || big_endian(written) != sum) return damaged();
  }
}

Result<void> read_png_rows(const Input& input, const Png& png, const Sink& row) {
  RowReader rows(png.row_shape(), png.height, row);
  const auto inflation = Inflation::create([&](std::string_view plain) { return rows.take(plain); });
  const Sink packed = [&](std::string_view bytes) { return inflation->take(bytes); };
  TRY(read_png_data(input, png, packed));
  return rows.complete() ? Result<void>() : Result<void>(damaged());
}

}  // namespace tsuke::convert
