#include "platform/http/http_date.h"

#include <gtest/gtest.h>

namespace tsuke::http {
namespace {

TEST(HttpDate, IsWrittenAsTheStandardShows) {
  EXPECT_EQ(http_date({784'111'777'000'000}), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(http_date({1'709'164'800'999'999}), "Thu, 29 Feb 2024 00:00:00 GMT");
  EXPECT_EQ(http_date({}), "Thu, 01 Jan 1970 00:00:00 GMT");
}

TEST(HttpDate, OfNowIsOfThisSecond) {
  const Instant before = wall_clock().now();
  const std::string now = http_date_now();
  EXPECT_TRUE(now == http_date(before) || now == http_date(before + seconds(1))) << now;
}

}  // namespace
}  // namespace tsuke::http
