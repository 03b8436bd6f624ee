#include "platform/mail/authentication.h"

#include <gtest/gtest.h>

namespace tsuke::mail {
namespace {

bool holds(const std::vector<std::string_view>& fields) {
  return is_authenticated(fields, "mx.example.net", "example.com");
}

TEST(Authentication, ReadsAField) {
  const auto parsed = parse_authentication_results(
      "MX.example.net 1 (a server); dkim=pass (2048-bit key; \"x\") reason=\"good; really\" header.d=Example.com "
      "header.b=\"ab=/c\"; spf = fail smtp.mailfrom=a@b.example ; dmarc=pass (p=none dis=none) "
      "header.from=example.com");
  EXPECT_EQ(parsed.authserv_id, "mx.example.net");
  ASSERT_EQ(parsed.results.size(), 3U);
  EXPECT_EQ(parsed.results[0].method, "dkim");
  EXPECT_EQ(parsed.results[0].property("reason"), "good; really");
  EXPECT_EQ(parsed.results[0].property("header.d"), "Example.com");
  EXPECT_EQ(parsed.results[0].property("header.b"), "ab=/c");
  EXPECT_EQ(parsed.results[1].result, "fail");
  EXPECT_EQ(parsed.results[2].property("header.from"), "example.com");
  EXPECT_TRUE(parse_authentication_results("mx.example.net; none").results.empty());
  EXPECT_TRUE(parse_authentication_results("").results.empty());
}

TEST(Authentication, DmarcDecides) {
  EXPECT_TRUE(holds({"mx.example.net; dmarc=pass header.from=example.com"}));
  EXPECT_TRUE(holds({"mx.example.net; dmarc=pass"}));
  EXPECT_FALSE(holds({"mx.example.net; dmarc=pass header.from=example.org"}));
  EXPECT_FALSE(holds({"mx.example.net; dmarc=fail header.from=example.com; dkim=pass header.d=example.com"}));
  EXPECT_FALSE(holds({"mx.example.net; dmarc=none header.from=example.com; dkim=pass header.d=example.com"}));
}

TEST(Authentication, OnlyTheOperatorsServerIsBelieved) {
  EXPECT_FALSE(holds({"evil.example; dmarc=pass header.from=example.com"}));
  EXPECT_FALSE(holds({"mx.example.net.evil.example; dmarc=pass"}));
  EXPECT_FALSE(holds({"(mx.example.net) evil.example; dmarc=pass"}));
  EXPECT_FALSE(holds({}));
  EXPECT_FALSE(is_authenticated({"; dmarc=pass"}, "", "example.com"));
  EXPECT_FALSE(is_authenticated({"mx; dmarc=pass"}, "mx", ""));
}

TEST(Authentication, AForgedFieldDoesNotOutvoteTheServersOwn) {
  const char* forged = "mx.example.net; dmarc=pass header.from=example.com; dkim=pass header.d=example.com";
  EXPECT_FALSE(holds({"mx.example.net; dmarc=fail header.from=example.com", forged}));
  EXPECT_FALSE(holds({forged, "mx.example.net; dmarc=none header.from=example.com"}));
}

TEST(Authentication, AlignedSignatureOrPathWhereDmarcWasNotLookedAt) {
  EXPECT_TRUE(holds({"mx.example.net; dkim=pass header.d=EXAMPLE.com"}));
  EXPECT_TRUE(holds({"mx.example.net; dkim=fail header.d=example.com; dkim=pass header.d=example.com"}));
  EXPECT_TRUE(holds({"mx.example.net; spf=pass smtp.mailfrom=mika@example.com"}));
  EXPECT_TRUE(holds({"mx.example.net; spf=pass smtp.mailfrom=example.com"}));
  EXPECT_FALSE(holds({"mx.example.net; dkim=pass header.d=example.org"}));
  EXPECT_FALSE(holds({"mx.example.net; dkim=pass header.d=mail.example.com"}));
  EXPECT_FALSE(holds({"mx.example.net; dkim=pass"}));
  EXPECT_FALSE(holds({"mx.example.net; spf=pass smtp.helo=example.com"}));
  EXPECT_FALSE(holds({"mx.example.net; x-own=pass header.d=example.com"}));
  EXPECT_FALSE(holds({"mx.example.net; none"}));
}

}  // namespace
}  // namespace tsuke::mail
