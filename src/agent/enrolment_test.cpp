#include "agent/enrolment.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/json.h"
#include "platform/ipp/loopback_server_testing.h"
#include "printing/files.h"
#include "printing/scratch_testing.h"

namespace tsuke::agent {
namespace {

using printing::Scratch;
using printing::write_private_file;

std::string server_of(const ipp::LoopbackServer& server) { return "ipp://127.0.0.1:" + std::to_string(server.port()); }

void answer(ipp::LoopbackConnection& connection, const std::string& status, const std::string& body) {
  connection.write("HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: " +
                   std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body);
}

TEST(Enrol, TradesACodeForACredential) {
  std::string head, body;
  ipp::LoopbackServer server({[&](ipp::LoopbackConnection& connection) {
    head = connection.read_until("\r\n\r\n");
    body = connection.read_until("}");
    answer(connection, "201 Created",
           R"({"printer_id":"77","printer":"Café","uri":"ipp://h:8631/ipp/device/77","user":"device-77",)"
           R"("password":"s3cret","uuid":"urn:uuid:abc"})");
  }});
  const auto made = enrol({server_of(server), "CODE-1", "ipp://printer:631/ipp/print", ""});
  ASSERT_TRUE(made.ok()) << made.error().what;
  EXPECT_TRUE(head.starts_with("POST /api/v1/enrolments HTTP/1.1\r\n"));
  const Json sent = Json::parse(body).take();
  EXPECT_EQ(sent["code"].text(), "CODE-1");
  EXPECT_EQ(sent["device_uri"].text(), "ipp://printer:631/ipp/print");
  EXPECT_EQ(made.value().uri, "ipp://h:8631/ipp/device/77");
  EXPECT_EQ(made.value().printer, "Café");
  EXPECT_EQ(made.value().device_uri, "ipp://printer:631/ipp/print");
}

TEST(Enrol, SaysWhyNot) {
  const auto refused_with = [](const std::string& status, const std::string& body) {
    ipp::LoopbackServer server({[&](ipp::LoopbackConnection& connection) {
      connection.read_until("}");
      answer(connection, status, body);
    }});
    return enrol({server_of(server), "CODE", "ipp://printer/", ""}).error();
  };
  const Error used = refused_with("403 Forbidden", R"({"detail":"This code is used up."})");
  EXPECT_EQ(used.reason, Reason::not_permitted);
  EXPECT_NE(used.what.find("This code is used up."), std::string::npos);
  EXPECT_EQ(refused_with("503 Service Unavailable", "").reason, Reason::unavailable);
  EXPECT_EQ(refused_with("200 OK", "{}").reason, Reason::malformed);
  EXPECT_EQ(refused_with("200 OK", "<html>").reason, Reason::malformed);
  EXPECT_EQ(enrol({"http://h", "CODE", "ipp://printer/", ""}).error().reason, Reason::malformed);
  EXPECT_EQ(enrol({"ipp://h", "CODE", "socket://printer:9100", ""}).error().reason, Reason::malformed);
}

TEST(Enrol, KnowsTheWebAddress) {
  EXPECT_EQ(web_address("ipps://print.example:8631/").value(), "https://print.example:8631");
  EXPECT_EQ(web_address("ipp://print.example").value(), "http://print.example:631");
  EXPECT_EQ(web_address("ipps://[::1]:8631/ipp").value(), "https://[::1]:8631");
  EXPECT_EQ(web_address("ipps://[::1]").value(), "https://[::1]:631");
}

TEST(EnrolmentFile, IsPrivateAndComesBack) {
  const Scratch scratch;
  const std::string path = scratch.root + "/state.json";
  const Enrolment kept{"ipp://h/ipp/device/7", "device-7", "s\"3", "urn:uuid:1", "7", "用紙", "ipp://p/",
                       "/etc/ca.pem"};
  ASSERT_TRUE(save_enrolment(path, kept).ok());
  struct stat seen{};
  ASSERT_EQ(::stat(path.c_str(), &seen), 0);
  EXPECT_EQ(seen.st_mode & 0777, 0600u);
  const auto loaded = load_enrolment(path);
  ASSERT_TRUE(loaded.ok());
  EXPECT_EQ(loaded.value().password, kept.password);
  EXPECT_EQ(loaded.value().device_uri, kept.device_uri);
  EXPECT_EQ(loaded.value().ca_file, kept.ca_file);
  ASSERT_TRUE(write_private_file(path, "{}").ok());
  EXPECT_EQ(load_enrolment(path).error().reason, Reason::malformed);
  EXPECT_EQ(load_enrolment(path + "x").error().reason, Reason::not_found);
}

}  // namespace
}  // namespace tsuke::agent
