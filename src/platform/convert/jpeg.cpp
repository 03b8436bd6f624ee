#include "platform/convert/jpeg.h"

#include <utility>

#include "platform/convert/exif.h"
#include "platform/convert/refusals.h"

namespace tsuke::convert {

namespace {

using namespace std::string_view_literals;

constexpr int soi = 0xD8, eoi = 0xD9, sos = 0xDA, dht = 0xC4, dac = 0xCC, jpg = 0xC8;
constexpr int app0 = 0xE0, app1 = 0xE1, app14 = 0xEE;

bool is_frame(int marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != dht && marker != dac && marker != jpg;
}
bool stands_alone(int marker) { return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7); }

// Walks the segments in order, keeping what it learns.
class Walk {
 public:
  Walk(const Input& input, std::int64_t pixels_max) : cursor_(input), pixels_max_(pixels_max) {}

  Result<Jpeg> to_the_end() {
    if (cursor_.take(2) != "\xFF\xD8"sv) return damaged();
    for (;;) {
      const int marker = next_marker();
      if (marker < 0 || marker == soi) return damaged();
      if (marker == eoi) break;
      if (stands_alone(marker)) continue;
      TRY(segment(marker));
    }
    if (!scanned_) return damaged();
    found_.size_bytes = cursor_.at();
    return found_;
  }

 private:
  // Passes over what is no marker: the data of a scan, and filling. -1 at the end.
  int next_marker() {
    if (waiting_ >= 0) return std::exchange(waiting_, -1);
    if (cursor_.byte() != 0xFF) return -1;
    for (;;) {
      const auto code = cursor_.byte();
      if (!code) return -1;
      if (*code != 0xFF) return *code == 0 ? -1 : *code;
    }
  }

  Result<void> segment(int marker) {
    const std::string length_bytes = cursor_.take(2);
    const std::uint32_t length = length_bytes.empty() ? 0 : big_endian(length_bytes);
    if (length < 2 || cursor_.left() < length - 2) return damaged();
    const std::string body = cursor_.take(length - 2);
    if (is_frame(marker)) return frame(marker, body);
    if (marker == app0) read_jfif(body);
    if (marker == app1 && body.starts_with("Exif\0\0"sv)) take_exif(read_exif(std::string_view(body).substr(6)));
    if (marker == app14 && body.starts_with("Adobe"sv) && body.size() >= 12) found_.adobe = true;
    return marker == sos ? scan() : Result<void>();
  }

  Result<void> frame(int marker, std::string_view body) {
    if (found_.components != 0 || body.size() < 6) return damaged();
    if (marker > 0xC2 || body[0] != 8) return not_convertible();
    found_.height = big_endian(body.substr(1, 2));
    found_.width = big_endian(body.substr(3, 2));
    found_.components = static_cast<std::uint8_t>(body[5]);
    if (found_.width == 0 || body.size() != 6 + 3 * static_cast<std::size_t>(found_.components)) return damaged();
    if (found_.height == 0) return not_convertible();  // it stands behind the first scan
    if (found_.components != 1 && found_.components != 3 && found_.components != 4) return not_convertible();
    if (found_.width * found_.height > pixels_max_) return too_large();
    found_.plain_rgb = found_.components == 3 && body[6] == 'R' && body[9] == 'G' && body[12] == 'B';
    return {};
  }

  // Its data, up to the marker that ends it.
  Result<void> scan() {
    if (found_.components == 0) return damaged();
    scanned_ = true;
    for (;;) {
      const auto byte = next_ff();
      if (!byte) return damaged();
      if (*byte == 0 || *byte == 0xFF || (*byte >= 0xD0 && *byte <= 0xD7)) continue;
      waiting_ = *byte;
      return {};
    }
  }

  // What follows the next FF, and what follows that if it is FF again.
  std::optional<std::uint8_t> next_ff() {
    for (;;) {
      const std::string_view piece = cursor_.piece(1 << 16);
      if (piece.empty()) return std::nullopt;
      const std::size_t at = piece.find('\xFF');
      if (at == std::string_view::npos) continue;
      cursor_.back(piece.size() - at - 1);
      auto code = cursor_.byte();
      while (code == 0xFF) code = cursor_.byte();
      return code;
    }
  }

  void read_jfif(std::string_view body) {
    if (!body.starts_with("JFIF\0"sv) || body.size() < 12) return;
    const std::int64_t x = big_endian(body.substr(8, 2)), y = big_endian(body.substr(10, 2));
    if (body[7] == 1) found_.density = Density{x * 10'000 / 254, y * 10'000 / 254};
    if (body[7] == 2) found_.density = Density{x * 100, y * 100};
  }

  // JFIF's density was there first.
  void take_exif(const Exif& exif) {
    found_.orientation = exif.orientation;
    if (!found_.density) found_.density = exif.density;
  }

  Cursor cursor_;
  std::int64_t pixels_max_;
  Jpeg found_;
  bool scanned_ = false;
  int waiting_ = -1;  // a marker that ended a scan
};

std::string picture_entries(const Jpeg& jpeg) {
  std::string entries = "/Type /XObject /Subtype /Image /BitsPerComponent 8 /Filter /DCTDecode /Width " +
                        std::to_string(jpeg.width) + " /Height " + std::to_string(jpeg.height) + " /ColorSpace ";
  entries += jpeg.components == 1 ? "/DeviceGray" : jpeg.components == 3 ? "/DeviceRGB" : "/DeviceCMYK";
  if (jpeg.components == 4 && jpeg.adobe) entries += " /Decode [1 0 1 0 1 0 1 0]";
  if (jpeg.plain_rgb && !jpeg.adobe) entries += " /DecodeParms << /ColorTransform 0 >>";
  return entries;
}

}  // namespace

Result<Jpeg> read_jpeg(const Input& input, std::int64_t pixels_max) { return Walk(input, pixels_max).to_the_end(); }

Result<void> jpeg_to_pdf(const Input& input, PageSize sheet, std::int64_t pixels_max, const Sink& sink) {
  const Jpeg jpeg = TRY(read_jpeg(input, pixels_max));
  PdfWriter pdf(sink);
  const int picture = pdf.reserve();
  TRY(pdf.begin_stream(picture, picture_entries(jpeg)));
  Cursor cursor(input);
  for (std::int64_t left = jpeg.size_bytes; left > 0;) {
    const std::string_view piece = cursor.piece(static_cast<std::size_t>(left));
    if (piece.empty()) return damaged();
    left -= static_cast<std::int64_t>(piece.size());
    TRY(pdf.append(piece));
  }
  TRY(pdf.end_stream());
  const Placement placed = place_picture(jpeg.width, jpeg.height, jpeg.orientation, jpeg.density, sheet);
  TRY(pdf.page(placed.page, picture, placed.matrix));
  return pdf.finish();
}

}  // namespace tsuke::convert
