#include "app/public_address.h"

#include <gtest/gtest.h>

namespace tsuke::app {
namespace {

Result<PublicAddress> of(const std::string& url, const std::string& host = "") {
  Config config;
  config.public_url = url;
  config.public_host = host;
  return public_address(config);
}

TEST(PublicAddress, AHostAloneSaysNothingOfTls) {
  EXPECT_EQ(of("", "").value().host, "");
  EXPECT_EQ(of("", "print.example.com:8631").value().host, "print.example.com:8631");
  EXPECT_FALSE(of("", "print.example.com:8631").value().tls_before);
}

TEST(PublicAddress, AUrlSaysBoth) {
  EXPECT_EQ(of("https://print.example.com").value().host, "print.example.com");
  EXPECT_TRUE(of("https://print.example.com").value().tls_before);
  EXPECT_EQ(of("https://[2001:db8::7]:8443/").value().host, "[2001:db8::7]:8443");
  EXPECT_FALSE(of("http://print.example.com").value().tls_before);
}

TEST(PublicAddress, WhatIsNoAddressIsRefused) {
  for (const char* wrong : {"print.example.com", "ipps://print.example.com", "https://", "https:///", "https://a/b",
                            "https://user@host", "https://a b"})
    EXPECT_EQ(of(wrong).error().code, "bad-public-url") << wrong;
  EXPECT_EQ(of("https://a.example", "b.example").error().code, "bad-public-url");
}

}  // namespace
}  // namespace tsuke::app
