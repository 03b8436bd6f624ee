// A device is added as the page and the command do it, and used as the device does: by real CUPS, by OpenSSL and Python
// for the profile, and by whoever reads the logs afterwards.
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>
#include <sstream>

#include "platform/http/client.h"
#include "platform/ipp/codes.h"
#include "platform/pages/sample_pdf.h"
#include "protocol/private_cups.h"
#include "support/demo.h"

namespace tsuke::tests {
namespace {

class DevicesCase : public testing::Test {
 protected:
  std::unique_ptr<Demo> demo;
  Scratch scratch;

  void start(const std::string& folder = {}, const std::vector<std::string>& options = {}) {
    auto started = Demo::start(folder, options);
    ASSERT_TRUE(started.ok()) << started.error().what;
    demo = started.take();
  }
  std::string tokens_path() {
    const Json all = demo->get("mika", "/purposes");
    for (const Json& purpose : all["items"].items())
      if (purpose["name"].text() == "Company A") return "/purposes/" + purpose["id"].text() + "/queue-tokens";
    ADD_FAILURE() << "the demo has no such purpose";
    return {};
  }
  Json add_device(const char* kind) {
    const Json wish = Json::object({{"label", "Emma's device"}, {"device", kind}});
    auto made = demo->api("mika").call("POST", tokens_path(), wish);
    EXPECT_TRUE(made.ok() && made.value().status == 201);
    return made.ok() ? made.value().body : Json();
  }
  // As on mika's computer.
  Outcome command(std::vector<std::string> options, const std::string& purpose = "company-a") {
    std::vector<std::string> argv{TSUKE_PROGRAM, "add-to-device",
                                  "--server",    "http://localhost:" + std::to_string(demo->port()),
                                  "--purpose",   purpose};
    argv.insert(argv.end(), options.begin(), options.end());
    return run(argv, seconds(60), {"TSUKE_API_TOKEN=" + demo->person("mika")["api_token"].text()});
  }
  // OpenSSL's verdict on a signed profile, and what is in it, for Python to read.
  Json verified(const std::string& file, const std::string& authority) {
    const Outcome judged = run({"openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", file, "-CAfile",
                                authority, "-purpose", "any", "-out", scratch / "plain"});
    EXPECT_EQ(judged.status, 0) << judged.output;
    return property_list(scratch / "plain");
  }
  Json property_list(const std::string& file) {
    const Outcome read = run(
        {"python3", "-c", "import json,plistlib,sys; print(json.dumps(plistlib.load(open(sys.argv[1],'rb'))))", file});
    auto json = Json::parse(read.output);
    EXPECT_TRUE(read.status == 0 && json.ok()) << read.output;
    return json.ok() ? json.take() : Json();
  }
};

// The shell's words of a line that quotes nothing but with '…'.
std::vector<std::string> words_of(const std::string& line) {
  std::vector<std::string> words;
  std::istringstream in(std::regex_replace(line, std::regex("'"), ""));
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

TEST_F(DevicesCase, TheFileIsAProfileThatOpenSslAndPythonAccept) {
  start({}, {"--tls"});
  const std::string authority = demo->ready()["ca_file"].text();
  const std::string file = scratch / "company-a.mobileconfig";
  const std::string server = "https://localhost:" + std::to_string(demo->port());
  const Outcome made = run({TSUKE_PROGRAM, "add-to-device", "--server", server, "--ca", authority, "--purpose",
                            "Company A", "--kind", "apple", "--name", "Emma's iPhone", "--out", file},
                           seconds(60), {"TSUKE_API_TOKEN=" + demo->person("mika")["api_token"].text()});
  ASSERT_EQ(made.status, 0) << made.output;
  EXPECT_EQ(std::filesystem::status(file).permissions(), std::filesystem::perms(0600)) << "it holds the secret";
  const Json payload = verified(file, authority)["PayloadContent"].items().at(0);
  EXPECT_EQ(payload["PayloadType"].text(), "com.apple.airprint");
  const Json& printer = payload["AirPrint"].items().at(0);
  EXPECT_EQ(printer["IPAddress"].text(), "localhost");
  EXPECT_EQ(printer["Port"].integer(), demo->port());
  EXPECT_TRUE(printer["ForceTLS"].boolean());
  // What it leads to is the queue, over TLS.
  ipp::ClientOptions options;
  options.uri = "ipps://localhost:" + std::to_string(demo->port()) + "/" + printer["ResourcePath"].text();
  options.ca_file = authority;
  const auto client = ipp::Client::create(options).take();
  const auto answer = client->send(ipp::make_request(ipp::op::get_printer_attributes, options.uri));
  ASSERT_TRUE(answer.ok()) << answer.error().what;
  EXPECT_EQ(answer.value().group(ipp::Tag::printer).text("printer-name"), "Company A");
}

TEST_F(DevicesCase, WithoutACertificateTheProfileIsPlainAndSaidToBe) {
  start();
  const std::string file = scratch / "plain.mobileconfig";
  const Outcome made = command({"--kind", "ios", "--out", file});
  ASSERT_EQ(made.status, 0) << made.output;
  EXPECT_NE(made.output.find("not signed"), std::string::npos) << made.output;
  EXPECT_FALSE(property_list(file)["PayloadContent"].items().at(0)["AirPrint"].items().at(0)["ForceTLS"].boolean());
}

TEST_F(DevicesCase, TheCommandSaysWhatIsWrong) {
  start();
  const Outcome unknown = command({"--kind", "linux"}, "nobodys");
  EXPECT_NE(unknown.status, 0);
  EXPECT_NE(unknown.output.find("company-a"), std::string::npos) << "it names those that there are: " << unknown.output;
  const std::string server = "http://localhost:" + std::to_string(demo->port());
  const Outcome nobody = run({"env", "-u", "TSUKE_API_TOKEN", TSUKE_PROGRAM, "add-to-device", "--server", server,
                              "--purpose", "x", "--kind", "linux"});
  EXPECT_EQ(nobody.status, 1);
  EXPECT_NE(nobody.output.find("TSUKE_API_TOKEN"), std::string::npos) << nobody.output;
  const Outcome list = command({"--kind", "chromeos", "--out", scratch / "printers.json"});
  ASSERT_EQ(list.status, 0) << list.output;
  const auto printers = Json::parse(read_file(scratch / "printers.json"));
  ASSERT_TRUE(printers.ok());
  EXPECT_EQ(printers.value().items().at(0)["display_name"].text(), "Company A");
}

// Everything that the server, its agents and the demo leave behind while a queue is used rightly and wrongly.
TEST_F(DevicesCase, NoLogAndNoMetricHasASecret) {
  const std::string folder = scratch / "demo";
  start(folder);
  const Json device = add_device("linux");
  const std::string path = "/" + device["setup"]["path"].text();
  const std::string secret = path.substr(path.rfind('_') + 1);
  const std::string link = device["setup"]["profile"].text();
  const std::string file = link.substr(link.find("/setup/"));
  http::Client client("127.0.0.1", demo->port());
  const http::Client::Fields ipp{{"Content-Type", "application/ipp"}};
  std::string answers;
  const auto ask = [&](const char* method, const std::string& target, const std::string& body = {}) {
    const auto answer = client.request(method, target, body, ipp);
    if (answer.ok()) answers += answer.value().body;
  };
  for (int round = 0; round < 2; ++round) {
    for (const std::string& body : {std::string("no IPP"), std::string(), std::string(1000, '\xff')})
      ask("POST", path, body);
    for (const char* method : {"GET", "PUT", "DELETE", "OPTIONS"}) ask(method, path);
    for (const char* below : {"/jobs/1", "/jobs/x", "/x/y", "x", "%zz"}) ask("POST", path + below, "x");
    for (const char* end : {"", "x", "/x"}) ask("GET", file + end);
    if (round == 0) answers.clear();  // those of a living link hold the profile
    auto revoked = demo->api("mika").call("DELETE", tokens_path() + "/" + device["id"].text());
    EXPECT_TRUE(revoked.ok() && revoked.value().status == 204);
  }
  const std::string metrics_address = demo->ready()["metrics"].text();
  answers += run({"curl", "-sS", metrics_address}).output;
  EXPECT_EQ(answers.find(secret), std::string::npos) << "an answer to a dead address says it again";
  demo->process().end();
  int logs = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    const std::string text = read_file(entry.path().string());
    logs += entry.path().extension() == ".log";
    EXPECT_EQ(text.find(secret), std::string::npos) << entry.path() << ", and not even the rows";
    EXPECT_EQ(text.find(file.substr(7, 40)), std::string::npos) << entry.path();
  }
  EXPECT_GT(logs, 0);
}

class RealCupsDevices : public DevicesCase {};

TEST_F(RealCupsDevices, TheLineOfTheCommandMakesAQueueThatPrints) {
  start();
  auto begun = PrivateCups::start();
  ASSERT_TRUE(begun.ok()) << begun.error().what;
  const auto cups = begun.take();
  const Outcome line = command({"--kind", "linux", "--name", "Emma's laptop"});
  ASSERT_EQ(line.status, 0) << line.output;
  const auto argv = words_of(line.output);
  ASSERT_GT(argv.size(), 2u) << line.output;
  const Outcome added = cups->command(argv);
  ASSERT_EQ(added.status, 0) << added.output;
  ASSERT_TRUE(cups->wait_until_known("company-a").ok()) << cups->log();
  write_file(scratch / "report.pdf", pages::make_pdf(2));
  ASSERT_EQ(cups->command({"lp", "-d", "company-a", scratch / "report.pdf"}).status, 0);
  ASSERT_TRUE(cups->wait_until_done("company-a").ok()) << cups->log();
  const Json job = demo->job_numbered(1);
  EXPECT_EQ(job["purpose"]["name"].text(), "Company A") << job.dump();
  EXPECT_EQ(job["state"].text(), "held");
  bool used = false;
  const Json devices = demo->get("mika", tokens_path());
  for (const Json& device : devices["items"].items())
    if (device["label"].text() == "Emma's laptop") {
      used = !device["used_at"].is_null();
      EXPECT_EQ(device["device"].text(), "linux");
    }
  EXPECT_TRUE(used) << "the list says that it was used";
}

}  // namespace
}  // namespace tsuke::tests
