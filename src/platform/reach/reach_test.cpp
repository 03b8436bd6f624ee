#include "platform/reach/reach.h"

#include <gtest/gtest.h>

namespace tsuke::reach {
namespace {

Reach reach(const std::vector<std::string>& networks, const std::vector<std::string>& ports = {}) {
  auto made = Reach::create(networks, ports);
  EXPECT_TRUE(made.ok()) << made.error().what;
  return made.take();
}
std::string code_of(const Result<void>& result) { return result.ok() ? "" : result.error().code; }

TEST(Reach, GoesNowhereUnlessAllowed) {
  EXPECT_TRUE(Reach().is_off());
  EXPECT_EQ(code_of(Reach().check_uri("ipp://192.168.10.9/ipp/print")), "direct-mode-off");
  EXPECT_FALSE(Reach().check_address("192.168.10.9", 631).ok());
}

TEST(Reach, TakesTheAddressesOfItsNetworks) {
  const Reach office = reach({"192.168.10.0/24", "10.1.2.3", "fd00:10::/64"});
  for (const char* address : {"192.168.10.0", "192.168.10.255", "10.1.2.3", "fd00:10::1", "::ffff:192.168.10.9"})
    EXPECT_EQ(code_of(office.check_address(address, 631)), "") << address;
  for (const char* address : {"192.168.11.0", "192.168.9.255", "10.1.2.4", "fd00:10:0:1::1", "::ffff:192.168.11.1",
                              "8.8.8.8", "::192.168.10.9", "64:ff9b::192.168.10.9", "", "printer", "192.168.10"})
    EXPECT_EQ(code_of(office.check_address(address, 631)), "address-not-allowed") << address;
}

TEST(Reach, OpensWhatIsSpecialOnlyWhenItIsNamed) {
  const Reach all = reach({"0.0.0.0/0", "::/0"});
  EXPECT_EQ(code_of(all.check_address("203.0.113.9", 631)), "");
  EXPECT_EQ(code_of(all.check_address("2001:db8::9", 631)), "");
  for (const char* address : {"127.0.0.1", "127.255.0.1", "0.0.0.0", "0.1.2.3", "169.254.169.254", "224.0.0.251",
                              "255.255.255.255", "::1", "::", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:7f00:1",
                              "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::fb", "64:ff9b::7f00:1", "2002:7f00:1::"})
    EXPECT_EQ(code_of(all.check_address(address, 631)), "address-not-allowed") << address;
  const Reach here = reach({"127.0.0.1", "::1", "fe80::/64", "169.254.1.0/24"});
  for (const char* address : {"127.0.0.1", "::1", "::ffff:127.0.0.1", "fe80::9%eth0", "169.254.1.7"})
    EXPECT_EQ(code_of(here.check_address(address, 631)), "") << address;
  EXPECT_FALSE(here.check_address("127.0.0.2", 631).ok());
  EXPECT_FALSE(here.check_address("169.254.169.254", 631).ok());
}

TEST(Reach, TakesThePortsItIsGiven) {
  EXPECT_EQ(code_of(reach({"10.0.0.0/8"}).check_address("10.0.0.1", 22)), "port-not-allowed");
  const Reach more = reach({"10.0.0.0/8"}, {"443", "8000-8010"});
  for (const int port : {443, 8000, 8010}) EXPECT_EQ(code_of(more.check_address("10.0.0.1", port)), "") << port;
  for (const int port : {631, 444, 7999, 8011}) EXPECT_FALSE(more.check_address("10.0.0.1", port).ok()) << port;
}

TEST(Reach, ReadsAddressesOfPrinters) {
  const Reach office = reach({"192.168.10.0/24", "fd00:10::/64"}, {"631", "8631"});
  for (const char* uri : {"ipp://192.168.10.9/ipp/print", "IPPS://192.168.10.9:8631/ipp/print", "ipp://[fd00:10::9]/",
                          "ipps://[fd00:10::9]:8631/ipp/print", "ipp://printer.example.com/ipp/print", "ipp://printer",
                          "ipp://office_2.local./ipp/print", "ipp://[::ffff:192.168.10.9]/ipp/print"})
    EXPECT_EQ(code_of(office.check_uri(uri)), "") << uri;
  for (const char* uri : {"",
                          "printer",
                          "http://192.168.10.9/",
                          "ipp:///ipp/print",
                          "ipp://",
                          "socket://192.168.10.9:9100",
                          "file:///etc/passwd",
                          "ipp://user@192.168.10.9/",
                          "ipp://a:b@printer/",
                          "ipp://printer/?x",
                          "ipp://printer/#x",
                          "ipp://printer:0/",
                          "ipp://printer:65536/",
                          "ipp://printer:63l/",
                          "ipp://printer:/",
                          "ipp://[fd00:10::9",
                          "ipp://[printer]/",
                          "ipp://[fd00:10::9]8631/",
                          "ipp://[fe80::1%eth0]/",
                          "ipp://fd00:10::9/",
                          "ipp://pri nter/",
                          "ipp://pri\nnter/",
                          "ipp://印刷/",
                          "ipp://2130706433/",
                          "ipp://0x7f000001/",
                          "ipp://0x7f.1/",
                          "ipp://127.1/",
                          "ipp://0300.0250.012.011/",
                          "ipp://192.168.10.9./",
                          "ipp://192.168.10/",
                          "ipp://%31.example/"})
    EXPECT_EQ(code_of(office.check_uri(uri)), "bad-printer-uri") << uri;
  EXPECT_EQ(code_of(office.check_uri("ipp://192.168.11.9/ipp/print")), "address-not-allowed");
  EXPECT_EQ(code_of(office.check_uri("ipp://[::1]/ipp/print")), "address-not-allowed");
  EXPECT_EQ(code_of(office.check_uri("ipp://[::ffff:127.0.0.1]/ipp/print")), "address-not-allowed");
  EXPECT_EQ(code_of(office.check_uri("ipp://192.168.10.9:9100/")), "port-not-allowed");
}

TEST(Reach, SaysWhichNetworkOrPortItDoesNotUnderstand) {
  for (const char* network : {"", "192.168.10.5/24", "192.168.10.0/33", "192.168.10.0/", "192.168.10.0/-1", "printer",
                              "192.168.10/24", "::ffff:10.0.0.0/104", "fd00::/129", "fe80::%eth0/64", "10.0.0.0/8 "})
    EXPECT_EQ(Reach::create({network}, {}).error().code, "bad-network") << network;
  for (const char* port : {"", "0", "65536", "http", "10-5", "1-", "-5"})
    EXPECT_EQ(Reach::create({"10.0.0.0/8"}, {port}).error().code, "bad-port") << port;
}

}  // namespace
}  // namespace tsuke::reach
