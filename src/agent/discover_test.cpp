#include "agent/discover.h"

#include <gtest/gtest.h>

#include "agent/announcing.h"

namespace tsuke::agent {
namespace {

dnssd::Found found(const std::string& name, const std::string& type, const std::string& address, int port = 631) {
  return {{name, type, "local"},
          address,
          port,
          {{"rp", "ipp/print"}, {"ty", "Maker Model 5"}, {"note", "2nd floor"}, {"PDL", "image/urf,application/pdf"}}};
}

TEST(Discover, ListsEachPrinterOnceByItsName) {
  const auto printers = printers_among({found("Office Printer", "_ipps._tcp", "192.0.2.4"),
                                        found("Office Printer", "_ipp._tcp", "192.0.2.4"),
                                        found("Secure only", "_ipps._tcp", "2001:db8::4")});
  ASSERT_EQ(printers.size(), 2u);
  EXPECT_EQ(printers[0].device_uri, "dnssd://Office%20Printer._ipp._tcp.local/");
  EXPECT_EQ(printers[0].address, "ipp://192.0.2.4:631/ipp/print");
  EXPECT_EQ(printers[0].model, "Maker Model 5");
  EXPECT_TRUE(printers[0].takes_pdf);
  EXPECT_FALSE(printers[0].on_this_machine);
  EXPECT_EQ(printers[1].address, "ipps://[2001:db8::4]:631/ipp/print");
}

TEST(Discover, KnowsWhatIsServedOnThisMachine) {
  EXPECT_TRUE(printers_among({found("USB Printer", "_ipp._tcp", "127.0.0.1", 60000)}).at(0).on_this_machine);
}

TEST(Discover, LeavesOutWhatIsNoIppPrinter) {
  dnssd::Found without_path = found("A", "_ipp._tcp", "192.0.2.4");
  without_path.facts.clear();
  EXPECT_TRUE(
      printers_among({without_path, found("B", "_http._tcp", "192.0.2.4"), found("C", "_ipp._tcp", "192.0.2.4", 0)})
          .empty());
}

TEST(Discover, AnAnnouncedNameCannotSpeakToTheTerminal) {
  const auto printers = printers_among({found("Nice\x1b[2JPrinter\n", "_ipp._tcp", "192.0.2.4")});
  EXPECT_EQ(printers.at(0).name, "Nice[2JPrinter");
  const auto name = dnssd::parse_uri(printers.at(0).device_uri);
  ASSERT_TRUE(name.ok());
  EXPECT_EQ(name.value().instance, "Nice\x1b[2JPrinter\n");  // enrolled by its true name all the same
}

TEST(Discover, LeavesOutWhatAgentsAnnounce) {
  dnssd::Found ours = found("Front desk (Tsuke)", "_ipps._tcp", "192.0.2.4");
  ours.facts = {{"rp", "ipp/print"}, {"ty", announced_model}};
  EXPECT_TRUE(printers_among({ours}).empty());
}

}  // namespace
}  // namespace tsuke::agent
