// Print settings over REST: every one is kept and shown, and the price follows before anything is released.
#include "doors/rest/test_server.h"

namespace tsuke::doors {
namespace {

class SettingsTest : public RestTest {
 protected:
  static constexpr const char* every =
      R"({"copies":2,"sides":"two-sided-short-edge","print-color-mode":"auto","media":"iso_a3_297x420mm",)"
      R"("page-ranges":[[1,3],[5,5]],"number-up":4,"orientation":"landscape","print-scaling":"fit",)"
      R"("print-quality":"high","finishings":["staple"],"collate":false})";

  Reply change(Api& who, JobId job, const std::string& settings) {
    return who.send("PATCH", "/jobs/" + to_string(job), R"({"settings":)" + settings + "}");
  }
  Reply offer(Api& who, JobId job, const std::string& settings_in_url = "") {
    return who.get("/jobs/" + to_string(job) + "/offers/" + to_string(printer) + settings_in_url);
  }
};

TEST_F(SettingsTest, AJobKeepsEverySetting) {
  Api mikas = browser(mika);
  const JobId job = make_job(mika, purpose, 5);
  const Json usual = mikas.get("/jobs/" + to_string(job)).body["settings"];
  EXPECT_EQ(usual["page-ranges"], Json::array());
  EXPECT_EQ(usual["number-up"].integer(), 1);
  EXPECT_TRUE(usual["collate"].boolean());
  const Reply changed = change(mikas, job, every);
  ASSERT_EQ(changed.status, 200) << changed.raw.body;
  EXPECT_EQ(changed.body["settings"], Json::parse(every).value());
  EXPECT_EQ(mikas.get("/jobs/" + to_string(job)).body["settings"], Json::parse(every).value());
  // What a change does not name stays.
  EXPECT_EQ(change(mikas, job, R"({"copies":1})").body["settings"]["number-up"].integer(), 4);
}

TEST_F(SettingsTest, APurposeKeepsEveryDefault) {
  Api mikas = browser(mika);
  const std::string path = "/purposes/" + to_string(purpose);
  const Reply changed = mikas.send("PATCH", path, std::string(R"({"defaults":)") + every + "}");
  ASSERT_EQ(changed.status, 200) << changed.raw.body;
  EXPECT_EQ(mikas.get(path).body["defaults"], Json::parse(every).value());
}

TEST_F(SettingsTest, BadSettingsChangeNothing) {
  Api mikas = browser(mika);
  const JobId job = make_job(mika, purpose, 5);
  for (const char* bad :
       {R"({"page-ranges":[[3,1]]})", R"({"page-ranges":[[0,1]]})", R"({"page-ranges":[[1,2],[2,3]]})",
        R"({"page-ranges":"1-3"})", R"({"page-ranges":[[1]]})", R"({"page-ranges":[[1,2147483648]]})",
        R"({"number-up":3})", R"({"number-up":"2"})", R"({"orientation":"diagonal"})", R"({"print-scaling":"stretch"})",
        R"({"print-quality":5})", R"({"finishings":["glue"]})", R"({"finishings":"staple"})", R"({"collate":1})",
        R"({"print-color-mode":"sepia"})", R"({"staple":true})", R"(7)"}) {
    const Reply refused = change(mikas, job, bad);
    EXPECT_EQ(refused.status, 400) << bad;
    EXPECT_EQ(refused.code(), "bad-print-settings") << bad;
    EXPECT_FALSE(refused.body["detail"].text().empty());
  }
  EXPECT_EQ(mikas.get("/jobs/" + to_string(job)).body["settings"]["number-up"].integer(), 1);
}

TEST_F(SettingsTest, AnOfferTellsWhatAChangeWouldCostBeforeItIsMade) {
  open_shop();
  Api mikas = browser(mika);
  const JobId job = make_job(mika, purpose, 5);
  // 10 per impression and 3 per sheet.
  const Json plain = offer(mikas, job).body["quote"];
  EXPECT_EQ(plain["impressions"].integer(), 5);
  EXPECT_EQ(plain["monochrome_impressions"].integer(), 5);
  EXPECT_EQ(plain["color_impressions"].integer(), 0);
  const Json halved = offer(mikas, job, "?settings=%7B%22number-up%22%3A2%7D").body["quote"];
  EXPECT_EQ(halved["impressions"].integer(), 3);
  EXPECT_EQ(halved["sheets"].integer(), 3);
  EXPECT_EQ(halved["device_fee"]["amount_minor"].integer(), 39);
  const Json all = mikas.get("/jobs/" + to_string(job) + "/offers?settings=%7B%22page-ranges%22%3A%5B%5B2%2C3%5D%5D%7D")
                       .body["items"]
                       .items()
                       .at(0);
  EXPECT_EQ(all["quote"]["impressions"].integer(), 2);
  EXPECT_EQ(offer(mikas, job).body["quote"]["impressions"].integer(), 5) << "asking changes nothing";
  EXPECT_EQ(offer(mikas, job, "?settings=%7B%22number-up%22%3A3%7D").code(), "bad-print-settings");
  EXPECT_EQ(offer(mikas, job, "?settings=%7B").status, 400);
}

TEST_F(SettingsTest, PagesPastTheEndAreNoPages) {
  open_shop();
  Api mikas = browser(mika);
  const JobId job = make_job(mika, purpose, 5);
  ASSERT_EQ(change(mikas, job, R"({"page-ranges":[[6,9]]})").status, 200);
  const Json reason = offer(mikas, job).body["decision"]["reasons"].items().at(0);
  EXPECT_EQ(reason["code"].text(), "no-pages-chosen");
  EXPECT_EQ(reason["remedies"], Json::array({"choose-other-pages"}));
  const Reply refused =
      mikas.post("/jobs/" + to_string(job) + "/release", Json::object({{"printer", to_string(printer)}}));
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.code(), "no-pages-chosen");
}

TEST_F(SettingsTest, AutomaticColourIsFrozenAsWhatComesOut) {
  open_shop();
  registry::Capabilities without_color;
  server.change([&](store::Transaction& in) {
    return registry::device_reported(in, printer, "idle", {}, without_color, server.now());
  });
  Api mikas = browser(mika);
  const JobId job = make_job(mika, purpose, 5);
  ASSERT_EQ(change(mikas, job, R"({"print-color-mode":"auto"})").status, 200);
  const Json offered = offer(mikas, job).body;
  EXPECT_EQ(offered["decision"]["outcome"].text(), "permit");
  EXPECT_EQ(offered["settings"]["print-color-mode"].text(), "monochrome");
  EXPECT_EQ(offered["quote"]["color_impressions"].integer(), 0);
  const Reply released =
      mikas.post("/jobs/" + to_string(job) + "/release", Json::object({{"printer", to_string(printer)}}));
  ASSERT_EQ(released.status, 201) << released.raw.body;
  EXPECT_EQ(released.body["attempt"]["settings"]["print-color-mode"].text(), "monochrome");
  EXPECT_EQ(released.body["settings"]["print-color-mode"].text(), "auto") << "the wish stays a wish";
}

TEST_F(SettingsTest, FinishingPricesArePublishedAndShown) {
  Api shopkeeper = browser(admin_s);
  const std::string path = "/printers/" + to_string(printer) + "/tariffs";
  const Reply made = shopkeeper.send("POST", path,
                                     R"({"lines":[{"per_impression_milli":10000}],)"
                                     R"("finishings":[{"finishing":"staple","per_copy_milli":5000}]})");
  ASSERT_EQ(made.status, 201) << made.raw.body;
  EXPECT_EQ(made.body["finishings"].items().at(0)["per_copy_milli"].integer(), 5000);
  for (const char* bad : {R"([{"finishing":"glue","per_copy_milli":1}])", R"([{"finishing":"staple"}])", R"("staple")",
                          R"([{"finishing":"staple","per_copy_milli":-1}])",
                          R"([{"finishing":"fold","per_copy_milli":1},{"finishing":"fold","per_copy_milli":2}])"}) {
    const std::string body = R"({"lines":[{"per_impression_milli":10000}],"finishings":)" + std::string(bad) + "}";
    EXPECT_EQ(shopkeeper.send("POST", path, body).code(), "bad-tariff") << bad;
  }
}

}  // namespace
}  // namespace tsuke::doors
