#include "agent/announcing.h"

#include <gtest/gtest.h>

namespace tsuke::agent {
namespace {

Enrolment enrolment_at(const std::string& uri, const std::string& printer = "Front desk") {
  Enrolment made;
  made.uri = uri;
  made.uuid = "urn:uuid:6d1b0a70-6b5e-4d0f-9d0a-6f7c2e2a1b11";
  made.printer_id = "7";
  made.printer = printer;
  return made;
}

std::string fact(const dnssd::Announced& announced, const std::string& key) {
  for (const auto& [known, value] : announced.facts)
    if (known == key) return value;
  return "";
}

TEST(Announcing, LeadsToTheQueueThatAsksWhoIsThere) {
  const dnssd::Announced announced = announcement_of(enrolment_at("ipps://print.example:8631/ipp/device/7")).value();
  EXPECT_EQ(announced.name, (dnssd::Name{"Front desk (Tsuke)", "_ipps._tcp", "local"}));
  EXPECT_EQ(announced.host, "print.example");
  EXPECT_EQ(announced.port, 8631);
  EXPECT_EQ(fact(announced, "rp"), "ipp/print");
  EXPECT_EQ(fact(announced, "air"), "username,password");
  EXPECT_EQ(fact(announced, "adminurl"), "https://print.example:8631/r/7");
  EXPECT_EQ(fact(announced, "UUID"), "6d1b0a70-6b5e-4d0f-9d0a-6f7c2e2a1b11");
}

TEST(Announcing, TellsNoSecret) {
  Enrolment enrolment = enrolment_at("ipps://print.example:8631/ipp/device/7");
  enrolment.user = "device-7";
  enrolment.password = "hidden";
  const dnssd::Announced announced = announcement_of(enrolment).value();
  for (const auto& [key, value] : announced.facts) {
    EXPECT_EQ(value.find("hidden"), std::string::npos) << key;
    EXPECT_EQ(value.find("device"), std::string::npos) << key;
    EXPECT_LE(key.size() + 1 + value.size(), 255U) << key;
  }
}

TEST(Announcing, LongNamesEndWithAWholeLetter) {
  for (const char* letter : {"a", "é", "印", "🖨"}) {
    std::string name;
    for (int i = 0; i < 70; ++i) name += letter;
    const std::string instance =
        announcement_of(enrolment_at("ipps://print.example/ipp/device/7", name)).value().name.instance;
    const std::string kept = instance.substr(0, instance.rfind(" (Tsuke)"));
    EXPECT_LE(instance.size(), 63U);
    EXPECT_GT(instance.size(), 58U);
    EXPECT_EQ(kept.size() % std::string_view(letter).size(), 0U) << kept;
  }
}

TEST(Announcing, IsRefusedWherePasswordsWouldBeReadOrNamesAreMissing) {
  const auto code = [](const char* uri) { return announcement_of(enrolment_at(uri)).error().code; };
  EXPECT_EQ(code("ipp://print.example:8631/ipp/device/7"), "announce-without-tls");
  EXPECT_EQ(code("ipps://192.0.2.7:8631/ipp/device/7"), "announce-without-name");
  EXPECT_EQ(code("ipps://[2001:db8::7]:8631/ipp/device/7"), "announce-without-name");
}

}  // namespace
}  // namespace tsuke::agent
