#include "base/calendar.h"

#include <gtest/gtest.h>

namespace tsuke {
namespace {

Instant at(const char* text) { return parse_rfc3339(text).take(); }

TEST(Calendar, NamesTheDayAndTheMinuteOfTheZone) {
  const LocalTime tokyo = local_time(at("2026-11-26T15:30:59Z"), "Asia/Tokyo").take();
  EXPECT_EQ(tokyo, (LocalTime{2026, 11, 27, 5, 30}));
  const LocalTime berlin = local_time(at("2026-11-26T23:30:00Z"), "Europe/Berlin").take();
  EXPECT_EQ(berlin, (LocalTime{2026, 11, 27, 5, 30}));
  const LocalTime sunday = local_time(at("2026-07-05T10:00:00Z"), "Europe/Berlin").take();
  EXPECT_EQ(sunday, (LocalTime{2026, 7, 5, 7, 720}));
}

TEST(Calendar, ADayBeginsAtItsMidnight) {
  EXPECT_EQ(day_start(at("2026-11-26T15:30:59Z"), "Asia/Tokyo").take(), at("2026-11-26T15:00:00Z"));
  EXPECT_EQ(day_start(at("2026-11-26T14:59:59Z"), "Asia/Tokyo").take(), at("2026-11-25T15:00:00Z"));
  // The clocks of Santiago go from 23:59:59 to 01:00 in this night.
  EXPECT_EQ(day_start(at("2019-09-08T12:00:00Z"), "America/Santiago").take(), at("2019-09-08T04:00:00Z"));
  EXPECT_EQ(day_start(at("2026-10-25T12:00:00Z"), "Europe/Berlin").take(), at("2026-10-24T22:00:00Z"));
}

TEST(Calendar, AnUnknownZoneIsRefused) {
  EXPECT_EQ(local_time(Instant{}, "Mars/Olympus").error().code, "bad-time-zone");
  EXPECT_EQ(day_start(Instant{}, "").error().code, "bad-time-zone");
}

}  // namespace
}  // namespace tsuke
