#include "rules/split.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numeric>

namespace tsuke::rules {

namespace {

using Parts = std::vector<std::int64_t>;

Parts share(std::int64_t whole, const Parts& weights) { return share_out(whole, weights); }

rc::Gen<Parts> some_weights() {
  return rc::gen::resize(5, rc::gen::nonEmpty(rc::gen::container<Parts>(rc::gen::inRange<std::int64_t>(1, 100))));
}

TEST(ShareOut, IsExactAndNearTheRate) {
  EXPECT_EQ(share(100, {70, 30}), (Parts{70, 30}));
  EXPECT_EQ(share(101, {50, 50}), (Parts{51, 50}));
  EXPECT_EQ(share(733, {70, 30}), (Parts{513, 220}));
  EXPECT_EQ(share(50, {1, 1, 1, 1, 96}), (Parts{1, 0, 1, 0, 48}));
  EXPECT_EQ(share(1, {1, 2}), (Parts{0, 1}));
  EXPECT_EQ(share(0, {3, 2}), (Parts{0, 0}));
  EXPECT_EQ(share(7, {5}), (Parts{7}));
}

TEST(ShareOut, OfTwoPayersIsTheLargestRemainder) {
  for (std::int64_t whole = 0; whole < 400; ++whole)
    for (std::int64_t percent = 1; percent < 100; ++percent) {
      const Parts weights{percent, 100 - percent};
      Parts expected = split_largest_remainder(whole, weights);
      // A tie goes to the larger share; the other rule gives it to the earlier.
      if (percent < 50 && 2 * (whole * percent % 100) == 100) expected = {expected[0] - 1, expected[1] + 1};
      EXPECT_EQ(share_out(whole, weights), expected) << whole << " at " << percent;
    }
}

RC_GTEST_PROP(ShareOut, SumsToTheWholeAndIsNeverNegative, ()) {
  const Parts weights = *some_weights();
  const auto whole = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000);
  const Parts parts = share_out(whole, weights);
  RC_ASSERT(std::accumulate(parts.begin(), parts.end(), std::int64_t{0}) == whole);
  for (const std::int64_t part : parts) RC_ASSERT(part >= 0);
}

// The largest remainder alone does not have this with three payers or more.
RC_GTEST_PROP(ShareOut, NobodyPaysMoreOfLess, ()) {
  const Parts weights = *some_weights();
  const auto whole = *rc::gen::inRange<std::int64_t>(1, 100'000);
  const Parts more = share_out(whole, weights), less = share_out(whole - 1, weights);
  for (std::size_t place = 0; place < weights.size(); ++place) RC_ASSERT(less[place] <= more[place]);
}

TEST(Share, IsOneOfThem) {
  const Share second{{70, 30}, 1};
  EXPECT_EQ(second.of({733, yen}), (Money{220, yen}));
}

}  // namespace

}  // namespace tsuke::rules
