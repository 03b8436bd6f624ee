// Where the service prints by itself: who may say so, where to, and what is said of a printer that is not reached.
#include "registry/direct.h"

#include "doors/rest/test_server.h"
#include "doors/rest/words_ja.h"

namespace tsuke::doors {
namespace {

class DirectTest : public RestTest {
 protected:
  const std::string path = "/printers/" + to_string(printer) + "/direct";
  const std::string uri = "ipp://192.168.10.9/ipp/print";
  Json with(const std::string& address) { return Json::object({{"uri", address}}); }
};

TEST_F(DirectTest, IsSetChangedAndEnded) {
  Api api = browser(admin_s);
  EXPECT_TRUE(api.get(path).body["available"].boolean());
  EXPECT_TRUE(api.get(path).body["uri"].is_null());
  const Reply set = api.put(path, with(uri));
  EXPECT_EQ(set.status, 200);
  EXPECT_EQ(set.body["uri"].text(), uri);
  EXPECT_FALSE(set.body["set_at"].is_null());
  EXPECT_TRUE(api.get("/printers/" + to_string(printer)).body["enrolled"].boolean());
  EXPECT_EQ(program(oper).put(path, with("ipps://printer.example.com/ipp/print")).status, 200);
  EXPECT_EQ(api.get(path).body["uri"].text(), "ipps://printer.example.com/ipp/print");
  EXPECT_EQ(api.remove(path).status, 204);
  EXPECT_EQ(api.remove(path).status, 204);
  EXPECT_TRUE(api.get(path).body["uri"].is_null());
  EXPECT_EQ(browser(mika).get(path).status, 404);
}

TEST_F(DirectTest, GoesOnlyWhereTheOperatorAllows) {
  Api api = browser(admin_s);
  const Reply outside = api.put(path, with("ipp://192.168.11.9/ipp/print"), {{"Accept-Language", "ja"}});
  EXPECT_EQ(outside.status, 403);
  EXPECT_EQ(outside.code(), "address-not-allowed");
  EXPECT_EQ(outside.body["detail"].text(), japanese_sentence("address-not-allowed"));
  EXPECT_EQ(api.put(path, with("ipp://192.168.10.9:22/")).code(), "port-not-allowed");
  EXPECT_EQ(api.put(path, with("http://192.168.10.9/")).status, 400);
  EXPECT_EQ(api.put(path, Json::object()).status, 400);
  EXPECT_TRUE(api.get(path).body["uri"].is_null());
}

TEST_F(DirectTest, SaysWhyAPrinterIsNotReached) {
  Api api = browser(admin_s);
  ASSERT_EQ(api.put(path, with(uri)).status, 200);
  for (const auto& [problem, code] :
       std::map<std::string, std::string>{{"no-connection", "printer-not-reached"},
                                          {"certificate-expired", "printer-not-trusted"},
                                          {"not-authenticated", "printer-wants-password"},
                                          {"bad-ipp", "printer-not-understood"},
                                          {"direct-mode-off", "printer-not-allowed-here"}}) {
    const registry::DirectPrinter tried{printer, "", uri, {}, problem, "what it came to"};
    server.change([&](store::Transaction& in) { return registry::direct_tried(in, tried); });
    const Json said = api.get(path, {{"Accept-Language", "ja"}}).body["problem"];
    EXPECT_EQ(said["code"].text(), code);
    EXPECT_EQ(said["detail"].text(), japanese_sentence(code));
    EXPECT_EQ(said["what"].text(), "what it came to");
  }
}

// The agent was refused the job while the service served the printer, and its word of the printer was not taken.
TEST_F(DirectTest, WhenItEndsTheAgentHearsOfIt) {
  Api api = browser(admin_s);
  ASSERT_EQ(api.put(path, with(uri)).status, 200);
  server.publish_prices(printer);
  const JobId job = make_job(mika, purpose);
  ASSERT_EQ(browser(mika)
                .post("/jobs/" + to_string(job) + "/release", Json::object({{"printer", to_string(printer)}}))
                .status,
            201);
  const std::vector<std::string> audience{flow::device_audience(printer)};
  const auto told = [&] { return server.store().events_after(0, audience, 100).take().size(); };
  const std::size_t before = told();
  ASSERT_EQ(api.remove(path).status, 204);
  EXPECT_EQ(told(), before + 1);
  ASSERT_EQ(api.remove(path).status, 204);
  EXPECT_EQ(told(), before + 1) << "nothing ended";
}

}  // namespace
}  // namespace tsuke::doors
