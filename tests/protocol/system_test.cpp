// The system service against the running programs, by ipptool and the files beside this one.
#include <gtest/gtest.h>

#include "support/demo.h"

namespace tsuke::tests {
namespace {

const std::string secret = "3b1e5d0c7a9f4286b1c4e8d2f6a07359";  // a device's own

class SystemByIpptool : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto started = Demo::start();
    ASSERT_TRUE(started.ok()) << started.error().what;
    demo_ = started.take();
  }
  static void TearDownTestSuite() { demo_.reset(); }

  std::string app_password(const std::string& login) {
    const auto made = demo_->api(login).call("POST", "/app-passwords", Json::object({{"label", "ipptool"}}));
    EXPECT_TRUE(made.ok());
    return made.ok() ? made.value().body["password"].text() : "";
  }
  // Runs a file; answers how many of its tests passed. Any failure fails.
  void expect_all_pass(const std::string& file, const std::string& user, const std::string& password) {
    const Scratch folder;
    write_file(folder / "picture.png", "\x89PNG\r\n\x1a\n and so on");
    const std::string uri =
        "ipp://" + user + ":" + password + "@localhost:" + std::to_string(demo_->port()) + "/ipp/system";
    const std::string path = std::string(TSUKE_PROTOCOL_FILES) + "/" + file;
    const Outcome outcome =
        run({"ipptool", "-V", "2.0", "-T", "30", "-tI", "-f", folder / "picture.png", uri, path}, minutes(2));
    EXPECT_EQ(count(outcome.output, "[FAIL]"), 0) << outcome.output;
    EXPECT_EQ(count(outcome.output, "[PASS]"), count(read_file(path), "\tNAME ")) << outcome.output;
  }
  static int count(const std::string& text, const std::string& word) {
    int found = 0;
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++found;
    return found;
  }

  static inline std::unique_ptr<Demo> demo_;
};

TEST_F(SystemByIpptool, TheOperatorDoesEverything) {
  expect_all_pass("system.test", "operator", app_password("operator"));
  expect_all_pass("system-resources.test", "operator", app_password("operator"));
}

// Somebody who administers no printers: those who do may switch their own.
TEST_F(SystemByIpptool, APersonDoesWhatIsTheirs) {
  for (const Json& person : demo_->ready()["people"].items()) {
    const std::string login = person["login"].text();
    if (person["role"].text() == "operator" || !demo_->get(login, "/providers")["items"].items().empty()) continue;
    return expect_all_pass("system-person.test", login, app_password(login));
  }
  FAIL() << "everybody in the demo provides printers";
}

TEST_F(SystemByIpptool, ADeviceRegistersWithItsCode) {
  for (const Json& person : demo_->ready()["people"].items()) {
    const std::string login = person["login"].text();
    const Json providers = demo_->get(login, "/providers");
    if (providers["items"].items().empty() || person["role"].text() == "operator") continue;
    const std::string provider = providers["items"].items().front()["id"].text();
    const Json printers = demo_->get(login, "/providers/" + provider + "/printers");
    if (printers["items"].items().empty()) continue;
    const std::string printer = printers["items"].items().front()["id"].text();
    const auto made = demo_->api(login).call("POST", "/printers/" + printer + "/enrolment-codes", Json::object());
    ASSERT_TRUE(made.ok());
    return expect_all_pass("system-register.test", made.value().body["code"].text(), secret);
  }
  FAIL() << "nobody in the demo provides a printer";
}

}  // namespace
}  // namespace tsuke::tests
