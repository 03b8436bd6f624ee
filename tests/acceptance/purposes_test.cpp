// Claims 1, 5 and 6: purposes, their payers and their print settings.
#include "acceptance_test.h"

namespace tsuke::tests {
namespace {

using testing::UnorderedElementsAre;

// A person with a browser: a session of her own.
class Browser {
 public:
  explicit Browser(int port) : client_(std::make_unique<http::Client>("127.0.0.1", port, seconds(30))) {}

  struct Answer {
    int status = 0;
    Json body;
  };
  Answer call(std::string_view method, const std::string& path, const Json& body = {}) {
    http::Client::Fields fields{{"Content-Type", "application/json"}, {"X-Tsuke", "1"}};
    if (!cookie_.empty()) fields.emplace_back("Cookie", cookie_);
    const auto response =
        client_->request(method, "/api/v1" + path, body.is_null() ? std::string() : body.dump(), fields);
    if (!response.ok()) return {};
    if (const auto set = response.value().header("Set-Cookie"); !set.empty())
      cookie_ = std::string(set.substr(0, set.find(';')));
    const auto parsed = Json::parse(response.value().body);
    return {response.value().status, parsed.ok() ? parsed.value() : Json()};
  }
  Answer post_document(const std::string& query, const std::string& pdf) {
    const auto response =
        client_->request("POST", "/api/v1/jobs?" + query, pdf,
                         {{"Content-Type", "application/pdf"}, {"X-Tsuke", "1"}, {"Cookie", cookie_}});
    if (!response.ok()) return {};
    const auto parsed = Json::parse(response.value().body);
    return {response.value().status, parsed.ok() ? parsed.value() : Json()};
  }

 private:
  std::unique_ptr<http::Client> client_;
  std::string cookie_;
};

Json settings(const char* sides, const char* color_mode) {
  return Json::object(
      {{"copies", 1}, {"sides", sides}, {"print-color-mode", color_mode}, {"media", "iso_a4_210x297mm"}});
}

class Purposes : public AcceptanceTest {
 protected:
  // Adds a person by the operator's hand and signs her in.
  Browser new_person(const std::string& login) {
    ask("operator", "POST", "/people",
        Json::object({{"name", login}, {"login", login}, {"password", "a long enough password"}}));
    Browser browser(demo().port());
    EXPECT_EQ(browser.call("POST", "/session", Json::object({{"login", login}, {"password", "a long enough password"}}))
                  .status,
              200);
    return browser;
  }
  std::string find_company(Browser& browser, const std::string& name) {
    // Its whole name, and nothing else, finds it.
    std::string query = name;
    if (const auto space = query.find(' '); space != std::string::npos) query.replace(space, 1, "%20");
    const Json found = browser.call("GET", "/organisations?query=" + query).body;
    for (const Json& organisation : found["items"].items())
      if (organisation["name"].text() == name) return organisation["id"].text();
    ADD_FAILURE() << "no company " << name << " in " << found.dump();
    return {};
  }
  static Json new_purpose(const char* name, const std::string& payer, const Json& defaults) {
    return Json::object({{"name", name},
                         {"payer", Json::object({{"kind", "organisation"}, {"organisation", payer}})},
                         {"defaults", defaults}});
  }
  static std::map<std::string, Json> purposes_of(Browser& browser) {
    std::map<std::string, Json> by_name;
    const Json all = browser.call("GET", "/purposes").body;
    for (const Json& purpose : all["items"].items()) by_name[purpose["name"].text()] = purpose;
    return by_name;
  }
};

TEST_F(Purposes, R1_R5_R6_RegisteredWithPayersThatApproveAndDefaultsOfTheirOwn) {
  Browser yui = new_person("yui");
  const std::string a = find_company(yui, "Company A"), b = find_company(yui, "Company B");
  ASSERT_EQ(
      yui.call("POST", "/purposes", new_purpose("For A", a, settings("two-sided-long-edge", "monochrome"))).status,
      201);
  ASSERT_EQ(yui.call("POST", "/purposes", new_purpose("For B", b, settings("one-sided", "color"))).status, 201);
  const auto asked_a = yui.call("POST", "/organisations/" + a + "/requests");
  const auto asked_b = yui.call("POST", "/organisations/" + b + "/requests");
  ASSERT_EQ(asked_a.status, 201);
  ASSERT_EQ(asked_b.status, 201);
  EXPECT_EQ(purposes_of(yui)["For A"]["state"].text(), "pending");
  // Nobody accepts herself, and no other company's admin does.
  const std::string accept_a = "/memberships/" + asked_a.body["id"].text() + "/accept";
  EXPECT_GE(yui.call("POST", accept_a).status, 400);
  EXPECT_GE(status_of("ren", "POST", accept_a), 400);
  ask("aoi", "POST", accept_a);
  ask("ren", "POST", "/memberships/" + asked_b.body["id"].text() + "/accept");

  auto purposes = purposes_of(yui);
  ASSERT_EQ(purposes.size(), 3u) << "two that she made and the private one";
  for (const auto& [name, purpose] : purposes) EXPECT_EQ(purpose["state"].text(), "active") << name;
  EXPECT_EQ(purposes["For A"]["payer"]["name"].text(), "Company A");
  EXPECT_EQ(purposes["For A"]["defaults"]["sides"].text(), "two-sided-long-edge");
  EXPECT_EQ(purposes["For A"]["defaults"]["print-color-mode"].text(), "monochrome");
  EXPECT_EQ(purposes["For B"]["payer"]["name"].text(), "Company B");
  EXPECT_EQ(purposes["For B"]["defaults"]["sides"].text(), "one-sided");
  EXPECT_EQ(purposes["For B"]["defaults"]["print-color-mode"].text(), "color");
}

TEST_F(Purposes, R1_2_NobodySeesAnothersPurposes) {
  Browser rin = new_person("rin");
  const std::string mikas = purpose("Company A")["id"].text();
  EXPECT_EQ(purposes_of(rin).size(), 1u);
  EXPECT_EQ(rin.call("GET", "/purposes/" + mikas).status, 404);
  EXPECT_GE(rin.post_document("purpose=" + mikas + "&name=x", pages::make_pdf(1)).status, 400);
  const Json mine = of("mika", "/purposes");
  std::vector<std::string> names;
  for (const Json& purpose : mine["items"].items()) names.push_back(purpose["name"].text());
  EXPECT_THAT(names, UnorderedElementsAre("Company A", "Company B", "Private", "At home"));
}

TEST_F(Purposes, R1_1_AUserWithoutConsentBillsNobody) {
  Browser sho = new_person("sho");
  const std::string a = find_company(sho, "Company A");
  const auto made = sho.call("POST", "/purposes", new_purpose("For A", a, settings("one-sided", "color")));
  ASSERT_EQ(made.status, 201);
  const auto job = sho.post_document("purpose=" + made.body["id"].text() + "&name=x", pages::make_pdf(1));
  ASSERT_EQ(job.status, 201) << job.body.dump();
  const auto refused = sho.call("POST", "/jobs/" + job.body["id"].text() + "/release",
                                Json::object({{"printer", demo().printer_id("Office")}}));
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.body["code"].text(), "purpose-pending") << refused.body.dump();
}

TEST_F(Purposes, R1_5_APayerInTheRequestIsIgnored) {
  const std::string b = organisation("Company B");
  Browser mika(demo().port());
  ASSERT_EQ(mika.call("POST", "/session",
                      Json::object({{"login", "mika"}, {"password", demo().person("mika")["password"].text()}}))
                .status,
            200);
  const auto posted = mika.post_document(
      "purpose=" + purpose("Company A")["id"].text() + "&name=x&payer=" + b + "&organisation=" + b, pages::make_pdf(1));
  if (posted.status == 201)
    EXPECT_EQ(posted.body["payer"]["name"].text(), "Company A");
  else
    EXPECT_GE(posted.status, 400);
  // A queue is one purpose: what the printing computer says about accounts does not change it.
  const auto answer =
      demo().print("Company A", pages::make_pdf(1), "x",
                   {ipp::name("job-account-id", "company-b"), ipp::name("job-accounting-user-id", "ren")});
  ASSERT_TRUE(answer.ok());
  ASSERT_LT(answer.value().code, 0x0100) << ipp::status_name(answer.value().code);
  EXPECT_EQ(
      demo().job_numbered(answer.value().group(ipp::Tag::job).integer("job-id").value_or(0))["payer"]["name"].text(),
      "Company A");
}

TEST_F(Purposes, R5_DefaultsComeWithThePurposeAndStayWhenOneJobDiffers) {
  const Json for_a = demo().submit("Company A", pages::make_pdf(2));
  EXPECT_EQ(for_a["settings"]["sides"].text(), "two-sided-long-edge");
  EXPECT_EQ(for_a["settings"]["print-color-mode"].text(), "monochrome");
  const Json for_b = demo().submit("Company B", pages::make_pdf(2));
  EXPECT_EQ(for_b["settings"]["sides"].text(), "one-sided");
  EXPECT_EQ(for_b["settings"]["print-color-mode"].text(), "color");
  // In the print dialog, and once more at the printer.
  const auto answer = demo().print("Company A", pages::make_pdf(2), "x", {ipp::keyword("print-color-mode", "color")});
  ASSERT_TRUE(answer.ok());
  const Json changed = demo().job_numbered(answer.value().group(ipp::Tag::job).integer("job-id").value_or(0));
  EXPECT_EQ(changed["settings"]["print-color-mode"].text(), "color");
  EXPECT_EQ(changed["settings"]["sides"].text(), "two-sided-long-edge");
  const Json again = ask("mika", "PATCH", "/jobs/" + changed["id"].text(),
                         Json::object({{"settings", settings("one-sided", "monochrome")}}));
  EXPECT_EQ(again["settings"]["sides"].text(), "one-sided");
  EXPECT_EQ(purpose("Company A")["defaults"]["sides"].text(), "two-sided-long-edge");
  EXPECT_EQ(purpose("Company A")["defaults"]["print-color-mode"].text(), "monochrome");
}

TEST_F(Purposes, RB4_AllFourPlacesAreThere) {
  std::set<std::string> kinds, providers;
  const Json printers = of("mika", "/printers");
  for (const Json& printer : printers["items"].items()) {
    kinds.insert(printer["site"]["kind"].text());
    providers.insert(printer["provider"]["id"].text());
  }
  EXPECT_THAT(kinds, UnorderedElementsAre("office", "shared_office", "home", "store"));
  EXPECT_EQ(providers.size(), 4u);
}

}  // namespace
}  // namespace tsuke::tests
