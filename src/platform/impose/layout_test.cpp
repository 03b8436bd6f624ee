#include "platform/impose/layout.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

namespace tsuke::impose {
namespace {

constexpr Shape a4{{0, 0, 595.276, 841.89}}, a4_wide{{0, 0, 841.89, 595.276}}, a3{{0, 0, 841.89, 1190.55}},
    small{{0, 0, 200, 100}};

Imposition on_a4(int number_up = 1, Scaling scaling = Scaling::automatic) {
  Imposition imposition;
  imposition.number_up = number_up;
  imposition.scaling = scaling;
  return imposition;
}

struct Point {
  double x, y;
};
Point moved(const Matrix& m, Point p) { return {m.a * p.x + m.c * p.y + m.e, m.b * p.x + m.d * p.y + m.f}; }
double scale_of(const Matrix& m) { return std::hypot(m.a, m.b); }

void expect_at(const Placement& placed, Point from, Point to) {
  const Point got = moved(placed.matrix, from);
  EXPECT_NEAR(got.x, to.x, 0.1);
  EXPECT_NEAR(got.y, to.y, 0.1);
}

TEST(Layout, APageOfTheSheetsSizeStaysWhereItIs) {
  const Placement placed = place(on_a4(), turns_for(on_a4(), a4), 0, a4);
  expect_at(placed, {0, 0}, {0, 0});
  expect_at(placed, {595.276, 841.89}, {595.276, 841.89});
}

TEST(Layout, ScalingAlone) {
  const auto scale = [](Scaling scaling, const Shape& page, int margin = 423) {
    Imposition imposition = on_a4(1, scaling);
    imposition.margin_hmm = margin;
    return scale_of(place(imposition, 0, 0, page).matrix);
  };
  const double edge = 2 * 423 * 72.0 / 2540;
  EXPECT_NEAR(scale(Scaling::none, a3), 1, 1e-3);
  EXPECT_NEAR(scale(Scaling::none, small), 1, 1e-3);
  EXPECT_NEAR(scale(Scaling::automatic, small), 1, 1e-3);
  EXPECT_NEAR(scale(Scaling::automatic, a3), (595.276 - edge) / 841.89, 1e-3);
  EXPECT_NEAR(scale(Scaling::automatic, a3, 0), 595.276 / 841.89, 1e-3) << "fills where no edge stays white";
  EXPECT_NEAR(scale(Scaling::auto_fit, small), 1, 1e-3);
  EXPECT_NEAR(scale(Scaling::auto_fit, a3), (595.276 - edge) / 841.89, 1e-3);
  EXPECT_NEAR(scale(Scaling::fit, a4), (595.276 - edge) / 595.276, 1e-3);
  EXPECT_NEAR(scale(Scaling::fit, small), (595.276 - edge) / 200, 1e-3);
  EXPECT_NEAR(scale(Scaling::fill, small), 841.89 / 100, 1e-3);
}

TEST(Layout, WhatIsSmallerIsCentred) {
  const Placement placed = place(on_a4(), 0, 0, small);
  expect_at(placed, {100, 50}, {595.276 / 2, 841.89 / 2});
}

TEST(Layout, AutomaticTurnsWhatLiesTheOtherWay) {
  EXPECT_EQ(turns_for(on_a4(), a4), 0);
  EXPECT_EQ(turns_for(on_a4(), a4_wide), 1);
  EXPECT_EQ(turns_for(on_a4(2), a4), 1);
  EXPECT_EQ(turns_for(on_a4(2), a4_wide), 0);
  EXPECT_EQ(turns_for(on_a4(4), a4), 0);
  EXPECT_EQ(turns_for(on_a4(6), a4), 1);
  const Placement placed = place(on_a4(), 1, 0, a4_wide);
  expect_at(placed, {0, 0}, {595.276, 0});  // anticlockwise: its lower left is the sheet's lower right
  expect_at(placed, {841.89, 595.276}, {0, 841.89});
}

TEST(Layout, OrientationAsAskedFor) {
  const Point up{0, 10}, origin{0, 0};
  const auto upwards = [&](Orientation orientation) {
    Imposition imposition = on_a4();
    imposition.orientation = orientation;
    const Placement placed = place(imposition, turns_for(imposition, a4), 0, a4);
    const Point from = moved(placed.matrix, origin), to = moved(placed.matrix, up);
    return std::pair<int, int>{std::lround((to.x - from.x) * 10), std::lround((to.y - from.y) * 10)};
  };
  EXPECT_EQ(upwards(Orientation::portrait).first, 0);
  EXPECT_GT(upwards(Orientation::portrait).second, 0);
  EXPECT_LT(upwards(Orientation::landscape).first, 0);
  EXPECT_GT(upwards(Orientation::reverse_landscape).first, 0);
  EXPECT_LT(upwards(Orientation::reverse_portrait).second, 0);
}

TEST(Layout, RotationAndUnitOfThePageAreItsOwn) {
  const Shape turned{{10, 20, 10 + 841.89, 20 + 595.276}, 90};  // lies on its side, shown upright
  EXPECT_NEAR(extent_of(turned).width, 595.276, 0.01);
  expect_at(place(on_a4(), 0, 0, turned), {10, 20}, {0, 841.89});  // clockwise: lower left becomes upper left
  const Shape doubled{{0, 0, 297.638, 420.945}, 0, 2};
  EXPECT_NEAR(scale_of(place(on_a4(), 0, 0, doubled).matrix), 2, 1e-3);
}

TEST(Layout, CellsAreReadLeftToRightThenDown) {
  const Imposition four = on_a4(4);
  const auto middle = [&](int cell) { return moved(place(four, 0, cell, a4).matrix, {297.6, 420.9}); };
  EXPECT_LT(middle(0).x, middle(1).x);
  EXPECT_GT(middle(0).y, middle(2).y);
  EXPECT_NEAR(middle(0).y, middle(1).y, 0.1);
  const Imposition two = on_a4(2);  // turned: the first page is at the sheet's lower half, its top to the left
  EXPECT_LT(moved(place(two, 1, 0, a4).matrix, {0, 0}).y, moved(place(two, 1, 1, a4).matrix, {0, 0}).y);
}

RC_GTEST_PROP(LayoutProperties, SeveralPagesStayInTheirCellsAndOnTheSheet, ()) {
  Imposition imposition = on_a4(*rc::gen::element(2, 4, 6, 9, 16), *rc::gen::element(Scaling::automatic, Scaling::fit));
  imposition.orientation = static_cast<Orientation>(*rc::gen::inRange(0, 5));
  const Shape page{{0, 0, *rc::gen::inRange(1, 5000) * 1.0, *rc::gen::inRange(1, 5000) * 1.0},
                   *rc::gen::element(0, 90, 180, 270)};
  const int cell = *rc::gen::inRange(0, imposition.number_up);
  const Placement placed = place(imposition, turns_for(imposition, page), cell, page);
  const Extent sheet = sheet_extent(imposition);
  RC_ASSERT(placed.clip.left >= 0 && placed.clip.bottom >= 0);
  RC_ASSERT(placed.clip.right <= sheet.width && placed.clip.top <= sheet.height);
  for (const Point corner : {Point{0, 0}, Point{page.visible.right, page.visible.top}}) {
    const Point at = moved(placed.matrix, corner);
    RC_ASSERT(at.x >= placed.clip.left - 0.01 && at.x <= placed.clip.right + 0.01);
    RC_ASSERT(at.y >= placed.clip.bottom - 0.01 && at.y <= placed.clip.top + 0.01);
  }
}

TEST(Sides, CopiesBeginOnANewSheetWhereTheyMust) {
  Imposition three;
  three.pages = {0, 1, 2};
  EXPECT_EQ(order_of_sides(three), (std::vector{0, 1, 2}));
  three.two_sided = true;
  EXPECT_EQ(order_of_sides(three), (std::vector{0, 1, 2}));
  three.copies = 2;
  EXPECT_EQ(order_of_sides(three), (std::vector{0, 1, 2, blank_side, 0, 1, 2, blank_side}));
  three.collate = false;
  EXPECT_EQ(order_of_sides(three), (std::vector{0, 1, 0, 1, 2, blank_side, 2, blank_side}));
  three.two_sided = false;
  EXPECT_EQ(order_of_sides(three), (std::vector{0, 0, 1, 1, 2, 2}));
  three.number_up = 2;
  EXPECT_EQ(order_of_sides(three), (std::vector{0, 0, 1, 1}));
}

}  // namespace
}  // namespace tsuke::impose
