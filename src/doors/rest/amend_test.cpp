// Putting right, over REST: who may, what each sees, and that the books stay right.
#include "doors/rest/test_server.h"
#include "platform/pages/sample_pdf.h"

namespace tsuke::doors {
namespace {

class AmendTest : public RestTest {
 protected:
  PersonId admin_b = registry::make_person(server.store(), "admin-b");
  OrganisationId company_b = registry::make_organisation(server.store(), "Company B", admin_b);
  MembershipId membership_b = registry::make_member(server.store(), mika, company_b);
  PurposeId purpose_b = registry::make_purpose(server.store(), mika, "Client B", company_b);

  void SetUp() override { open_shop(); }
  // Printed under the first purpose, unless another is named.
  std::string printed(int pages = 2, PurposeId under = {}) {
    const JobId job = make_job(mika, under.exists() ? under : purpose, pages);
    const std::string path = "/jobs/" + to_string(job);
    EXPECT_EQ(browser(mika).post(path + "/release", Json::object({{"printer", to_string(printer)}})).status, 201);
    print(job, pages);
    return path;
  }
  Json move_to(PurposeId to) {
    return Json::object({{"purpose", to_string(to)}, {"category", "wrong-purpose"}, {"reason", "it was for B"}});
  }
  std::string of(OrganisationId organisation, const char* what) {
    return "/organisations/" + to_string(organisation) + "/" + what;
  }
  // The answer to a body that is announced and never comes.
  int announced(const std::string& path, const std::string& length) {
    http::Client client("127.0.0.1", server.port());
    Api mikas = browser(mika);
    std::string fields;
    for (const auto& [name, value] : mikas.fields()) fields += name + ": " + value + "\r\n";
    EXPECT_TRUE(client
                    .send_raw("PUT /api/v1" + path + " HTTP/1.1\r\nHost: x\r\n" + fields +
                              "Content-Type: image/jpeg\r\nContent-Length: " + length + "\r\n\r\n")
                    .ok());
    const auto answer = client.read_response();
    return answer.ok() ? answer.value().status : 0;
  }
  void expect_good_books() {
    const Reply checked = program(oper).post("/ledger/verify");
    EXPECT_TRUE(checked.body["ok"].boolean()) << checked.raw.body;
  }
};

TEST_F(AmendTest, AChargeMovesOnceTheNewPayerAccepts) {
  const std::string job = printed();
  const Api::Fields key{{"Idempotency-Key", "move-1"}};
  Api mikas = browser(mika);
  const Reply asked = mikas.post(job + "/reassign", move_to(purpose_b), key);
  ASSERT_EQ(asked.status, 201) << asked.raw.body;
  EXPECT_EQ(asked.body["outcome"].text(), "asked");
  EXPECT_EQ(mikas.post(job + "/reassign", move_to(purpose_b), key).body, asked.body);
  const std::string request = "/reassign-requests/" + asked.body["request"]["id"].text();
  EXPECT_EQ(browser(admin_a).post(request + "/accept").status, 404);
  EXPECT_EQ(browser(admin_b).get(of(company_b, "reassign-requests")).body["items"].items().size(), 1U);
  EXPECT_EQ(browser(admin_b).post(request + "/accept").body["state"].text(), "accepted");
  EXPECT_EQ(browser(admin_b).post(request + "/accept").code(), "request-not-open");
  EXPECT_TRUE(browser(admin_a).get(of(company, "print-log")).body["items"].items().empty());
  EXPECT_EQ(browser(admin_b).get(of(company_b, "print-log")).body["items"].items().size(), 1U);
  EXPECT_EQ(mikas.get(job).body["payer"]["name"].text(), "Company B");
  EXPECT_EQ(mikas.get(job).body["purpose"]["name"].text(), "Client B");
  expect_good_books();
}

TEST_F(AmendTest, TheOldPayerSeesNothingOfTheNewOne) {
  const std::string job = printed();
  ASSERT_EQ(browser(mika).post(job + "/reassign", move_to(hobby)).body["outcome"].text(), "moved");
  for (const char* what : {"notices", "reassignments", "print-log", "reassign-requests"}) {
    const Reply seen = browser(admin_a).get(of(company, what));
    for (const char* secret : {"Hobby", "it was for B", "private", "person"})
      EXPECT_EQ(seen.raw.body.find(secret), std::string::npos) << what << " tells " << secret;
  }
  const Reply moves = browser(admin_a).get(of(company, "reassignments"));
  EXPECT_EQ(moves.body["items"].items().at(0)["direction"].text(), "left");
  EXPECT_EQ(browser(mika).get(job + "/amendments").body["reassignments"].items().size(), 1U);
  EXPECT_EQ(browser(ken).get(job + "/amendments").status, 404);
}

TEST_F(AmendTest, ARefusalNamesItsReasons) {
  const std::string job = printed();
  EXPECT_EQ(browser(admin_b)
                .put(of(company_b, "budget"),
                     Json::object({{"monthly", Json::object({{"amount_minor", 1}, {"currency", "JPY"}})}}))
                .status,
            200);
  const Reply refused = browser(mika).post(job + "/reassign", move_to(purpose_b));
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.body["reasons"].items().at(0)["code"].text(), "budget-exceeded");
  EXPECT_EQ(browser(admin_b).put(of(company_b, "reassign-policy"), Json::object({{"hours", 0}})).status, 200);
  EXPECT_EQ(browser(mika).post(job + "/reassign", move_to(purpose_b)).code(), "reassign-never");
  EXPECT_EQ(browser(admin_b).put(of(company_b, "reassign-policy"), Json::object({{"hours", 9000}})).status, 400);
}

TEST_F(AmendTest, ASmallRefundIsGrantedAtOnce) {
  const std::string job = printed(2);
  const Reply asked = browser(mika).post(job + "/refund-requests", Json::object({{"cause", "device-fault"}}));
  ASSERT_EQ(asked.status, 201) << asked.raw.body;
  EXPECT_EQ(asked.body["state"].text(), "granted");
  EXPECT_TRUE(asked.body["by_rule"].boolean());
  const Json charge = browser(mika).get(job).body["charge"];
  EXPECT_EQ(charge["refunded"], charge["captured"]);
  expect_good_books();
}

TEST_F(AmendTest, APhotoIsForThePersonTheProviderAndTheOperator) {
  EXPECT_EQ(program(oper).put("/amend-settings", Json::object({{"refund-automatic-minor", 0}})).status, 200);
  const std::string job = printed();
  const Json wish = Json::object({{"cause", "bad-quality"}, {"words", "streaks"}});
  const std::string request = "/refund-requests/" + browser(mika).post(job + "/refund-requests", wish).id();
  const std::string jpeg = std::string("\xFF\xD8\xFF\xE0\x00\x10JFIF\x00", 11) + std::string(200, 'x') + "\xFF\xD9";
  const Api::Fields as_jpeg{{"Content-Type", "image/jpeg"}}, as_pdf{{"Content-Type", "application/pdf"}};
  EXPECT_EQ(browser(ken).send("PUT", request + "/photo", jpeg, as_jpeg).status, 404);
  EXPECT_EQ(browser(mika).send("PUT", request + "/photo", jpeg, as_pdf).code(), "photo-format");
  EXPECT_EQ(browser(mika).send("PUT", request + "/photo", "%PDF-1.7 no picture", as_jpeg).status, 400);
  EXPECT_EQ(announced(request + "/photo", "5242881"), 413);
  EXPECT_EQ(browser(mika).get(request + "/photo").code(), "photo-not-found");
  ASSERT_EQ(browser(mika).send("PUT", request + "/photo", jpeg, as_jpeg).status, 200);
  EXPECT_EQ(browser(mika).send("PUT", request + "/photo", jpeg, as_jpeg).code(), "photo-there");
  for (const PersonId who : {mika, admin_s, oper}) {
    const Reply seen = browser(who).get(request + "/photo");
    EXPECT_EQ(seen.status, 200);
    EXPECT_EQ(seen.raw.body, jpeg);
    EXPECT_EQ(seen.raw.header("x-content-type-options"), "nosniff");
  }
  for (const PersonId who : {ken, admin_a}) EXPECT_EQ(browser(who).get(request + "/photo").status, 404);
  const Json listed = browser(admin_s).get("/providers/" + to_string(provider) + "/refund-requests").body;
  EXPECT_TRUE(listed["items"].items().at(0)["has_photo"].boolean());
  EXPECT_EQ(browser(admin_a).post(request + "/decision", Json::object({{"grant", true}})).status, 404);
  EXPECT_EQ(browser(admin_s).post(request + "/decision", Json::object({{"grant", true}})).body["state"].text(),
            "granted");
  expect_good_books();
}

TEST_F(AmendTest, TheOperatorsWorkListHasEvidenceAndActsAreAudited) {
  EXPECT_EQ(program(oper)
                .put("/providers/" + to_string(provider) + "/contract", Json::object({{"operator_percent", 50}}))
                .status,
            200);
  const JobId silent = make_job(mika, purpose, 4);
  const std::string path = "/jobs/" + to_string(silent);
  EXPECT_EQ(browser(mika).post(path + "/release", Json::object({{"printer", to_string(printer)}})).status, 201);
  print(silent, 0);
  const std::string disputed = printed();
  EXPECT_EQ(browser(admin_a).post(disputed + "/disputes", Json::object({{"words", "not ours"}})).status, 201);
  const Json work = program(oper).get("/work-list").body;
  ASSERT_EQ(work["unconfirmed"].items().size(), 1U);
  ASSERT_EQ(work["disputes"].items().size(), 1U);
  EXPECT_EQ(program(oper).get(path + "/evidence").body["charge"].text(), "unconfirmed");
  EXPECT_EQ(browser(admin_s).get(path + "/evidence").status, 200);
  EXPECT_EQ(browser(mika).get(path + "/evidence").status, 404);
  EXPECT_EQ(browser(admin_s).get("/providers/" + to_string(provider) + "/unconfirmed").body["items"].items().size(),
            1U);
  const Reply shared = program(oper).post(path + "/share-loss", Json::object({{"monochrome_impressions", 4}}));
  EXPECT_EQ(shared.status, 200) << shared.raw.body;
  const std::string dispute = "/disputes/" + work["disputes"].items().at(0)["id"].text() + "/resolution";
  const Json resolution = Json::object({{"resolution", "reassigned"}, {"note", "the company was closed"}});
  EXPECT_EQ(program(oper).post(dispute, resolution).body["state"].text(), "reassigned");
  const Json acts = program(oper).get("/audit").body["items"];
  std::set<std::string> seen;
  for (const Json& act : acts.items()) seen.insert(act["act"].text());
  for (const char* act : {"share-loss", "reassign", "dispute-reassigned", "set-contract"})
    EXPECT_TRUE(seen.contains(act)) << act;
  EXPECT_EQ(program(oper).get("/audit?subject=job:" + to_string(silent)).body["items"].items().size(), 1U);
  expect_good_books();
}

TEST_F(AmendTest, WhatIsInHandIsPartOfTheNextPayment) {
  const std::string job = printed();
  const Json payer = Json::object({{"kind", "organisation"}, {"organisation", to_string(company)}});
  EXPECT_EQ(program(oper).post("/payments", Json::object({{"payer", payer}})).status, 201);
  EXPECT_EQ(browser(mika).post(job + "/reassign", move_to(hobby)).body["outcome"].text(), "moved");
  printed();
  const Json unpaid = program(oper).get("/unpaid").body;
  for (const Json& one : unpaid["items"].items())
    if (one["payer"]["kind"].text() == "organisation") {
      EXPECT_EQ(one["credit"], one["unbilled"]);
      EXPECT_EQ(one["due"]["amount_minor"].integer(), 0);
    }
  const Reply paid = program(oper).post("/payments", Json::object({{"payer", payer}}));
  EXPECT_EQ(paid.body["amount"]["amount_minor"].integer(), 0);
  EXPECT_GT(paid.body["credit_used"]["amount_minor"].integer(), 0);
  expect_good_books();
}

}  // namespace
}  // namespace tsuke::doors
