// What the boxes of a JP2 file (ISO 15444-1, annex I) or the head of its codestream say of colour.
//
//   file = *( length:4 type:4 [length:8] contents )      length counts itself; 1 = the long one follows, 0 = to the end
//   jp2h = boxes;  ihdr = height:4 width:4 components:2 …;  colr = method:1 precedence:1 approximation:1 space:4
//   codestream = FF4F FF51 length:2 capabilities:2 8*( measure:4 ) components:2 …
#include "platform/pages/bits.h"
#include "platform/pages/image.h"
#include "platform/pages/stream.h"

namespace tsuke::pages {

namespace {

constexpr std::uint32_t header_box = 0x6A703268, image_box = 0x69686472, color_box = 0x636F6C72;
constexpr std::uint32_t codestream_box = 0x6A703263;
constexpr std::uint32_t grey_scale = 17;
constexpr int boxes_max = 100;

std::uint32_t number_at(std::string_view bytes, std::size_t at, int size) {
  return at < bytes.size() ? Bits(bytes.substr(at)).take(size * 8) : 0;
}

bool codestream_is_grey(std::string_view bytes) {
  return number_at(bytes, 0, 4) == 0xFF4FFF51 && number_at(bytes, 40, 2) == 1;
}

bool boxes_are_grey(std::string_view bytes, int depth) {
  for (int i = 0; i < boxes_max && bytes.size() >= 8; ++i) {
    const std::uint32_t length = number_at(bytes, 0, 4), type = number_at(bytes, 4, 4);
    const std::string_view contents = bytes.substr(8);
    if (type == header_box && depth == 0 && boxes_are_grey(contents, 1)) return true;
    if (type == image_box && number_at(contents, 8, 2) == 1) return true;
    if (type == color_box && number_at(contents, 0, 1) == 1 && number_at(contents, 3, 4) == grey_scale) return true;
    if (type == codestream_box) return codestream_is_grey(contents);
    if (length < 8 || length > bytes.size()) return false;
    bytes.remove_prefix(length);
  }
  return false;
}

}  // namespace

bool jpeg2000_is_colored(QPDFObjectHandle& stream, Budget& budget) {
  if (!budget.spend_bytes(1 << 16)) return true;
  const auto buffer = stream.getRawStreamData();
  const std::string_view bytes(reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize());
  return !codestream_is_grey(bytes) && !boxes_are_grey(bytes, 0);
}

}  // namespace tsuke::pages
