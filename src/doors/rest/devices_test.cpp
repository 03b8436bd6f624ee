// A device is added to a purpose, fetches its files, and is cut off.
#include "doors/rest/test_server.h"
#include "doors/setup/door.h"

namespace tsuke::doors {
namespace {

class DevicesTest : public RestTest {
 protected:
  Api mikas = browser(mika);
  const std::string path = "/purposes/" + to_string(purpose) + "/queue-tokens";

  Reply add(const char* name, const char* device) {
    return mikas.post(path, Json::object({{"label", name}, {"device", device}}));
  }
  // Nobody is signed in.
  http::ClientResponse fetch(const std::string& url) {
    http::Client client("127.0.0.1", server.port());
    const auto answer = client.get(url.substr(url.find("/setup/")));
    EXPECT_TRUE(answer.ok());
    return answer.ok() ? answer.value() : http::ClientResponse{};
  }
  Json listed() { return mikas.get(path).body["items"]; }
};

TEST_F(DevicesTest, IsNamedAndShownOnceWithAllThatItNeeds) {
  const Reply made = add("Emma's laptop", "linux");
  ASSERT_EQ(made.status, 201);
  const std::string uri = made.body["uri"].text();
  const Json& setup = made.body["setup"];
  EXPECT_EQ(setup["lpadmin"].text(), "lpadmin -p client-a -E -v '" + uri + "' -m everywhere");
  EXPECT_EQ(setup["web_address"].text(), "http" + uri.substr(3));
  EXPECT_EQ(setup["host"].text(), "127.0.0.1");
  EXPECT_EQ(setup["port"].integer(), server.port());
  EXPECT_EQ("/" + setup["path"].text(), uri.substr(uri.find("/ipp/p/")));
  EXPECT_EQ(setup["profile_code"].items().size(), setup["profile_code"].items().at(0).text().size()) << "a square";
  EXPECT_FALSE(setup["profile_signed"].boolean()) << "this server has no certificate";

  const Json device = listed().items().at(0);
  EXPECT_EQ(device["label"].text(), "Emma's laptop");
  EXPECT_EQ(device["device"].text(), "linux");
  EXPECT_TRUE(device["used_at"].is_null());
  EXPECT_FALSE(device.has("uri"));
  EXPECT_FALSE(device.has("setup"));
}

TEST_F(DevicesTest, MayBeOfAKindThatNobodySaid) {
  EXPECT_TRUE(mikas.post(path, Json::object({{"label", "x"}})).body["device"].is_null());
  EXPECT_EQ(add("x", "toaster").code(), "bad-device");
}

TEST_F(DevicesTest, FetchesItsFilesWithoutSigningInForAQuarterOfAnHour) {
  const Reply made = add("iPhone", "ios");
  const std::string profile = made.body["setup"]["profile"].text();
  const std::string printers = made.body["setup"]["chrome_printers"].text();
  const std::string queue_path = made.body["setup"]["path"].text();
  for (int again = 0; again < 2; ++again) {
    const auto given = fetch(profile);
    EXPECT_EQ(given.status, 200);
    EXPECT_EQ(given.header("content-type"), "application/x-apple-aspen-config");
    EXPECT_EQ(given.header("cache-control"), "no-store");
    EXPECT_NE(given.body.find("<string>" + queue_path + "</string>"), std::string::npos);
  }
  const auto list = Json::parse(fetch(printers).body);
  ASSERT_TRUE(list.ok());
  EXPECT_EQ(list.value().items().at(0)["uri"], made.body["uri"]);
  server.clock().advance(minutes(15));
  EXPECT_EQ(fetch(profile).status, 404);
  EXPECT_EQ(fetch(printers).status, 404);
}

TEST_F(DevicesTest, ALinkDiesWithItsDevice) {
  const Reply made = add("iPhone", "ios");
  const std::string profile = made.body["setup"]["profile"].text();
  EXPECT_EQ(mikas.remove(path + "/" + made.id()).status, 204);
  const auto refused = fetch(profile);
  EXPECT_EQ(refused.status, 404);
  EXPECT_EQ(refused.header("content-type"), "text/plain; charset=utf-8");
  EXPECT_NE(refused.body.find("この機器に追加"), std::string::npos);
  EXPECT_TRUE(listed().items().empty());
  EXPECT_EQ(fetch("/setup/x/" + std::string(profile_file)).status, 404);
}

TEST_F(DevicesTest, AreTheOwnersAlone) {
  const std::string device = add("iPhone", "ios").id();
  for (const PersonId other : {ken, admin_a, oper}) {
    Api theirs = browser(other);
    EXPECT_EQ(theirs.get(path).status, 404);
    EXPECT_EQ(theirs.post(path, Json::object({{"label", "x"}})).status, 404);
    EXPECT_EQ(theirs.remove(path + "/" + device).status, 404);
  }
  EXPECT_EQ(listed().items().size(), 1u);
}

}  // namespace
}  // namespace tsuke::doors
