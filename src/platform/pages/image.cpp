#include "platform/pages/image.h"

#include "platform/pages/jpeg2000.h"
#include "platform/pages/samples.h"
#include "platform/pages/stream.h"

namespace tsuke::pages {

namespace {

constexpr std::int64_t side_max = 1 << 20;

bool has_known_bits(int bits) { return bits == 1 || bits == 2 || bits == 4 || bits == 8 || bits == 16; }

// False when the image's facts do not fit each other.
bool read_facts(QPDFObjectHandle& dictionary, bool is_jpeg, ImageFacts& facts) {
  int width = 0, height = 0;
  if (!dictionary.getKey("/Width").getValueAsInt(width) || !dictionary.getKey("/Height").getValueAsInt(height))
    return false;
  if (width < 1 || height < 1 || width > side_max || height > side_max) return false;
  facts.width = width;
  facts.height = height;
  if (!is_jpeg) dictionary.getKey("/BitsPerComponent").getValueAsInt(facts.bits);
  facts.decode = read_ranges(dictionary.getKey("/Decode"));
  const auto components = static_cast<std::size_t>(facts.space->components());
  if (facts.decode.size() != components) facts.decode.clear();
  for (std::size_t i = facts.decode.size(); i < components; ++i)
    facts.decode.push_back(facts.space->range(static_cast<int>(i), facts.bits));
  facts.left_out = read_ranges(dictionary.getKey("/Mask"));
  if (facts.left_out.size() != components || facts.bits == 16) facts.left_out.clear();
  return has_known_bits(facts.bits);
}

// What the library gives as samples; for other filters the colours that are possible decide.
bool can_be_decoded(const std::string& filter) {
  return filter != "/JBIG2Decode" && filter != "/CCITTFaxDecode" && filter != "/CCF" && filter != "/JPXDecode";
}

// By its own head, where the dictionary names no space.
bool jpeg2000_is_colored(QPDFObjectHandle& stream, Budget& budget) {
  if (!budget.spend_bytes(1 << 16)) return true;
  const auto buffer = stream.getRawStreamData();
  return !jpeg2000_is_grey({reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()});
}

}  // namespace

bool image_is_colored(QPDFObjectHandle& stream, QPDFObjectHandle& resources, ColorSpaces& spaces, Budget& budget) {
  QPDFObjectHandle dictionary = stream.getDict();
  QPDFObjectHandle named = dictionary.getKey("/ColorSpace");
  const std::string filter = last_filter(dictionary);
  if (named.isNull()) return filter == "/JPXDecode" ? jpeg2000_is_colored(stream, budget) : true;
  ImageFacts facts;
  facts.space = &spaces.find(named, resources);
  if (!facts.space->can_color()) return false;
  const bool is_jpeg = filter == "/DCTDecode" || filter == "/DCT";
  if (facts.space->is_pattern() || !read_facts(dictionary, is_jpeg, facts)) return true;
  PixelSearch search(facts, budget);
  if (!search.is_needed()) return false;
  if (!can_be_decoded(filter)) return true;
  bool found = false;
  const StreamEnd end = read_stream(stream, budget, [&](Bytes piece) {
    found = search.finds_color(piece);
    return !found;
  });
  // A JPEG whose size or components differ from the dictionary's was looked at with the wrong measure.
  return found || end != StreamEnd::whole || search.ends_in_color(is_jpeg);
}

}  // namespace tsuke::pages
