// What all endpoints share: bodies, paging, addresses in answers; and what each group answers.
#include "doors/rest/test_server.h"

namespace tsuke::doors {
namespace {

class EndpointTest : public RestTest {
 protected:
  Api mikas = browser(mika);
  Json label(const std::string& text) { return Json::object({{"label", text}}); }
};

TEST_F(EndpointTest, RefusesWhatIsNoJsonObject) {
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "[";
  for (const std::string& body :
       {std::string("{"), std::string("[]"), std::string("1"), std::string("\"x\""), std::string("{\"a\":1,\"a\":2}"),
        std::string("{\"label\":1.5}"), std::string("{\"label\":\"\xff\"}"), deep, std::string("null")}) {
    const Reply reply = mikas.send("POST", "/api-tokens", body);
    EXPECT_EQ(reply.status, 400) << body;
    EXPECT_FALSE(reply.body["detail"].text().empty());
  }
  EXPECT_EQ(mikas.send("POST", "/api-tokens", std::string(300 << 10, ' ')).status, 413);
}

TEST_F(EndpointTest, RefusesMembersOfTheWrongKind) {
  for (const char* body : {"{}", R"({"label":1})", R"({"label":null})", R"({"label":["x"]})"})
    EXPECT_EQ(mikas.send("POST", "/api-tokens", body).status, 400) << body;
  for (const char* body :
       {R"({"payer":{"kind":"private"}})", R"({"name":"x"})", R"({"name":"x","payer":"private"})",
        R"({"name":"x","payer":{"kind":"nobody"}})", R"({"name":"x","payer":{"kind":"organisation"}})",
        R"({"name":"x","payer":{"kind":"organisation","organisation":"x"}})",
        R"({"name":"x","payer":{"kind":"private"},"hold_hours":4294967320})",
        R"({"name":"x","payer":{"kind":"private"},"hold_hours":0})",
        R"({"name":"x","payer":{"kind":"private"},"hold_hours":"24"})",
        R"({"name":"x","payer":{"kind":"private"},"defaults":{"copies":4294967297}})",
        R"({"name":"x","payer":{"kind":"private"},"defaults":[]})"})
    EXPECT_EQ(mikas.send("POST", "/purposes", body).status, 400) << body;
  EXPECT_EQ(
      mikas.send("POST", "/purposes", R"({"name":"x","payer":{"kind":"organisation","organisation":"99"}})").status,
      404);
}

TEST_F(EndpointTest, PagesFromNewestToOldest) {
  std::vector<std::string> made;
  for (int i = 0; i < 5; ++i) made.insert(made.begin(), to_string(make_job(mika, hobby)));
  std::vector<std::string> seen;
  std::string cursor;
  int pages = 0;
  do {
    const Reply page = mikas.get("/jobs?limit=2" + (cursor.empty() ? "" : "&cursor=" + cursor));
    for (const Json& job : page.body["items"].items()) seen.push_back(job["id"].text());
    cursor = page.body["next"].text();
    ++pages;
  } while (!cursor.empty() && pages < 10);
  EXPECT_EQ(seen, made);
  EXPECT_EQ(pages, 3);
  for (const char* bad : {"limit=0", "limit=201", "limit=x", "limit=-1", "cursor=x", "cursor=-1", "state=some"})
    EXPECT_EQ(mikas.get(std::string("/jobs?") + bad).status, 400) << bad;
}

TEST_F(EndpointTest, TellsOpenJobsFromEndedOnes) {
  const std::string open = to_string(make_job(mika, hobby)), ended = to_string(make_job(mika, hobby));
  EXPECT_EQ(mikas.remove("/jobs/" + ended).body["state"].text(), "cancelled");
  EXPECT_EQ(mikas.remove("/jobs/" + ended).code(), "job-ended");
  EXPECT_EQ(mikas.get("/jobs?state=open").body["items"].items().at(0)["id"].text(), open);
  EXPECT_EQ(mikas.get("/jobs?state=ended").body["items"].items().at(0)["id"].text(), ended);
}

TEST_F(EndpointTest, AQueueAddressHasTheHostThatWasAsked) {
  const Reply made = mikas.post("/purposes/" + to_string(purpose) + "/queue-tokens", label("laptop"));
  ASSERT_EQ(made.status, 201);
  const std::string uri = made.body["uri"].text();
  EXPECT_TRUE(uri.starts_with("ipp://127.0.0.1:" + std::to_string(server.port()) + "/ipp/p/tsuke_q_")) << uri;
  EXPECT_FALSE(mikas.get("/purposes/" + to_string(purpose) + "/queue-tokens").body["items"].items().at(0).has("uri"));
  EXPECT_EQ(mikas.remove("/purposes/" + to_string(purpose) + "/queue-tokens/" + made.id()).status, 204);
  EXPECT_EQ(mikas.remove("/purposes/" + to_string(purpose) + "/queue-tokens/" + made.id()).status, 204)
      << "again changes nothing";
}

TEST(EndpointHosts, AreThePublicOneWhereThereIsOneAndNeverNonsense) {
  TestServer server("sqlite", "print.example.com:443");
  const PersonId mika = registry::make_person(server.store(), "mika");
  const PurposeId purpose = registry::make_purpose(server.store(), mika, "Hobby");
  const std::string path = "/purposes/" + to_string(purpose) + "/queue-tokens";
  const Reply made = Api::program(server, mika).post(path, Json::object({{"label", "x"}}));
  EXPECT_TRUE(made.body["uri"].text().starts_with("ipp://print.example.com:443/ipp/p/"));

  server.stand_behind_tls();
  const Reply secure = Api::program(server, mika).post(path, Json::object({{"label", "y"}}));
  EXPECT_TRUE(secure.body["uri"].text().starts_with("ipps://print.example.com:443/ipp/p/")) << secure.raw.body;
  EXPECT_EQ(secure.raw.body.find("http://"), std::string::npos) << secure.raw.body;

  TestServer bare;
  http::Client client("127.0.0.1", bare.port());
  ASSERT_TRUE(
      client.send_raw("POST /api/v1/session HTTP/1.1\r\nHost: evil.example/@x\r\nContent-Length: 2\r\n\r\n{}").ok());
  const auto answer = client.read_response();
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer.value().status, 400);
}

TEST_F(EndpointTest, APurposeLivesAndDies) {
  const Reply made = mikas.post(
      "/purposes",
      Json::parse(R"({"name":"Trips","payer":{"kind":"private"},"defaults":{"copies":2},"hold_hours":48})").take());
  ASSERT_EQ(made.status, 201) << made.raw.body;
  EXPECT_EQ(made.body["defaults"]["copies"].integer(), 2);
  const std::string path = "/purposes/" + made.id();
  EXPECT_EQ(mikas.patch(path, Json::parse(R"({"defaults":{"print-color-mode":"color"},"switched_on":false})").take())
                .body["state"]
                .text(),
            "inactive");
  EXPECT_EQ(mikas.get(path).body["defaults"]["copies"].integer(), 2) << "what is absent stays";
  const JobId job = make_job(mika, parse_id<PurposeId>(made.id()).take());
  EXPECT_EQ(mikas.get(path).body["held_jobs"].integer(), 1);
  EXPECT_EQ(mikas.remove(path).code(), "purpose-in-use");
  EXPECT_EQ(mikas.patch("/jobs/" + to_string(job), Json::object({{"purpose", to_string(hobby)}}))
                .body["purpose"]["id"]
                .text(),
            to_string(hobby));
  EXPECT_EQ(mikas.remove(path).status, 204);
  EXPECT_EQ(mikas.get(path).status, 404);
}

TEST_F(EndpointTest, AMembershipIsAskedForAndAccepted) {
  Api kens = browser(ken), admins = browser(admin_a);
  const Reply found = kens.get("/organisations?query=company%20a");
  ASSERT_EQ(found.body["items"].items().size(), 1U);
  EXPECT_EQ(found.body["items"].items().front().members().size(), 2U) << "id and name, no more";
  EXPECT_TRUE(kens.get("/organisations").body["items"].items().empty());
  const Reply asked = kens.post("/organisations/" + to_string(company) + "/requests");
  EXPECT_EQ(asked.body["state"].text(), "requested");
  EXPECT_EQ(kens.get("/organisations/" + to_string(company) + "/members").status, 404);
  EXPECT_EQ(kens.post("/memberships/" + asked.id() + "/accept").status, 403) << "not the side asked";
  EXPECT_EQ(browser(mika).post("/memberships/" + asked.id() + "/accept").status, 404);
  EXPECT_EQ(admins.post("/memberships/" + asked.id() + "/accept").body["state"].text(), "accepted");
  EXPECT_EQ(kens.get("/organisations").body["items"].items().size(), 1U);
  EXPECT_EQ(
      admins.post("/organisations/" + to_string(company) + "/invitations", Json::object({{"login", "no-one"}})).status,
      404);
  EXPECT_EQ(admins
                .post("/organisations/" + to_string(company) + "/invitations",
                      Json::object({{"login", "ken"}, {"role", "king"}}))
                .status,
            400);
}

TEST_F(EndpointTest, ABudgetIsBoundedAndLifted) {
  Api admins = browser(admin_a);
  const std::string path = "/organisations/" + to_string(company) + "/budget";
  EXPECT_TRUE(admins.get(path).body["monthly"].is_null());
  EXPECT_EQ(admins.send("PUT", path, R"({"monthly":{"amount_minor":1000,"currency":"JPY"}})")
                .body["room"]["amount_minor"]
                .integer(),
            1000);
  for (const char* bad : {"{}", R"({"monthly":1000})", R"({"monthly":{"amount_minor":-1,"currency":"JPY"}})",
                          R"({"monthly":{"amount_minor":1,"currency":"USD"}})",
                          R"({"monthly":{"amount_minor":9223372036854775807,"currency":"JPY"}})",
                          R"({"monthly":{"amount_minor":1,"currency":"yen"}})"})
    EXPECT_EQ(admins.send("PUT", path, bad).status, 400) << bad;
  EXPECT_TRUE(admins.send("PUT", path, R"({"monthly":null})").body["monthly"].is_null());
}

TEST_F(EndpointTest, PoliciesArePublishedByTheAdminAndReadByMembers) {
  Api admins = browser(admin_a);
  const std::string of = "/organisations/" + to_string(company);
  EXPECT_TRUE(mikas.get(of + "/policy").body["in_force"].is_null());
  const Reply published =
      admins.send("POST", of + "/policies", R"({"rules":[{"where":{"kinds":["store"]},"then":"refuse"}]})");
  ASSERT_EQ(published.status, 201) << published.body.dump();
  const Json in_force = mikas.get(of + "/policy").body["in_force"];
  EXPECT_EQ(in_force["rules"].items().size(), 1U);
  EXPECT_EQ(in_force["published_by"].text(), to_string(admin_a));
  for (const char* bad :
       {"{}", R"({"rules":[{"then":"explode"}]})", R"({"rules":[{"where":{"kinds":["moon"]},"then":"refuse"}]})",
        R"({"rules":[{"what":{"price_over":{"amount_minor":1,"currency":"USD"}},"then":"refuse"}]})",
        R"({"rules":[{"when":{"from":"25:00"},"then":"refuse"}]})",
        R"({"rules":[],"effective_from":"2020-01-01T00:00:00Z"})"})
    EXPECT_EQ(admins.send("POST", of + "/policies", bad).status, 400) << bad;
  EXPECT_EQ(admins.get(of + "/policies").body["items"].items().size(), 1U);
  EXPECT_EQ(mikas.get(of + "/policies").status, 404);
}

TEST_F(EndpointTest, ADraftIsTriedOnNothingYet) {
  Api admins = browser(admin_a);
  const std::string path = "/organisations/" + to_string(company) + "/policy-trials";
  const Reply trial = admins.send("POST", path, R"({"rules":[{"what":{"color":true},"then":"refuse"}]})");
  ASSERT_EQ(trial.status, 200) << trial.body.dump();
  EXPECT_EQ(trial.body["prints"].integer(), 0);
  EXPECT_TRUE(trial.body["complete"].boolean());
  EXPECT_EQ(
      admins.send("POST", path, R"({"rules":[],"from":"2026-02-01T00:00:00Z","to":"2026-01-01T00:00:00Z"})").status,
      400);
}

TEST_F(EndpointTest, AHomeIsNobodyElsesBusiness) {
  Api kens = browser(ken);
  const auto names = [](const Reply& list) {
    std::string all;
    for (const Json& item : list.body["items"].items()) all += item["name"].text() + ";";
    return all;
  };
  EXPECT_EQ(names(kens.get("/printers")), "Front desk;");
  EXPECT_EQ(kens.get("/printers/" + to_string(home_printer)).status, 404);
  EXPECT_EQ(kens.get("/sites").body["items"].items().size(), 1U);
  EXPECT_EQ(mikas.get("/sites").body["items"].items().size(), 2U);
  EXPECT_EQ(kens.get("/sites?provider=" + to_string(home)).body["items"].items().size(), 0U);
  const JobId job = make_job(ken, registry::make_purpose(server.store(), ken, "Hobby"));
  EXPECT_EQ(
      kens.post("/jobs/" + to_string(job) + "/release", Json::object({{"printer", to_string(home_printer)}})).status,
      404);
  EXPECT_EQ(kens.get("/jobs/" + to_string(job) + "/offers/" + to_string(home_printer)).status, 404);
  EXPECT_EQ(kens.get("/jobs/" + to_string(job) + "/offers").body["items"].items().size(), 1U);
}

TEST_F(EndpointTest, APrinterThatIsSwitchedOffSaysSo) {
  open_shop();
  const JobId job = make_job(mika, purpose);
  EXPECT_EQ(browser(admin_s).patch("/printers/" + to_string(printer), Json::object({{"switched_on", false}})).status,
            200);
  const Reply refused =
      mikas.post("/jobs/" + to_string(job) + "/release", Json::object({{"printer", to_string(printer)}}));
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.code(), "printer-off");
}

TEST_F(EndpointTest, AProviderMakesAPlaceAndPricesIt) {
  Api shopkeeper = browser(admin_s);
  const Reply site = shopkeeper.post(
      "/sites", Json::object({{"provider", to_string(provider)}, {"name", "Annex"}, {"kind", "store"}}));
  ASSERT_EQ(site.status, 201) << site.raw.body;
  const Reply made = shopkeeper.post("/printers", Json::object({{"site", site.id()}, {"name", "Second"}}));
  ASSERT_EQ(made.status, 201) << made.raw.body;
  EXPECT_TRUE(made.body["device_uri"].text().ends_with("/ipp/device/" + made.id()));
  const std::string path = "/printers/" + made.id();
  const Reply code = shopkeeper.post(path + "/enrolment-codes");
  ASSERT_EQ(code.status, 201);
  const Reply enrolled = Api(server).post("/enrolments", Json::object({{"code", code.body["code"].text()}}));
  ASSERT_EQ(enrolled.status, 201) << enrolled.raw.body;
  EXPECT_EQ(enrolled.body["printer_id"].text(), made.id());
  EXPECT_EQ(Api(server).post("/enrolments", Json::object({{"code", code.body["code"].text()}})).code(),
            "code-used-or-expired");
  EXPECT_TRUE(shopkeeper.get(path).body["enrolled"].boolean());

  EXPECT_EQ(
      shopkeeper
          .send(
              "POST", path + "/tariffs",
              R"({"lines":[{"color_mode":"color","per_impression_milli":28000},{"per_impression_milli":10000,"per_sheet_milli":3000}],
    "minimum":{"amount_minor":20,"currency":"JPY"}})")
          .status,
      201);
  EXPECT_EQ(shopkeeper.get(path).body["tariff"]["lines"].items().size(), 2U);
  for (const char* bad : {"{}", R"({"lines":[]})", R"({"lines":[{"per_impression_milli":-1}]})",
                          R"({"lines":[{"per_impression_milli":9223372036854775807}]})",
                          R"({"lines":[{"color_mode":"color","per_impression_milli":1}]})", R"({"lines":"free"})",
                          R"({"lines":[{"prize":1}]})",
                          R"({"effective_from":"2020-01-01T00:00:00Z","lines":[{"per_impression_milli":1}]})",
                          R"({"effective_from":"soon","lines":[{}]})"})
    EXPECT_EQ(shopkeeper.send("POST", path + "/tariffs", bad).status, 400) << bad;
}

TEST_F(EndpointTest, GuessingEnrolmentCodesIsSlowedDown) {
  for (int i = 0; i < 10; ++i)
    EXPECT_EQ(Api(server).post("/enrolments", Json::object({{"code", "AAAA-AAAA"}})).status, 401);
  const Reply refused = Api(server).post("/enrolments", Json::object({{"code", "AAAA-AAAA"}}));
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.raw.header("retry-after"), "900");
}

TEST_F(EndpointTest, TheOperatorAddsPeopleAndPlans) {
  Api operators = browser(oper);
  const Json wish = Json::object({{"name", "Yui"}, {"login", "yui"}, {"password", "long enough"}, {"language", "ja"}});
  const Api::Fields key{{"Idempotency-Key", "person"}};
  const Reply made = operators.post("/people", wish, key);
  ASSERT_EQ(made.status, 201) << made.raw.body;
  EXPECT_EQ(operators.post("/people", wish, key).raw.body, made.raw.body);
  EXPECT_EQ(operators.post("/people", wish).code(), "login-taken");
  EXPECT_EQ(Api(server).post("/session", Json::object({{"login", "yui"}, {"password", "long enough"}})).status, 200);
  EXPECT_EQ(
      operators
          .send("POST", "/fee-plans",
                R"({"per_job":{"amount_minor":5,"currency":"JPY"},"percentage":{"numerator":35,"denominator":1000}})")
          .status,
      201);
  for (const char* bad :
       {R"({"percentage":{"numerator":-1,"denominator":1}})", R"({"percentage":{"numerator":1,"denominator":0}})",
        R"({"commission":{"numerator":2,"denominator":1}})", R"({"per_impression_milli":9223372036854775807})",
        R"({"percentage_rounding":"up"})", R"({"per_job":5})"})
    EXPECT_EQ(operators.send("POST", "/fee-plans", bad).status, 400) << bad;
  EXPECT_EQ(
      operators.send("POST", "/payments", R"({"payer":{"kind":"organisation","organisation":"99"}})").status / 100, 4);
  EXPECT_EQ(operators.send("POST", "/payments", R"({})").status, 400);
  EXPECT_EQ(operators.get("/operator/print-log?result=lost").status, 400);
}

TEST_F(EndpointTest, AHeadRequestOfAStreamDoesNotHang) {
  const auto answer = mikas.client().request("HEAD", "/api/v1/jobs", {}, mikas.fields());
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer.value().status, 200);
}

}  // namespace
}  // namespace tsuke::doors
