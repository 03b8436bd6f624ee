// Trials at the door: asked for, agreed to, ended, and what each party sees of what it would have cost.
#include <gmock/gmock.h>

#include "doors/rest/test_server.h"

namespace tsuke::doors {
namespace {

using testing::HasSubstr;
using testing::Not;

class TrialsDoor : public RestTest {
 protected:
  void SetUp() override { open_shop(); }
  Json until(Duration ends) { return Json::object({{"ends", to_rfc3339(server.now() + ends)}}); }
  // Offered by the shop to everybody, and agreed to.
  std::string running_for_everybody() {
    const Reply offered = shops.post(shops_path, until(hours(24)));
    EXPECT_EQ(offered.status, 201) << offered.raw.body;
    EXPECT_EQ(answer(operators, offered.id(), true).body["state"].text(), "running");
    return offered.id();
  }
  Reply answer(Api& by, const std::string& id, bool agree) {
    return by.post("/trials/" + id + "/answer", Json::object({{"agree", agree}}));
  }
  JobId printed(PurposeId under) {
    const JobId job = make_job(mika, under);
    server.clock().advance(minutes(1));
    const Json where = Json::object({{"printer", to_string(printer)}});
    EXPECT_EQ(mikas.post("/jobs/" + to_string(job) + "/release", where).status, 201);
    print(job, 2);
    return job;
  }
  Json job(JobId id) { return mikas.get("/jobs/" + to_string(id)).body; }

  Api mikas = browser(mika), companys = browser(admin_a), shops = browser(admin_s), operators = browser(oper);
  const std::string companys_path = "/organisations/" + to_string(company) + "/trials",
                    shops_path = "/providers/" + to_string(provider) + "/trials";
};

TEST_F(TrialsDoor, ACompanyAsksTheProviderAndTheOperatorAgree) {
  const Json wish = until(hours(48)).set("provider", to_string(provider));
  const Reply asked = companys.post(companys_path, wish);
  ASSERT_EQ(asked.status, 201) << asked.raw.body;
  EXPECT_EQ(asked.body["state"].text(), "waiting");
  EXPECT_EQ(asked.body["organisation"]["name"].text(), "Company A");
  EXPECT_FALSE(asked.body["may_answer"].boolean());
  EXPECT_TRUE(asked.body["may_end"].boolean());
  EXPECT_TRUE(shops.get(shops_path).body["items"].items().at(0)["may_answer"].boolean());
  EXPECT_EQ(answer(companys, asked.id(), true).code(), "trial-not-yours");
  EXPECT_EQ(answer(mikas, asked.id(), true).code(), "no-such-trial");
  EXPECT_EQ(answer(shops, asked.id(), true).body["provider_said"].text(), "yes");
  EXPECT_EQ(answer(shops, asked.id(), true).code(), "trial-answered");
  EXPECT_EQ(operators.get("/trials").body["items"].items().at(0)["may_answer"].boolean(), true);
  EXPECT_EQ(answer(operators, asked.id(), true).body["state"].text(), "running");
  EXPECT_EQ(companys.post(companys_path, wish).code(), "trial-overlaps");
  const auto acts = operators.get("/audit").body["items"];
  EXPECT_EQ(acts.items().at(0)["act"].text(), "answer-trial");
  EXPECT_EQ(acts.items().at(2)["act"].text(), "ask-trial");
}

TEST_F(TrialsDoor, OffersSayBeforehandThatNothingIsCharged) {
  const JobId waiting = make_job(mika, purpose);
  const std::string path = "/jobs/" + to_string(waiting) + "/offers/" + to_string(printer);
  EXPECT_TRUE(mikas.get(path).body["not_charged_until"].is_null());
  const Instant ends = server.now() + hours(24);
  running_for_everybody();
  const Json offer = mikas.get(path).body;
  EXPECT_EQ(offer["not_charged_until"].text(), to_rfc3339(ends));
  EXPECT_EQ(offer["quote"]["total"]["amount_minor"].integer(), 27) << "what it would cost";
}

TEST_F(TrialsDoor, ThePersonSeesWhatItWouldHaveCost) {
  running_for_everybody();
  const JobId id = printed(purpose);
  const Json charge = job(id)["charge"];
  EXPECT_EQ(charge["state"].text(), "metered");
  EXPECT_EQ(charge["captured"]["amount_minor"].integer(), 0);
  EXPECT_EQ(charge["would_be"]["total"]["amount_minor"].integer(), 27);
  EXPECT_TRUE(charge["would_be"]["commission"].is_null());
  EXPECT_FALSE(charge["lines"].items().empty());
  const Json row = mikas.get("/print-log").body["items"].items().at(0);
  EXPECT_EQ(row["result"].text(), "printed");
  EXPECT_EQ(row["total"]["amount_minor"].integer(), 0);
  EXPECT_EQ(row["would_be"]["total"]["amount_minor"].integer(), 27);
  EXPECT_THAT(mikas.get("/print-log.csv").raw.body, HasSubstr("metered"));
  EXPECT_EQ(mikas.post("/jobs/" + to_string(id) + "/refund-requests", Json::object({{"cause", "device-fault"}})).code(),
            "not-charged");
}

TEST_F(TrialsDoor, EachPartySeesItsOwnPart) {
  const std::string id = running_for_everybody();
  printed(purpose);
  printed(hobby);
  const Json of_shop = shops.get(shops_path + "/" + id).body;
  EXPECT_EQ(of_shop["sums"].items().at(0)["prints"].integer(), 2);
  EXPECT_EQ(of_shop["sums"].items().at(0)["device_fee"]["amount_minor"].integer(), 52);
  EXPECT_FALSE(of_shop["sums"].items().at(0)["earned"].is_null());
  EXPECT_TRUE(of_shop["sums"].items().at(0)["total"].is_null());
  EXPECT_EQ(of_shop["by_printer"].items().at(0)["of"]["name"].text(), "Front desk");
  for (const char* name : {"mika", "Company A", "Client A", "Hobby"})
    EXPECT_THAT(shops.get(shops_path + "/" + id).raw.body, Not(HasSubstr(name)));
  const Json of_company = companys.get(companys_path + "/" + id).body;
  EXPECT_EQ(of_company["sums"].items().at(0)["prints"].integer(), 1) << "private prints reach no company";
  EXPECT_EQ(of_company["sums"].items().at(0)["total"]["amount_minor"].integer(), 27);
  EXPECT_TRUE(of_company["sums"].items().at(0)["commission"].is_null());
  EXPECT_FALSE(of_company["trial"]["may_end"].boolean()) << "it is not a party";
  EXPECT_EQ(operators.get("/trials/" + id).body["sums"].items().at(0)["total"]["amount_minor"].integer(), 54);
  EXPECT_THAT(shops.get("/providers/" + to_string(provider) + "/print-log.csv").raw.body, HasSubstr("metered"));
}

TEST_F(TrialsDoor, OthersSeeNothingOfIt) {
  const std::string id = running_for_everybody();
  // Nobody of the company has printed in it yet.
  EXPECT_TRUE(companys.get(companys_path).body["items"].items().empty());
  EXPECT_EQ(companys.get(companys_path + "/" + id).code(), "no-such-trial");
  EXPECT_EQ(companys.remove("/trials/" + id).code(), "no-such-trial");
  EXPECT_EQ(mikas.get(shops_path).code(), "no-such-provider");
  const std::string homes = "/providers/" + to_string(home) + "/trials";
  EXPECT_EQ(mikas.get(homes + "/" + id).code(), "no-such-trial");
  EXPECT_EQ(companys.post(companys_path, until(hours(24)).set("provider", to_string(home))).code(), "no-such-provider")
      << "printers that others keep to themselves";
}

TEST_F(TrialsDoor, EndsAtOnceAndChargesAgain) {
  const std::string id = running_for_everybody();
  EXPECT_EQ(shops.remove("/trials/" + id).body["state"].text(), "ended");
  EXPECT_EQ(shops.remove("/trials/" + id).code(), "trial-over");
  const Json charge = job(printed(purpose))["charge"];
  EXPECT_EQ(charge["state"].text(), "captured");
  EXPECT_TRUE(charge["would_be"].is_null());
}

TEST_F(TrialsDoor, WhatIsMalformedIsSaid) {
  EXPECT_EQ(shops.post(shops_path, Json::object()).code(), "bad-member");
  EXPECT_EQ(shops.post(shops_path, Json::object({{"ends", "tomorrow"}})).code(), "bad-time");
  EXPECT_EQ(shops.post(shops_path, until(hours(93 * 24))).code(), "bad-trial-time");
  const std::string id = running_for_everybody();
  EXPECT_EQ(operators.post("/trials/" + id + "/answer", Json::object()).code(), "bad-member");
}

}  // namespace
}  // namespace tsuke::doors
