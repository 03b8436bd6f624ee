#include "platform/dnssd/dnssd.h"

#include <gtest/gtest.h>
#include <stdlib.h>

namespace tsuke::dnssd {
namespace {

TEST(Dnssd, SaysThatThereIsNoDaemon) {
  ::setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent/bus", 1);
  const auto found = browse({"_ipp._tcp"}, seconds(5));
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().code, "no-dns-sd-daemon");
  EXPECT_EQ(found.error().reason, Reason::unavailable);
  EXPECT_EQ(resolve({"Printer", "_ipp._tcp", "local"}, seconds(5)).error().code, "no-dns-sd-daemon");
  EXPECT_EQ(daemon_version().error().code, "no-dns-sd-daemon");
}

TEST(DnssdName, ComesBackFromItsUri) {
  for (const char* instance : {"Printer", "用紙 2階", "a.b._ipp", "50% off?#/", "x"}) {
    const Name name{instance, "_ipps._tcp", "local"};
    EXPECT_EQ(parse_uri(to_uri(name)).value(), name) << instance;
  }
  EXPECT_EQ(to_uri({"Office Printer", "_ipp._tcp", "local"}), "dnssd://Office%20Printer._ipp._tcp.local/");
}

TEST(DnssdName, OthersAreRefused) {
  for (const char* uri : {"", "dnssd://", "dnssd://X", "dnssd://X._http._tcp.local/", "dnssd://._ipp._tcp.local/",
                          "dnssd://%4._ipp._tcp.local/", "dnssd://X._ipp._tcp./", "ipp://printer/"})
    EXPECT_EQ(parse_uri(uri).error().code, "bad-uri") << uri;
  EXPECT_EQ(parse_uri("dnssd://" + std::string(64, 'x') + "._ipp._tcp.local/").error().code, "bad-uri");
}

TEST(DnssdFound, GivesTheAddressOfNow) {
  Found found{{"X", "_ipp._tcp", "local"}, "192.0.2.4", 631, {{"RP", "/ipp/print"}}};
  EXPECT_EQ(found.ipp_uri(), "ipp://192.0.2.4:631/ipp/print");
  found.address = "2001:db8::4";
  found.name.type = "_ipps._tcp";
  EXPECT_EQ(found.ipp_uri(), "ipps://[2001:db8::4]:631/ipp/print");
  EXPECT_EQ(found.fact("none"), "");
}

}  // namespace
}  // namespace tsuke::dnssd
