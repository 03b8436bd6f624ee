// Ids, bytes, times and JSON: what comes from outside is checked, what goes out comes back.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <thread>

#include "base/bytes.h"
#include "base/ids.h"
#include "base/json.h"
#include "base/time.h"

namespace tsuke {
namespace {

TEST(Ids, AreUniqueAndAscendingAcrossThreads) {
  std::vector<std::vector<std::int64_t>> given(4);
  std::vector<std::thread> threads;
  for (auto& mine : given)
    threads.emplace_back([&mine] {
      for (int i = 0; i < 10'000; ++i) mine.push_back(next_id_value());
    });
  for (std::thread& thread : threads) thread.join();
  std::set<std::int64_t> all;
  for (const auto& mine : given) {
    EXPECT_TRUE(std::is_sorted(mine.begin(), mine.end()));
    all.insert(mine.begin(), mine.end());
  }
  EXPECT_EQ(all.size(), 40'000U);
  EXPECT_LT(*all.rbegin(), std::int64_t{1} << 53) << "a browser's numbers hold them";
}

TEST(Ids, TextFromOutsideIsADecimalNumberThatFits) {
  EXPECT_EQ(parse_id<JobId>("42").value(), JobId{42});
  for (const char* bad : {"", "0", "-1", "1x", " 1", "0x10", "9007199254740992", "99999999999999999999"})
    EXPECT_EQ(parse_id<JobId>(bad).error().reason, Reason::malformed) << bad;
}

TEST(Bytes, HexAndBase64ComeBack) {
  for (std::size_t size = 0; size < 70; ++size) {
    const std::string bytes = random_bytes(size);
    EXPECT_EQ(from_hex(to_hex(bytes)).value(), bytes);
    EXPECT_EQ(from_base64(to_base64url(bytes)).value(), bytes);
  }
  EXPECT_EQ(from_base64("bWlrYTpzZWNyZXQ=").value(), "mika:secret");
  EXPECT_FALSE(from_hex("abc").ok());
  EXPECT_FALSE(from_hex("zz").ok());
  EXPECT_FALSE(from_base64("a b").ok());
}

TEST(Bytes, Sha256IsTheStandards) {
  EXPECT_EQ(to_hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Bytes, TokensAreLongAndDiffer) {
  EXPECT_EQ(random_token().size(), 43U);
  EXPECT_NE(random_token(), random_token());
}

TEST(Bytes, CleanUtf8IsWellFormedAndWithoutNul) {
  EXPECT_TRUE(is_clean_utf8("用途 A ü 😀"));
  for (const std::string& bad : {std::string("a\0b", 3), std::string("\xC0\xAF"), std::string("\xE3\x81"),
                                 std::string("\xED\xA0\x80"), std::string("\xF5\x80\x80\x80"), std::string("\x80")})
    EXPECT_FALSE(is_clean_utf8(bad)) << to_hex(bad);
}

TEST(Time, Rfc3339ComesBackAndTakesOffsets) {
  const Instant at{1'795'405'157'123'000};
  EXPECT_EQ(parse_rfc3339(to_rfc3339(at)).value(), at);
  EXPECT_EQ(parse_rfc3339("2026-11-23T12:00:00+09:00").value(), parse_rfc3339("2026-11-23T03:00:00Z").value());
  for (const char* bad : {"", "yesterday", "2026-13-01T00:00:00Z", "2026-11-23", "2026-11-23T03:00:00Zjunk"})
    EXPECT_FALSE(parse_rfc3339(bad).ok()) << bad;
}

TEST(Time, TheMonthIsTheZonesOwn) {
  const Instant last_evening = parse_rfc3339("2026-11-30T15:30:00Z").value();
  EXPECT_EQ(month_in_zone(last_evening, "Asia/Tokyo").value(), "2026-12");
  EXPECT_EQ(month_in_zone(last_evening, "UTC").value(), "2026-11");
  EXPECT_EQ(month_in_zone(last_evening, "Mars/Olympus").error().code, "bad-time-zone");
}

TEST(JsonText, ComesBackAsItWas) {
  const Json value = Json::object({{"text", "a\"b\\c\n\x01 用途"},
                                   {"number", std::int64_t{-9'007'199'254'740'993}},
                                   {"none", Json()},
                                   {"list", Json::array({Json(true), Json(1), Json("x")})},
                                   {"empty", Json::object()}});
  EXPECT_EQ(Json::parse(value.dump()).value(), value);
}

TEST(JsonText, IsRefusedWhenItIsNotWhatWeSpeak) {
  for (const char* bad : {"", "{", "[1,]", "{\"a\":1.5}", "1e400", "18446744073709551615", "{\"a\":1} x", "'a'"})
    EXPECT_EQ(Json::parse(bad).error().code, "bad-json") << bad;
  EXPECT_FALSE(Json::parse(std::string(100, '[') + std::string(100, ']')).ok()) << "too deep";
}

TEST(JsonText, ARepeatedMemberNameIsRefused) { EXPECT_FALSE(Json::parse(R"({"payer":"a","payer":"b"})").ok()); }

TEST(JsonText, AskingForAnotherKindGivesTheFallback) {
  const Json value = Json::object({{"a", 1}});
  EXPECT_EQ(value["a"].text(), "");
  EXPECT_EQ(value["b"].integer(7), 7);
  EXPECT_TRUE(value["a"]["deeper"].is_null());
}

}  // namespace
}  // namespace tsuke
