#include "base/zoned_time.h"

#include <gtest/gtest.h>

namespace tsuke {
namespace {

std::string in_zone(const char* at, const char* zone) { return to_rfc3339_in(parse_rfc3339(at).value(), zone).value(); }

TEST(ZonedTime, ShowsTheClockOfThePlace) {
  EXPECT_EQ(in_zone("2026-11-23T03:39:17.987Z", "Asia/Tokyo"), "2026-11-23T12:39:17+09:00");
  EXPECT_EQ(in_zone("2026-11-23T20:00:00Z", "Asia/Kolkata"), "2026-11-24T01:30:00+05:30");
  EXPECT_EQ(in_zone("2026-07-01T00:00:00Z", "America/New_York"), "2026-06-30T20:00:00-04:00");
  EXPECT_EQ(in_zone("2026-12-01T00:00:00Z", "America/New_York"), "2026-11-30T19:00:00-05:00");
  EXPECT_EQ(in_zone("2026-12-01T00:00:00Z", "UTC"), "2026-12-01T00:00:00+00:00");
}

TEST(ZonedTime, AnUnknownPlaceIsNamedSo) {
  for (const char* zone : {"", "Tokyo", "../etc/passwd", "Asia/Tokyo/"})
    EXPECT_EQ(to_rfc3339_in({}, zone).error().code, "bad-time-zone") << zone;
}

}  // namespace
}  // namespace tsuke
