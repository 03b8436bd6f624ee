#include <gtest/gtest.h>

#include "base/program_testing.h"
#include "doors/setup/chrome_printers.h"
#include "doors/setup/profile.h"
#include "doors/setup/queue_address.h"
#include "doors/setup/typed.h"

namespace tsuke::doors {
namespace {

// What Python's reader of property lists finds there, as JSON.
Json read_property_list(const std::string& xml) {
  const Folder folder;
  constexpr const char* script = "import json,plistlib,sys; print(json.dumps(plistlib.load(open(sys.argv[1],'rb'))))";
  auto json = Json::parse(output_of({"python3", "-c", script, folder.file_of("profile", xml)}));
  EXPECT_TRUE(json.ok()) << xml;
  return json.ok() ? json.take() : Json();
}

TEST(QueueAddress, SaysThePortWhereTheProtocolHasAnother) {
  const auto own = QueueAddress::create("print.example.com:8631", true, "t");
  EXPECT_EQ(own.ipp(), "ipps://print.example.com:8631/ipp/p/t");
  EXPECT_EQ(own.http(), "https://print.example.com:8631/ipp/p/t");
  const auto plain = QueueAddress::create("print.example.com", true, "t");
  EXPECT_EQ(plain.ipp(), "ipps://print.example.com:443/ipp/p/t") << "IPP's own port is 631, not the web's";
  EXPECT_EQ(plain.http(), "https://print.example.com/ipp/p/t");
  EXPECT_EQ(QueueAddress::create("127.0.0.1:80", false, "t").http(), "http://127.0.0.1/ipp/p/t");
  EXPECT_EQ(QueueAddress::create("host", false, "t").ipp(), "ipp://host:80/ipp/p/t");
}

TEST(QueueAddress, KnowsIpv6) {
  const auto with_port = QueueAddress::create("[2001:db8::7]:8631", false, "t");
  EXPECT_EQ(with_port.ipp(), "ipp://[2001:db8::7]:8631/ipp/p/t");
  EXPECT_EQ(with_port.bare_host(), "2001:db8::7");
  EXPECT_EQ(QueueAddress::create("[::1]", true, "t").ipp(), "ipps://[::1]:443/ipp/p/t");
}

TEST(Typed, IsWhatCupsAndWindowsWant) {
  const auto address = QueueAddress::create("print.example.com:8631", true, "tsuke_q_x");
  EXPECT_EQ(lpadmin_line(address, "client-a"),
            "lpadmin -p client-a -E -v 'ipps://print.example.com:8631/ipp/p/tsuke_q_x' -m everywhere");
  EXPECT_EQ(powershell_line(address), "Add-Printer -IppURL 'https://print.example.com:8631/ipp/p/tsuke_q_x'");
}

class ProfileTest : public testing::Test {
 protected:
  ProfileFacts facts{QueueAddress::create("print.example.com:8631", true, "tsuke_q_x"), PurposeId{42}, "A & <B> 社",
                     "Emma's \"iPhone\""};
};

TEST_F(ProfileTest, IsAnAirPrintPayloadOfThisQueue) {
  const Json profile = read_property_list(airprint_profile(facts));
  EXPECT_EQ(profile["PayloadType"].text(), "Configuration");
  EXPECT_EQ(profile["PayloadVersion"].integer(), 1);
  EXPECT_EQ(profile["PayloadDisplayName"].text(), "Tsuke: A & <B> 社");
  EXPECT_NE(profile["PayloadDescription"].text().find("Emma's \"iPhone\""), std::string::npos);
  ASSERT_EQ(profile["PayloadContent"].items().size(), 1u);
  const Json& payload = profile["PayloadContent"].items().at(0);
  EXPECT_EQ(payload["PayloadType"].text(), "com.apple.airprint");
  ASSERT_EQ(payload["AirPrint"].items().size(), 1u);
  const Json& printer = payload["AirPrint"].items().at(0);
  EXPECT_EQ(printer["IPAddress"].text(), "print.example.com");
  EXPECT_EQ(printer["Port"].integer(), 8631);
  EXPECT_EQ(printer["ResourcePath"].text(), "ipp/p/tsuke_q_x");
  EXPECT_TRUE(printer["ForceTLS"].boolean());
}

TEST_F(ProfileTest, ANewerOneReplacesTheOlderAndNoOther) {
  const Json first = read_property_list(airprint_profile(facts));
  facts.address.secret = "tsuke_q_y";
  facts.name = "Renamed";
  const Json newer = read_property_list(airprint_profile(facts));
  for (const char* key : {"PayloadIdentifier", "PayloadUUID"}) {
    EXPECT_EQ(newer[key], first[key]);
    EXPECT_EQ(newer["PayloadContent"].items().at(0)[key], first["PayloadContent"].items().at(0)[key]);
    EXPECT_NE(newer[key], newer["PayloadContent"].items().at(0)[key]);
  }
  EXPECT_EQ(first["PayloadIdentifier"].text(), "com.example.print.tsuke.purpose-42");
  facts.purpose = PurposeId{43};
  EXPECT_NE(read_property_list(airprint_profile(facts))["PayloadUUID"], first["PayloadUUID"]);
}

TEST_F(ProfileTest, APlainServerIsNotForcedToTls) {
  facts.address = QueueAddress::create("[::1]:8631", false, "t");
  facts.japanese = true;
  const Json profile = read_property_list(airprint_profile(facts));
  const Json& printer = profile["PayloadContent"].items().at(0)["AirPrint"].items().at(0);
  EXPECT_EQ(printer["IPAddress"].text(), "::1");
  EXPECT_FALSE(printer["ForceTLS"].boolean());
  EXPECT_NE(profile["PayloadDescription"].text().find("プリンター"), std::string::npos);
}

TEST(ChromePrinters, IsAListOfThisPrinterWithoutADriver) {
  const Json list = chrome_printers(QueueAddress::create("h:8631", true, "t"), "42", "Client A", "Lab Chromebooks");
  ASSERT_EQ(list.items().size(), 1u);
  const Json& printer = list.items().at(0);
  EXPECT_EQ(printer["uri"].text(), "ipps://h:8631/ipp/p/t");
  EXPECT_EQ(printer["display_name"].text(), "Client A");
  EXPECT_TRUE(printer["ppd_resource"]["autoconf"].boolean());
  EXPECT_FALSE(printer["id"].text().empty());
}

}  // namespace
}  // namespace tsuke::doors
