// Behind a proxy that speaks TLS: the connection that comes here is plain, and every address given is the secure one.
#include "doors/ipp/device_fixture.h"

namespace tsuke::ippdoor {
namespace {

class BehindProxyTest : public DeviceTest {
 protected:
  const std::string base = "ipps://print.example.com:443";
  void SetUp() override {
    DeviceTest::SetUp();
    server.stand_behind("print.example.com");
  }
  ipp::Group about(ipp::Client& client, const std::string& where) {
    return send(client, request(ipp::op::get_printer_attributes, where)).group(ipp::Tag::printer);
  }
  static void expect_tls(const ipp::Group& group, const std::string& uri) {
    EXPECT_EQ(group.text("printer-uri-supported"), uri);
    EXPECT_EQ(group.text("uri-security-supported"), "tls");
    EXPECT_TRUE(group.text("printer-more-info")->starts_with("https://print.example.com:443/"));
    const std::string all = ipp::encode(ipp::Message{.groups = {group}});
    for (const char* plain : {"ipp://", "http://"}) EXPECT_EQ(all.find(plain), std::string::npos) << plain;
  }
  static void expect_tls(const ipp::Collection* xri, const std::string& uri) {
    ASSERT_NE(xri, nullptr);
    const ipp::Group inner{ipp::Tag::printer, *xri};
    EXPECT_EQ(inner.text("xri-uri"), uri);
    EXPECT_EQ(inner.text("xri-security"), "tls");
  }
};

TEST_F(BehindProxyTest, QueuesGiveSecureAddresses) {
  expect_tls(about(*server.client(token_path), token_path), base + token_path);
  expect_tls(about(*device, path), base + path);
  const std::string person = "/ipp/print/client-a";
  expect_tls(about(*server.client(person, "mika", server.add_app_password(mika)), person), base + person);
}

TEST_F(BehindProxyTest, JobsHaveSecureAddresses) {
  const std::int32_t number = print(token_path, pdf);
  const ipp::Message answer =
      send(*server.client(token_path), job_request(ipp::op::get_job_attributes, token_path, number));
  const ipp::Group& job = answer.group(ipp::Tag::job);
  EXPECT_EQ(job.text("job-uri"), base + token_path + "/jobs/" + std::to_string(number));
  EXPECT_EQ(job.text("job-printer-uri"), base + token_path);
}

TEST_F(BehindProxyTest, TheSystemServiceGivesSecureAddresses) {
  const auto as_mika = server.client("/ipp/system", "mika", server.add_app_password(mika));
  const auto call = [&](std::uint16_t operation) {
    return send(*as_mika, ipp::make_request(operation, server.uri("/ipp/system"), "system-uri"));
  };
  expect_tls(call(ipp::op::get_system_attributes).group(ipp::Tag::system).collection("system-xri-supported"),
             base + "/ipp/system");
  const ipp::Message printers = call(ipp::op::get_printers);
  for (const ipp::Group& group : printers.groups) {
    if (group.tag != ipp::Tag::printer) continue;
    const std::string uri = group.text("printer-uri-supported").value_or("");
    EXPECT_TRUE(uri.starts_with(base + "/ipp/print/")) << uri;
    expect_tls(group.collection("printer-xri-supported"), uri);
  }
}

}  // namespace
}  // namespace tsuke::ippdoor
