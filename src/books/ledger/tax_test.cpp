#include "books/ledger/tax.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace tsuke::books {
namespace {

constexpr Rate ten_percent{10, 100};

TEST(TaxTest, IsRoundedOncePerDocumentAndSplitOverSellers) {
  const std::vector<Money> bases{{590, yen}, {21, yen}};
  const SplitTax split = split_tax(bases, ten_percent, Rounding::floor);
  EXPECT_EQ(61, split.total.amount_minor);
  EXPECT_EQ((std::vector<Money>{{59, yen}, {2, yen}}), split.parts);
  EXPECT_EQ(4, tax_on({47, yen}, ten_percent, Rounding::floor).amount_minor);
  EXPECT_EQ(5, tax_on({47, yen}, ten_percent, Rounding::half_up).amount_minor);
  EXPECT_EQ(5, tax_on({47, yen}, ten_percent, Rounding::ceiling).amount_minor);
}

TEST(TaxTest, OneHundredJobsAreTaxedAsOneDocument) {
  const std::vector<Money> bases(100, {611, yen});
  EXPECT_EQ(6110, split_tax(bases, ten_percent, Rounding::floor).total.amount_minor);  // 61 each would make 6100
}

TEST(TaxTest, ACreditNoteIsRoundedOnItsOwnBase) {
  const Taxed invoiced{{611, yen}, {61, yen}};
  EXPECT_EQ(12, credited_tax(invoiced, {122, yen}, ten_percent, Rounding::floor).amount_minor);
  EXPECT_EQ(61, credited_tax(invoiced, {611, yen}, ten_percent, Rounding::floor).amount_minor);
  // The note that brings the base to zero takes what is left, whatever its own rounding says.
  EXPECT_EQ(49, credited_tax({{489, yen}, {49, yen}}, {489, yen}, ten_percent, Rounding::floor).amount_minor);
  EXPECT_EQ(1, credited_tax({{100, yen}, {1, yen}}, {50, yen}, ten_percent, Rounding::floor).amount_minor);
}

RC_GTEST_PROP(TaxProperty, PartsSumAndAreWithinOneOfTheExactShare, ()) {
  const auto weights =
      *rc::gen::nonEmpty(rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(0, 100'000)));
  std::vector<Money> bases;
  std::int64_t sum = 0;
  for (const std::int64_t weight : weights) bases.push_back({weight, yen}), sum += weight;
  const auto rounding = *rc::gen::element(Rounding::floor, Rounding::half_up, Rounding::ceiling);
  const SplitTax split = split_tax(bases, ten_percent, rounding);
  std::int64_t parts = 0;
  for (std::size_t i = 0; i < bases.size(); ++i) {
    parts += split.parts[i].amount_minor;
    const std::int64_t off = split.parts[i].amount_minor * sum - split.total.amount_minor * weights[i];
    RC_ASSERT(sum == 0 || std::abs(off) < sum);
  }
  RC_ASSERT(parts == split.total.amount_minor);
}

RC_GTEST_PROP(TaxProperty, CreditNotesUpToTheWholeGiveBackTheWholeTax, ()) {
  const auto rounding = *rc::gen::element(Rounding::floor, Rounding::half_up, Rounding::ceiling);
  const Money base{*rc::gen::inRange<std::int64_t>(1, 5000), yen};
  Taxed left{base, tax_on(base, ten_percent, rounding)};
  while (left.base.amount_minor > 0) {
    const Money credited{*rc::gen::inRange<std::int64_t>(1, left.base.amount_minor + 1), yen};
    const Money tax = credited_tax(left, credited, ten_percent, rounding);
    left = {left.base - credited, left.tax - tax};
    RC_ASSERT(left.tax.amount_minor >= 0);
  }
  RC_ASSERT(left.tax.amount_minor == 0);
}

}  // namespace
}  // namespace tsuke::books
