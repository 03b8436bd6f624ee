// Prices that hold, and printers compared.
#include <gmock/gmock.h>

#include "doors/rest/test_server.h"
#include "rules/price_book.h"

namespace tsuke::doors {
namespace {

using testing::ElementsAre;

class OffersDoor : public RestTest {
 protected:
  void SetUp() override {
    open_shop();
    server.publish_prices(home_printer);
  }
  // From ¥10 an impression to ¥20.
  void raise_prices() {
    server.clock().advance(minutes(1));
    server.change([&](store::Transaction& in) -> Result<void> {
      rules::TariffLine line;
      line.per_impression = {20'000};
      TRY(rules::publish_tariff(in, printer, server.now(), rules::Tariff::create(yen, {line}).take(), server.now()));
      return {};
    });
  }
  Json offer(JobId job) { return mikas.get("/jobs/" + to_string(job) + "/offers/" + to_string(printer)).body; }
  Reply release(JobId job, const std::string& quote) {
    return mikas.post("/jobs/" + to_string(job) + "/release",
                      Json::object({{"printer", to_string(printer)}, {"quote", quote}}));
  }
  std::vector<std::string> printers(JobId job, const std::string& query) {
    const Reply reply = mikas.get("/jobs/" + to_string(job) + "/offers" + query);
    EXPECT_EQ(reply.status, 200) << reply.raw.body;
    std::vector<std::string> names;
    for (const Json& offer : reply.body["items"].items()) names.push_back(offer["printer"]["name"].text());
    return names;
  }
  void place(Api& api, PrinterId at, std::int64_t latitude_e6, std::int64_t longitude_e6) {
    const SiteId site =
        server.read<registry::Printer>([&](store::Reader& in) { return registry::printer(in, at); }).site;
    const Json position = Json::object({{"latitude_e6", latitude_e6}, {"longitude_e6", longitude_e6}});
    EXPECT_EQ(api.patch("/sites/" + to_string(site), Json::object({{"position", position}})).status, 200);
  }

  Api mikas = browser(mika), shops = browser(admin_s);
};

TEST_F(OffersDoor, AQuoteSaysHowLongItHoldsAndWhatTaxToExpect) {
  const Json quote = offer(make_job(mika, purpose))["quote"];
  EXPECT_FALSE(quote["token"].text().empty());
  EXPECT_EQ(quote["valid_until"].text(), to_rfc3339(server.now() + minutes(15)));
  EXPECT_EQ(quote["total"]["amount_minor"].integer(), 27);  // 2 × 10 + 2 × 3, and 3.5 %
  EXPECT_EQ(quote["expected_tax"]["amount"]["amount_minor"].integer(), 2);
  EXPECT_FALSE(quote["expected_tax"]["included"].boolean());
  const Json privately = offer(make_job(mika, hobby))["quote"];
  EXPECT_TRUE(privately["expected_tax"]["included"].boolean());
  EXPECT_EQ(privately["expected_tax"]["amount"]["amount_minor"].integer(), 2);
}

TEST_F(OffersDoor, TheQuotedPriceHoldsWhenPricesAreRaised) {
  const JobId job = make_job(mika, purpose);
  const std::string token = offer(job)["quote"]["token"].text();
  raise_prices();
  EXPECT_EQ(offer(job)["quote"]["total"]["amount_minor"].integer(), 41);
  const Reply released = release(job, token);
  ASSERT_EQ(released.status, 201) << released.raw.body;
  EXPECT_EQ(released.body["charge"]["authorised"]["amount_minor"].integer(), 27);
  print(job, 2);
  EXPECT_EQ(mikas.get("/jobs/" + to_string(job)).body["charge"]["captured"]["amount_minor"].integer(), 27);
}

TEST_F(OffersDoor, WithoutItTheNewPriceIsAsked) {
  const JobId job = make_job(mika, purpose);
  raise_prices();
  const Reply released =
      mikas.post("/jobs/" + to_string(job) + "/release", Json::object({{"printer", to_string(printer)}}));
  ASSERT_EQ(released.status, 201);
  EXPECT_EQ(released.body["charge"]["authorised"]["amount_minor"].integer(), 41);
}

TEST_F(OffersDoor, AQuoteEndsAfterAQuarterOfAnHour) {
  const JobId job = make_job(mika, purpose);
  const std::string token = offer(job)["quote"]["token"].text();
  server.clock().advance(minutes(15));
  const JobId other = make_job(mika, purpose);
  const std::string other_token = offer(other)["quote"]["token"].text();
  EXPECT_EQ(release(job, token).status, 201);  // to the very end
  server.clock().advance({minutes(15).micros + 1});
  const Reply late = release(other, other_token);
  EXPECT_EQ(late.status, 409);
  EXPECT_EQ(late.code(), "quote-expired");
}

TEST_F(OffersDoor, AChangedJobVoidsIt) {
  const JobId job = make_job(mika, purpose);
  const std::string path = "/jobs/" + to_string(job);
  const Json quoted = offer(job)["quote"];
  const auto code_after = [&](const char* change) {
    EXPECT_EQ(mikas.send("PATCH", path, change).status, 200);
    const Reply refused = release(job, quoted["token"].text());
    EXPECT_EQ(refused.status, 409);
    return refused.code();
  };
  EXPECT_EQ(code_after(R"({"settings":{"copies":2}})"), "quote-void");
  EXPECT_EQ(code_after(("{\"settings\":{\"copies\":1},\"purpose\":\"" + to_string(hobby) + "\"}").c_str()),
            "quote-void");
  // A new name changes no price; and what is again as it was may be printed as it was quoted.
  EXPECT_EQ(mikas.send("PATCH", path, R"({"name":"other name"})").status, 200);
  EXPECT_EQ(mikas.send("PATCH", path, "{\"purpose\":\"" + to_string(purpose) + "\"}").status, 200);
  EXPECT_EQ(release(job, quoted["token"].text()).status, 201);
}

TEST_F(OffersDoor, NobodyWritesAQuoteButUs) {
  const JobId job = make_job(mika, purpose), other = make_job(mika, purpose);
  const std::string token = offer(job)["quote"]["token"].text();
  std::string cheaper = token, cut = token.substr(0, token.size() - 1);
  cheaper.replace(cheaper.find(".27."), 4, ".17.");
  for (const std::string& wrong :
       {cheaper, cut, std::string("1"), std::string("."), std::string(5000, '1'), token + "."})
    EXPECT_EQ(release(job, wrong).code(), "bad-quote") << wrong;
  EXPECT_EQ(release(other, token).code(), "bad-quote");
  EXPECT_EQ(mikas
                .post("/jobs/" + to_string(job) + "/release",
                      Json::object({{"printer", to_string(home_printer)}, {"quote", token}}))
                .code(),
            "bad-quote");
}

TEST_F(OffersDoor, PrintersAreComparedAsAskedFor) {
  const JobId job = make_job(mika, purpose);
  place(shops, printer, 35'681'236, 139'767'125);
  place(mikas, home_printer, 35'658'034, 139'701'636);
  const std::string here = "latitude_e6=35660000&longitude_e6=139700000";
  EXPECT_THAT(printers(job, "?sort=distance&" + here), ElementsAre("Study", "Front desk"));
  EXPECT_THAT(printers(job, "?within_m=1000&" + here), ElementsAre("Study"));
  EXPECT_THAT(printers(job, "?only=ready"), ElementsAre("Front desk"));
  raise_prices();
  EXPECT_THAT(printers(job, "?sort=price"), ElementsAre("Study", "Front desk"));
  EXPECT_EQ(mikas.put("/favourites/" + to_string(printer), Json::object()).status, 204);
  EXPECT_THAT(printers(job, "?sort=favourites"), ElementsAre("Front desk", "Study"));
  EXPECT_THAT(printers(job, "?only=favourites,permitted"), ElementsAre("Front desk"));
  EXPECT_EQ(mikas.get("/favourites").body["items"].items().size(), 1U);
  EXPECT_EQ(mikas.remove("/favourites/" + to_string(printer)).status, 204);
  EXPECT_THAT(printers(job, "?only=favourites"), ElementsAre());
  for (const char* bad : {"?sort=size", "?only=cheap", "?sort=distance", "?within_m=5", "?latitude_e6=1",
                          "?latitude_e6=x&longitude_e6=1"})
    EXPECT_EQ(mikas.get("/jobs/" + to_string(job) + "/offers" + bad).code(), "bad-comparison") << bad;
  EXPECT_EQ(mikas.get("/jobs/" + to_string(job) + "/offers?latitude_e6=99000000&longitude_e6=1").code(),
            "bad-position");
}

}  // namespace
}  // namespace tsuke::doors
