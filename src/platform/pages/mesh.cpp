// The data of a mesh, packed as BitsPerFlag, BitsPerCoordinate and BitsPerComponent say:
//
//   type 4 = *( flag x y color padding )                       free triangles
//   type 5 = *( x y color padding )                            a lattice
//   type 6 = *( flag (flag = 0: 12 / 8)*(x y) (4 / 2)*color padding )   patches of Coons
//   type 7 = *( flag (flag = 0: 16 / 12)*(x y) (4 / 2)*color padding )  patches of tensor products
#include "platform/pages/bits.h"
#include "platform/pages/shading.h"
#include "platform/pages/stream.h"

namespace tsuke::pages {

namespace {

struct Layout {
  int flag = 0, coordinate = 0, component = 0;
  Ranges decode;  // of the components alone
};

bool is_width(int bits, int most) { return bits >= 1 && bits <= most; }

bool read_layout(QPDFObjectHandle facts, int type, int components, Layout& layout) {
  facts.getKey("/BitsPerFlag").getValueAsInt(layout.flag);
  facts.getKey("/BitsPerCoordinate").getValueAsInt(layout.coordinate);
  facts.getKey("/BitsPerComponent").getValueAsInt(layout.component);
  const Ranges all = read_ranges(facts.getKey("/Decode"));
  if (all.size() != static_cast<std::size_t>(components) + 2) return false;
  layout.decode.assign(all.begin() + 2, all.end());
  if (type == 5) layout.flag = 0;
  return (type == 5 || is_width(layout.flag, 8)) && is_width(layout.coordinate, 32) && is_width(layout.component, 16);
}

struct Counts {
  int points, colors;
};

Counts counts_of(int type, std::uint32_t flag) {
  const bool anew = (flag & 3) == 0;
  if (type == 6) return anew ? Counts{12, 4} : Counts{8, 2};
  if (type == 7) return anew ? Counts{16, 4} : Counts{12, 2};
  return {1, 1};
}

bool next_is_colored(Bits& data, const Layout& layout, const ColorSpace& space) {
  Values values;
  for (const Range& range : layout.decode)
    values.push_back(range.at(data.take(layout.component) / largest_of(layout.component)));
  return space.is_colored(values);
}

}  // namespace

bool mesh_is_colored(QPDFObjectHandle& stream, int type, const ColorSpace& space, Budget& budget) {
  Layout layout;
  if (type < 4 || type > 7 || !read_layout(stream.getDict(), type, space.components(), layout)) return true;
  const auto bytes = read_stream(stream, budget, content_bytes_max);
  if (!bytes) return true;
  const auto color_bits = static_cast<std::uint64_t>(layout.component) * layout.decode.size();
  for (Bits data(*bytes); data.has(8);) {
    const Counts counts = counts_of(type, data.take(layout.flag));
    data.skip(2ULL * static_cast<std::uint64_t>(counts.points * layout.coordinate));
    if (!data.has(color_bits * static_cast<std::uint64_t>(counts.colors))) return false;
    for (int i = 0; i < counts.colors; ++i)
      if (next_is_colored(data, layout, space)) return true;
    data.to_byte();
    if (!budget.spend_operation()) return true;
  }
  return false;
}

}  // namespace tsuke::pages
