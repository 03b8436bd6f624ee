#include "platform/impose/layout.h"

#include <algorithm>

namespace tsuke::impose {

namespace {

constexpr double points_per_hmm = 72.0 / 2540.0;
constexpr double same_size = 3;  // 1 mm: what is called A4 is not cut to the hair

struct Grid {
  int columns = 1, rows = 1;
};

Grid grid_of(int number_up, bool wide) {
  Grid tall;
  switch (number_up) {
    case 2: tall = {1, 2}; break;
    case 4: tall = {2, 2}; break;
    case 6: tall = {2, 3}; break;
    case 9: tall = {3, 3}; break;
    case 16: tall = {4, 4}; break;
    default: break;
  }
  return wide ? Grid{tall.rows, tall.columns} : tall;
}

Extent turned(Extent sheet, int turns) { return turns % 2 == 0 ? sheet : Extent{sheet.height, sheet.width}; }

// From the side as it is read to the sheet.
Matrix turn(Extent sheet, int turns) {
  switch (turns) {
    case 1: return {0, 1, -1, 0, sheet.width, 0};
    case 2: return {-1, 0, 0, -1, sheet.width, sheet.height};
    case 3: return {0, -1, 1, 0, 0, sheet.height};
    default: return {};
  }
}

// From the page's own space to its visible part, upright, with its lower left corner at the origin.
Matrix upright(const Shape& page) {
  const Matrix to_origin{1, 0, 0, 1, -page.visible.left, -page.visible.bottom};
  const double width = page.visible.width(), height = page.visible.height();
  Matrix rotation;
  if (page.rotate == 90) rotation = {0, -1, 1, 0, 0, width};
  if (page.rotate == 180) rotation = {-1, 0, 0, -1, width, height};
  if (page.rotate == 270) rotation = {0, 1, -1, 0, height, 0};
  const Matrix enlarged{page.user_unit, 0, 0, page.user_unit, 0, 0};
  return then(then(to_origin, rotation), enlarged);
}

double margin_of(const Imposition& imposition, Extent view) {
  return std::min(imposition.margin_hmm * points_per_hmm, std::min(view.width, view.height) / 4);
}

// Several pages share what the printer can print on, with the width of its edge between them.
Box cell_box(const Imposition& imposition, Extent view, int cell) {
  if (imposition.number_up == 1) return {0, 0, view.width, view.height};
  const Grid grid = grid_of(imposition.number_up, view.width > view.height);
  const double margin = margin_of(imposition, view), gap = margin / 2;
  const double width = (view.width - 2 * margin - gap * (grid.columns - 1)) / grid.columns;
  const double height = (view.height - 2 * margin - gap * (grid.rows - 1)) / grid.rows;
  const int column = cell % grid.columns, row = cell / grid.columns;
  const double left = margin + column * (width + gap);
  const double top = view.height - margin - row * (height + gap);
  return {left, top - height, left + width, top};
}

double fitting(Extent page, double width, double height) { return std::min(width / page.width, height / page.height); }

// PWG 5100.16, print-scaling, for a page alone on its side. With edges that stay white "auto" fits what is too large,
// without them it fills.
double scale_alone(const Imposition& imposition, Extent view, Extent page) {
  const double margin = margin_of(imposition, view);
  const double fit = fitting(page, view.width - 2 * margin, view.height - 2 * margin);
  const double fill = std::max(view.width / page.width, view.height / page.height);
  const bool larger = page.width > view.width + same_size || page.height > view.height + same_size;
  switch (imposition.scaling) {
    case Scaling::fit: return fit;
    case Scaling::fill: return fill;
    case Scaling::none: return 1;
    case Scaling::auto_fit: return larger ? fit : 1;
    case Scaling::automatic: return larger ? (margin > 0 ? fit : fill) : 1;
  }
  return 1;
}

// Of several pages each fits its cell; "none" only keeps them from being enlarged.
double scale_in_cell(const Imposition& imposition, const Box& cell, Extent page) {
  const double fit = fitting(page, cell.width(), cell.height());
  if (imposition.scaling == Scaling::none) return std::min(fit, 1.0);
  if (imposition.scaling == Scaling::fill) return std::max(cell.width() / page.width, cell.height() / page.height);
  return fit;
}

Box turned_box(const Matrix& m, const Box& box) {
  const double x1 = m.a * box.left + m.c * box.bottom + m.e, x2 = m.a * box.right + m.c * box.top + m.e;
  const double y1 = m.b * box.left + m.d * box.bottom + m.f, y2 = m.b * box.right + m.d * box.top + m.f;
  return {std::min(x1, x2), std::min(y1, y2), std::max(x1, x2), std::max(y1, y2)};
}

double largest_scale(const Imposition& imposition, const Shape& page, int turns) {
  const Box cell = cell_box(imposition, turned(sheet_extent(imposition), turns), 0);
  return fitting(extent_of(page), cell.width(), cell.height());
}

}  // namespace

Matrix then(const Matrix& first, const Matrix& second) {
  return {first.a * second.a + first.b * second.c,
          first.a * second.b + first.b * second.d,
          first.c * second.a + first.d * second.c,
          first.c * second.b + first.d * second.d,
          first.e * second.a + first.f * second.c + second.e,
          first.e * second.b + first.f * second.d + second.f};
}

Extent extent_of(const Shape& page) {
  const double width = page.visible.width() * page.user_unit, height = page.visible.height() * page.user_unit;
  return page.rotate % 180 == 0 ? Extent{width, height} : Extent{height, width};
}

Extent sheet_extent(const Imposition& imposition) {
  return {imposition.sheet.width_hmm * points_per_hmm, imposition.sheet.height_hmm * points_per_hmm};
}

int turns_for(const Imposition& imposition, const Shape& first) {
  switch (imposition.orientation) {
    case Orientation::portrait: return 0;
    case Orientation::landscape: return 1;
    case Orientation::reverse_portrait: return 2;
    case Orientation::reverse_landscape: return 3;
    case Orientation::automatic: break;
  }
  constexpr double clearly = 1.001;
  return largest_scale(imposition, first, 1) > largest_scale(imposition, first, 0) * clearly ? 1 : 0;
}

Placement place(const Imposition& imposition, int turns, int cell, const Shape& page) {
  const Extent sheet = sheet_extent(imposition), view = turned(sheet, turns), size = extent_of(page);
  const Box box = cell_box(imposition, view, cell);
  const bool alone = imposition.number_up == 1;
  const double scale = alone ? scale_alone(imposition, view, size) : scale_in_cell(imposition, box, size);
  const double left = (box.left + box.right - size.width * scale) / 2;
  const double bottom = (box.bottom + box.top - size.height * scale) / 2;
  const Matrix to_sheet = turn(sheet, turns);
  const Matrix placed = then(upright(page), Matrix{scale, 0, 0, scale, left, bottom});
  return {then(placed, to_sheet), turned_box(to_sheet, box)};
}

}  // namespace tsuke::impose
