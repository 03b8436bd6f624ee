#include "registry/purpose_marks.h"

#include "registry/purposes.h"
#include "registry/test_case.h"

namespace tsuke::registry {
namespace {

class PurposeMarksTest : public RegistryCase {
 protected:
  PersonId mika = make_person(*store, "mika");
  PersonId ken = make_person(*store, "ken");
  PurposeId one = make_purpose(*store, mika, "One");
  PurposeId two = make_purpose(*store, mika, "Two");
  PurposeId three = make_purpose(*store, mika, "Three");
  PurposeId kens = make_purpose(*store, ken, "Ken's");

  std::vector<PurposeId> order() { return read(purpose_order, mika).take(); }
  PurposeMarks marks(PurposeId purpose) { return read(purpose_marks, purpose).take(); }
};
TSUKE_ON_EVERY_DATABASE(PurposeMarksTest);

TEST_P(PurposeMarksTest, NothingIsMarkedByItself) { EXPECT_EQ(marks(one), PurposeMarks{}); }

TEST_P(PurposeMarksTest, MarksAreKeptAndDoNotTouchTheOrder) {
  ASSERT_TRUE(write(order_purposes, mika, std::vector{three, one, two}).ok());
  const PurposeMarks wished{"plum", "office", true, true, true};
  ASSERT_TRUE(write(mark_purpose, mika, one, wished).ok());
  EXPECT_EQ(marks(one), wished);
  EXPECT_EQ(order(), (std::vector{three, one, two}));
}

TEST_P(PurposeMarksTest, OnlyWhatThePageCanDrawIsTaken) {
  EXPECT_EQ(code_of(write(mark_purpose, mika, one, PurposeMarks{"#ff0000", "", false, false, false})), "bad-purpose");
  EXPECT_EQ(code_of(write(mark_purpose, mika, one, PurposeMarks{"", "skull", false, false, false})), "bad-purpose");
  EXPECT_EQ(marks(one), PurposeMarks{});
}

TEST_P(PurposeMarksTest, APersonHasOneDefaultAtMost) {
  const PurposeMarks chosen{"", "", false, true, false};
  ASSERT_TRUE(write(mark_purpose, mika, one, chosen).ok());
  ASSERT_TRUE(write(mark_purpose, ken, kens, chosen).ok());
  ASSERT_TRUE(write(mark_purpose, mika, two, chosen).ok());
  EXPECT_FALSE(marks(one).is_default);
  EXPECT_TRUE(marks(two).is_default);
  EXPECT_TRUE(marks(kens).is_default) << "another person's stays";
  ASSERT_TRUE(write(mark_purpose, mika, two, PurposeMarks{}).ok());
  EXPECT_FALSE(marks(two).is_default);
}

TEST_P(PurposeMarksTest, TheOrderIsThePersonsAndNewOnesStandBehind) {
  EXPECT_EQ(order(), (std::vector{one, two, three}));
  ASSERT_TRUE(write(order_purposes, mika, std::vector{three, one, two}).ok());
  EXPECT_EQ(order(), (std::vector{three, one, two}));
  const PurposeId four = make_purpose(*store, mika, "Four");
  EXPECT_EQ(order(), (std::vector{three, one, two, four}));
  ASSERT_TRUE(write(order_purposes, mika, std::vector{four}).ok());
  EXPECT_EQ(order(), (std::vector{four, three, one, two})) << "who is not named keeps their order, behind";
  ASSERT_TRUE(write(remove_purpose, mika, three).ok());
  EXPECT_EQ(order(), (std::vector{four, one, two}));
}

TEST_P(PurposeMarksTest, NobodyPutsAnothersPurposeInOrder) {
  EXPECT_EQ(code_of(write(order_purposes, mika, std::vector{one, kens})), "bad-purpose-order");
  EXPECT_EQ(code_of(write(order_purposes, mika, std::vector{one, two, one})), "bad-purpose-order");
  EXPECT_EQ(order(), (std::vector{one, two, three}));
}

}  // namespace
}  // namespace tsuke::registry
