// The boxes of a JP2 file (ISO 15444-1, annex I) and the head of its codestream, as far as they speak of colour.
//
//   file = *( length:4 type:4 [length:8] contents )      length counts itself; 1 = the long one follows, 0 = to the end
//   jp2h = boxes;  ihdr = height:4 width:4 components:2 …;  colr = method:1 precedence:1 approximation:1 space:4
//   pclr = entries:2 columns:1 …
//   codestream = FF4F FF51 length:2 capabilities:2 8*( measure:4 ) components:2 …
#include "platform/pages/jpeg2000.h"

#include <optional>

#include "platform/pages/bits.h"

namespace tsuke::pages {

namespace {

constexpr std::uint32_t header_box = 0x6A703268, image_box = 0x69686472, color_box = 0x636F6C72;
constexpr std::uint32_t palette_box = 0x70636C72, codestream_box = 0x6A703263;
constexpr std::uint32_t codestream_start = 0xFF4FFF51;
constexpr std::uint32_t by_number = 1, grey_scale = 17;
constexpr int boxes_max = 100;

std::uint32_t number_at(std::string_view bytes, std::size_t at, int size) {
  return at < bytes.size() ? Bits(bytes.substr(at)).take(size * 8) : 0;
}

// What the boxes said so far. A space that is said by a profile says nothing here: the components do.
struct Said {
  std::optional<std::uint32_t> in_header, in_codestream;  // components
  bool grey_space = false, other_space = false, colored_palette = false;

  bool is_grey() const {
    if (!in_codestream || other_space || colored_palette) return false;
    if (in_header && *in_header != *in_codestream) return false;
    return *in_codestream == 1 || (*in_codestream == 2 && grey_space);
  }
};

struct Box {
  std::uint32_t type = 0;
  std::string_view contents;
};

// Takes one box from the front; none when there is no whole one.
std::optional<Box> take_box(std::string_view& bytes) {
  std::size_t head = 8, length = number_at(bytes, 0, 4);
  if (bytes.size() < head) return std::nullopt;
  if (length == 1) {
    head = 16;
    if (number_at(bytes, 8, 4) != 0) return std::nullopt;  // of more than 4 GB
    length = number_at(bytes, 12, 4);
  } else if (length == 0) {
    length = bytes.size();
  }
  if (length < head || length > bytes.size()) return std::nullopt;
  const Box box{number_at(bytes, 4, 4), bytes.substr(head, length - head)};
  bytes.remove_prefix(length);
  return box;
}

void read_codestream(std::string_view bytes, Said& said) {
  if (number_at(bytes, 0, 4) == codestream_start && bytes.size() >= 42) said.in_codestream = number_at(bytes, 40, 2);
}

void read_color(std::string_view contents, Said& said) {
  if (number_at(contents, 0, 1) != by_number) return;
  (number_at(contents, 3, 4) == grey_scale ? said.grey_space : said.other_space) = true;
}

void read_header(std::string_view boxes, Said& said) {
  for (int i = 0; i < boxes_max; ++i) {
    const auto box = take_box(boxes);
    if (!box) break;
    if (box->type == image_box) said.in_header = number_at(box->contents, 8, 2);
    if (box->type == color_box) read_color(box->contents, said);
    if (box->type == palette_box && number_at(box->contents, 2, 1) != 1) said.colored_palette = true;
  }
  if (!boxes.empty()) said.other_space = true;  // who knows what the rest would say
}

}  // namespace

bool jpeg2000_is_grey(std::string_view file) {
  Said said;
  read_codestream(file, said);
  for (int i = 0; i < boxes_max && !said.in_codestream; ++i) {
    const auto box = take_box(file);
    if (!box) break;
    if (box->type == header_box) read_header(box->contents, said);
    if (box->type == codestream_box) read_codestream(box->contents, said);
  }
  return said.is_grey();
}

}  // namespace tsuke::pages
