#include "platform/pages/page_tree.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "platform/pages/inspect.h"

namespace tsuke::pages {

namespace {

constexpr double hmm_per_point = 2540.0 / 72.0;

struct Box {
  double left = 0, bottom = 0, right = 612, top = 792;  // US letter: what readers take without a box
  bool has_area() const { return right > left && top > bottom; }
};

// Boxes and rotation come down the tree; a page's own come first.
struct Inherited {
  QPDFObjectHandle media_box, crop_box, rotate, resources;
  Inherited below(QPDFObjectHandle& node) const {
    Inherited result = *this;
    if (node.hasKey("/MediaBox")) result.media_box = node.getKey("/MediaBox");
    if (node.hasKey("/CropBox")) result.crop_box = node.getKey("/CropBox");
    if (node.hasKey("/Rotate")) result.rotate = node.getKey("/Rotate");
    if (node.hasKey("/Resources")) result.resources = node.getKey("/Resources");
    return result;
  }
};

// A rectangle with area in whatever order its corners come, or the fallback.
Box read_box(QPDFObjectHandle& from, const Box& fallback) {
  if (!from.isInitialized() || !from.isArray() || from.getArrayNItems() != 4) return fallback;
  double corner[4];
  for (int i = 0; i < 4; ++i)
    if (!from.getArrayItem(i).getValueAsNumber(corner[i]) || !std::isfinite(corner[i])) return fallback;
  const Box box{std::min(corner[0], corner[2]), std::min(corner[1], corner[3]), std::max(corner[0], corner[2]),
                std::max(corner[1], corner[3])};
  return box.has_area() ? box : fallback;
}

Box visible_box(Inherited& page) {
  const Box media = read_box(page.media_box, {});
  const Box crop = read_box(page.crop_box, media);
  const Box both{std::max(media.left, crop.left), std::max(media.bottom, crop.bottom),
                 std::min(media.right, crop.right), std::min(media.top, crop.top)};
  return both.has_area() ? both : media;
}

double user_unit(QPDFObjectHandle& page) {
  double unit = 1;
  const bool usable = page.getKey("/UserUnit").getValueAsNumber(unit) && std::isfinite(unit) && unit > 0;
  return usable ? unit : 1;
}

bool turned_sideways(QPDFObjectHandle& rotate) {
  if (!rotate.isInitialized() || !rotate.isInteger()) return false;
  return rotate.getIntValue() % 180 != 0 && rotate.getIntValue() % 90 == 0;
}

Result<PageSize> page_size(QPDFObjectHandle& page, Inherited inherited) {
  const Box box = visible_box(inherited);
  const double scale = user_unit(page) * hmm_per_point;
  const double width = (box.right - box.left) * scale;
  const double height = (box.top - box.bottom) * scale;
  if (width > side_hmm_max || height > side_hmm_max) return too_large("A page is more than 10 metres long.");
  const PageSize upright{std::max(1, static_cast<int>(std::lround(width))),
                         std::max(1, static_cast<int>(std::lround(height)))};
  if (turned_sideways(inherited.rotate)) return PageSize{upright.height_hmm, upright.width_hmm};
  return upright;
}

class Walk {
 public:
  Walk(int page_count_max, const ColorOf& color_of) : page_count_max_(page_count_max), color_of_(color_of) {}

  // The stack is our own: a tree however deep takes heap, which has a limit, and no recursion.
  Result<Summary> from(QPDFObjectHandle root) {
    TRY(enter(root, {}));
    while (!open_.empty()) {
      Open& node = open_.back();
      if (node.next_kid == node.kids.getArrayNItems()) {
        open_.pop_back();
        continue;
      }
      QPDFObjectHandle kid = node.kids.getArrayItem(node.next_kid++);
      const Inherited inherited = node.inherited;
      TRY(visit(kid, inherited));
    }
    if (summary_.pages.empty()) return damaged();
    return std::move(summary_);
  }

 private:
  struct Open {
    QPDFObjectHandle kids;
    Inherited inherited;
    int next_kid = 0;
  };

  Result<void> visit(QPDFObjectHandle& kid, const Inherited& inherited) {
    if (!kid.isDictionary()) return {};
    if (kid.getKey("/Kids").isArray()) return enter(kid, inherited);
    if (summary_.count() >= page_count_max_) return too_large("The document has too many pages.");
    Inherited facts = inherited.below(kid);
    const PageSize size = TRY(page_size(kid, facts));
    if (!facts.resources.isInitialized()) facts.resources = QPDFObjectHandle::newDictionary();
    summary_.pages.push_back({size, color_of_(kid, facts.resources)});
    return {};
  }

  // A node met twice is a loop or a bomb: each has one parent.
  Result<void> enter(QPDFObjectHandle& node, const Inherited& inherited) {
    if (!node.isDictionary() || !node.getKey("/Kids").isArray()) return damaged();
    if (node.isIndirect() && !entered_.insert(node.getObjGen()).second) return damaged();
    open_.push_back({node.getKey("/Kids"), inherited.below(node)});
    return {};
  }

  const int page_count_max_;
  const ColorOf& color_of_;
  Summary summary_;
  std::vector<Open> open_;
  std::set<QPDFObjGen> entered_;
};

}  // namespace

Result<Summary> walk_page_tree(QPDF& pdf, int page_count_max, const ColorOf& color_of) {
  return Walk(page_count_max, color_of).from(pdf.getRoot().getKey("/Pages"));
}

}  // namespace tsuke::pages
