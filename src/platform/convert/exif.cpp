#include "platform/convert/exif.h"

#include <algorithm>
#include <cstdint>

namespace tsuke::convert {

namespace {

constexpr unsigned tag_orientation = 0x0112, tag_x = 0x011A, tag_y = 0x011B, tag_unit = 0x0128;
constexpr unsigned kind_short = 3, kind_rational = 5;
constexpr std::size_t entry_bytes = 12, entries_max = 512;

class Tiff {
 public:
  explicit Tiff(std::string_view bytes) : bytes_(bytes), little_(bytes.starts_with("II")) {}

  bool is_one() const { return bytes_.size() >= 8 && (little_ || bytes_.starts_with("MM")) && number(2, 2) == 42; }
  // 0 past the end.
  std::uint32_t number(std::size_t at, std::size_t count) const {
    if (at > bytes_.size() || bytes_.size() - at < count) return 0;
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < count; ++i)
      value = value << 8 | static_cast<std::uint8_t>(bytes_[at + (little_ ? count - 1 - i : i)]);
    return value;
  }
  // Hundredths; 0 when it is none.
  std::int64_t rational(std::size_t at) const {
    const std::int64_t numerator = number(at, 4), denominator = at + 8 <= bytes_.size() ? number(at + 4, 4) : 0;
    return denominator == 0 ? 0 : numerator * 100 / denominator;
  }

 private:
  std::string_view bytes_;
  bool little_;
};

struct Found {
  std::uint32_t orientation = 1, unit = 2;
  std::int64_t x_hundredths = 0, y_hundredths = 0;
};

void read_entry(const Tiff& tiff, std::size_t at, Found& found) {
  const std::uint32_t tag = tiff.number(at, 2), kind = tiff.number(at + 2, 2);
  if (tag == tag_orientation && kind == kind_short) found.orientation = tiff.number(at + 8, 2);
  if (tag == tag_unit && kind == kind_short) found.unit = tiff.number(at + 8, 2);
  if (tag == tag_x && kind == kind_rational) found.x_hundredths = tiff.rational(tiff.number(at + 8, 4));
  if (tag == tag_y && kind == kind_rational) found.y_hundredths = tiff.rational(tiff.number(at + 8, 4));
}

}  // namespace

Exif read_exif(std::string_view bytes) {
  const Tiff tiff(bytes);
  Exif exif;
  if (!tiff.is_one()) return exif;
  const std::size_t directory = tiff.number(4, 4);
  const std::size_t count = std::min<std::size_t>(tiff.number(directory, 2), entries_max);
  Found found;
  for (std::size_t i = 0; i < count; ++i) read_entry(tiff, directory + 2 + i * entry_bytes, found);
  if (found.orientation >= 1 && found.orientation <= 8) exif.orientation = static_cast<int>(found.orientation);
  // Hundredths per inch (254/10000 m) or per centimetre.
  const auto per_metre = [&](std::int64_t hundredths) { return found.unit == 3 ? hundredths : hundredths * 100 / 254; };
  if (found.x_hundredths > 0 && found.y_hundredths > 0)
    exif.density = Density{per_metre(found.x_hundredths), per_metre(found.y_hundredths)};
  return exif;
}

}  // namespace tsuke::convert
