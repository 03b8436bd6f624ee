// Where pages come to lie on a sheet. Lengths are points (1/72 inch), y goes up, as in PDF.
#pragma once

#include "platform/impose/imposition.h"

namespace tsuke::impose {

// x' = a x + c y + e,  y' = b x + d y + f
struct Matrix {
  double a = 1, b = 0, c = 0, d = 1, e = 0, f = 0;
};
Matrix then(const Matrix& first, const Matrix& second);

struct Box {
  double left = 0, bottom = 0, right = 0, top = 0;
  double width() const { return right - left; }
  double height() const { return top - bottom; }
};

// A page as it is to be read: what is visible of it, turned clockwise and enlarged.
struct Shape {
  Box visible;
  int rotate = 0;  // 0, 90, 180 or 270
  double user_unit = 1;
};

struct Extent {
  double width = 0, height = 0;
};
Extent extent_of(const Shape& page);
Extent sheet_extent(const Imposition& imposition);

// How often the side is turned anticlockwise by 90 degrees on the sheet. Automatic: whatever makes this page, the first
// of its side, larger.
int turns_for(const Imposition& imposition, const Shape& first);

struct Placement {
  Matrix matrix;  // from the page's own space to the sheet's
  Box clip;       // on the sheet
};
// The page in that cell of its side: from 0, in reading order.
Placement place(const Imposition& imposition, int turns, int cell, const Shape& page);

}  // namespace tsuke::impose
