// What the local network hears of a site's printers, by a real DNS-SD daemon.
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <algorithm>
#include <sstream>

#include "agent/announcing.h"
#include "agent/enrolment.h"
#include "platform/ipp/codes.h"
#include "support/demo.h"

namespace tsuke::tests {
namespace {

agent::Enrolment front_desk() {
  agent::Enrolment made;
  made.uri = "ipps://stand-in.local:8631/ipp/device/7";
  made.user = "device-7";
  made.password = "x";
  made.uuid = "urn:uuid:6d1b0a70-6b5e-4d0f-9d0a-6f7c2e2a1b11";
  made.printer_id = "7";
  made.printer = "Front desk";
  made.device_uri = "ipp://127.0.0.1:9/ipp/print";
  return made;
}

bool is_announced(const dnssd::Name& name) {
  const auto heard = dnssd::browse({name.type}, seconds(10));
  EXPECT_TRUE(heard.ok());
  return heard.ok() && std::any_of(heard.value().begin(), heard.value().end(),
                                   [&](const dnssd::Found& found) { return found.name == name; });
}

TEST(Announce, AnAgentMakesItsPrintersKnownWhileItRuns) {
  const Scratch folder;
  auto daemon = Child::start({TSUKE_TEST_TOOLS "/start-private-avahi", folder / "dns-sd"}, folder / "errors");
  ASSERT_TRUE(daemon.ok());
  ASSERT_EQ(daemon.value().next_line(seconds(30)).value(), "ready") << read_file(folder / "errors");
  const std::string bus = "unix:path=" + (folder / "dns-sd/bus");
  ::setenv("DBUS_SYSTEM_BUS_ADDRESS", bus.c_str(), 1);
  ASSERT_TRUE(agent::save_enrolment(folder / "desk.json", front_desk()).ok());

  auto running = Child::start({TSUKE_AGENT, "run", "--announce", "--state", folder / "desk.json"}, folder / "log");
  ASSERT_TRUE(running.ok());
  const dnssd::Name name{"Front desk (Tsuke)", "_ipps._tcp", "local"};
  const auto found = dnssd::resolve(name, seconds(40));
  ASSERT_TRUE(found.ok()) << found.error().what << read_file(folder / "log");
  EXPECT_EQ(found.value().port, 8631);
  EXPECT_EQ(found.value().fact("rp"), "ipp/print");
  EXPECT_EQ(found.value().fact("note"), "Front desk");
  const Outcome listed = run({TSUKE_AGENT, "discover", "--json"});
  EXPECT_EQ(listed.output, "[]\n") << "our own announcement is no printer to enrol";

  running.value().end();
  bool still = true;
  for (int tries = 0; still && tries < 20; ++tries) still = is_announced(name);
  EXPECT_FALSE(still);
}

TEST(Announce, SaysWhatTheQueueSays) {
  auto started = Demo::start();
  ASSERT_TRUE(started.ok()) << started.error().what;
  const Json& queue = started.value()->queue("Company A");
  const auto client = started.value()->ipp(queue["basic_uri"].text(), queue["user"].text(), queue["password"].text());
  const auto answer = client->send(ipp::make_request(ipp::op::get_printer_attributes, queue["basic_uri"].text()));
  ASSERT_TRUE(answer.ok());
  const ipp::Group& printer = answer.value().group(ipp::Tag::printer);
  const auto announced = agent::announcement_of(front_desk());
  ASSERT_TRUE(announced.ok());
  const std::map<std::string, std::string> facts(announced.value().facts.begin(), announced.value().facts.end());
  const auto words = [](const std::string& list) {
    std::vector<std::string> all;
    std::istringstream in(list);
    for (std::string word; std::getline(in, word, ',');) all.push_back(word);
    return all;
  };
  EXPECT_EQ(words(facts.at("URF")), printer.texts("urf-supported"));
  EXPECT_EQ(facts.at("ty"), printer.text("printer-make-and-model"));
  EXPECT_EQ(facts.at("kind"), printer.text("printer-kind"));
  const std::vector<std::string> formats = printer.texts("document-format-supported");
  for (const std::string& format : words(facts.at("pdl")))
    EXPECT_NE(std::find(formats.begin(), formats.end(), format), formats.end()) << format;
}

}  // namespace
}  // namespace tsuke::tests
