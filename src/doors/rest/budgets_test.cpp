// Budgets over REST: set, seen by each as far as it concerns them, asked to be raised, and passed over to the person.
#include "doors/rest/test_server.h"
#include "registry/departments.h"

namespace tsuke::doors {
namespace {

Json yen_json(std::int64_t amount) { return Json::object({{"amount_minor", amount}, {"currency", "JPY"}}); }
std::int64_t amount(const Json& json, std::string_view name) { return json[name]["amount_minor"].integer(); }

class BudgetsTest : public RestTest {
 protected:
  std::string of_company(const char* rest) { return "/organisations/" + to_string(company) + "/" + rest; }
  Reply set(Api& who, const char* scope, const std::string& subject, std::optional<std::int64_t> limit,
            const char* period = "month") {
    return who.put(of_company("budgets"), Json::object({{"scope", scope},
                                                        {"subject", subject.empty() ? Json() : Json(subject)},
                                                        {"period", period},
                                                        {"limit", limit ? yen_json(*limit) : Json()}}));
  }
  Reply release(Api& who, JobId job, bool accept_overflow = false) {
    return who.post("/jobs/" + to_string(job) + "/release",
                    Json::object({{"printer", to_string(printer)}, {"accept_overflow", accept_overflow}}));
  }
};

TEST_F(BudgetsTest, AreSetListedAndTakenAway) {
  Api admins = browser(admin_a);
  EXPECT_EQ(set(admins, "organisation", "", 1000).status, 200);
  const Reply own = set(admins, "person", to_string(mika), 300);
  ASSERT_EQ(own.status, 200) << own.raw.body;
  EXPECT_EQ(own.body["subject"]["name"].text(), "mika");
  EXPECT_EQ(amount(own.body, "room"), 300);
  EXPECT_EQ(set(admins, "person", to_string(mika), 1001).code(), "budget-above-organisation");
  EXPECT_EQ(set(admins, "person", to_string(ken), 10).code(), "budget-subject-not-found");
  EXPECT_EQ(set(admins, "cap", "", 10).code(), "operator-only");
  EXPECT_EQ(set(admins, "planet", "", 10).code(), "bad-scope");
  EXPECT_EQ(set(admins, "organisation", "", 10, "week").code(), "bad-period");
  EXPECT_EQ(admins.send("PUT", of_company("budgets"), R"({"scope":"organisation","period":"month"})").status, 400);
  EXPECT_EQ(admins.get(of_company("budgets")).body["items"].items().size(), 2U);
  EXPECT_EQ(set(admins, "person", to_string(mika), {}).body["limit"].is_null(), true);
  EXPECT_EQ(set(admins, "purpose", to_string(purpose), {}).status, 204);
  EXPECT_EQ(admins.get(of_company("budgets")).body["items"].items().size(), 1U);
}

TEST_F(BudgetsTest, AnApproverSeesAndSetsThoseOfTheirDepartment) {
  DepartmentId sales;
  server.change([&](store::Transaction& in) -> Result<void> {
    sales = TRY(registry::add_department(in, {{}, company, "SALES", "Sales"}));
    return registry::put_in_department(in, membership, sales);
  });
  const PersonId nami = registry::make_person(server.store(), "nami");
  const MembershipId hers = registry::make_member(server.store(), nami, company, registry::Role::approver);
  registry::make_member(server.store(), ken, company);
  Api admins = browser(admin_a), namis = browser(nami);
  EXPECT_EQ(namis.get(of_company("members")).status, 404);  // of no department
  server.change([&](store::Transaction& in) { return registry::put_in_department(in, hers, sales); });
  EXPECT_EQ(namis.get(of_company("members")).body["items"].items().size(), 2U);
  EXPECT_EQ(set(namis, "person", to_string(mika), 100).code(), "no-department-budget");
  EXPECT_EQ(set(admins, "department", to_string(sales), 500).status, 200);
  EXPECT_EQ(set(admins, "organisation", "", 1000).status, 200);
  EXPECT_EQ(set(namis, "person", to_string(mika), 100).status, 200);
  EXPECT_EQ(set(namis, "person", to_string(mika), 501).code(), "budget-above-department");
  EXPECT_EQ(set(namis, "person", to_string(nami), 100).code(), "budget-not-yours");
  EXPECT_EQ(set(namis, "person", to_string(ken), 100).code(), "budget-not-yours");
  EXPECT_EQ(namis.get(of_company("budgets")).body["items"].items().size(), 2U);
}

TEST_F(BudgetsTest, TheOperatorsCapIsAroundThem) {
  Api operators = browser(oper), admins = browser(admin_a);
  const Reply cap = operators.put(of_company("budget-cap"), Json::object({{"monthly", yen_json(500)}}));
  EXPECT_EQ(amount(cap.body["budget"], "limit"), 500);
  EXPECT_EQ(set(admins, "organisation", "", 501).code(), "budget-above-cap");
  EXPECT_EQ(amount(admins.get(of_company("budget-cap")).body["budget"], "limit"), 500);
  EXPECT_TRUE(operators.put(of_company("budget-cap"), Json::object({{"monthly", Json()}})).body["budget"].is_null());
  EXPECT_EQ(set(admins, "organisation", "", 501).status, 200);
}

// 2 × ¥10 + 2 × ¥3, and 3.5 %: ¥27.
TEST_F(BudgetsTest, ARefusalNamesThoseWithoutRoomAndShowsNoSharedAmounts) {
  open_shop();
  Api admins = browser(admin_a), mikas = browser(mika);
  EXPECT_EQ(set(admins, "organisation", "", 1000).status, 200);
  EXPECT_EQ(set(admins, "person", to_string(mika), 40).status, 200);
  const JobId fits = make_job(mika, purpose), over = make_job(mika, purpose);
  EXPECT_EQ(release(mikas, fits).status, 201);
  const Json offer = mikas.get("/jobs/" + to_string(over) + "/offers/" + to_string(printer)).body;
  ASSERT_EQ(offer["budgets"].items().size(), 2U);
  EXPECT_TRUE(offer["budgets"].items().at(0)["has_room"].boolean());
  EXPECT_TRUE(offer["budgets"].items().at(0)["room"].is_null());
  EXPECT_FALSE(offer["budgets"].items().at(1)["has_room"].boolean(true));
  EXPECT_EQ(amount(offer["budgets"].items().at(1), "room"), 13);
  const Reply refused = release(mikas, over);
  EXPECT_EQ(refused.code(), "budget-exceeded");
  ASSERT_EQ(refused.body["budgets"].items().size(), 1U);
  EXPECT_EQ(refused.body["budgets"].items().at(0)["scope"].text(), "person");
  EXPECT_TRUE(refused.body["overflow"].is_null());
  const Json own = mikas.get("/purposes/" + to_string(purpose) + "/budgets").body["items"];
  EXPECT_EQ(own.items().size(), 2U);
  print(fits, 2);
  const Json alerts = admins.get(of_company("budget-alerts")).body["items"];
  ASSERT_EQ(alerts.items().size(), 1U);
  EXPECT_EQ(alerts.items().at(0)["threshold"].integer(), 50);
}

TEST_F(BudgetsTest, MoreIsAskedForAndGranted) {
  open_shop();
  Api admins = browser(admin_a), mikas = browser(mika);
  EXPECT_EQ(set(admins, "person", to_string(mika), 20).status, 200);
  const JobId job = make_job(mika, purpose);
  EXPECT_EQ(release(mikas, job).code(), "budget-exceeded");
  const Json wish = Json::object({{"amount", yen_json(10)}, {"reason", "the fair"}, {"job", to_string(job)}});
  const std::string path = "/purposes/" + to_string(purpose) + "/budget-requests";
  const Reply asked = mikas.post(path, wish);
  ASSERT_EQ(asked.status, 201) << asked.raw.body;
  EXPECT_EQ(mikas.post(path, wish).id(), asked.id());
  EXPECT_EQ(mikas.post("/purposes/" + to_string(hobby) + "/budget-requests", wish).code(), "no-budget");
  EXPECT_TRUE(mikas.get("/budget-requests").body["items"].items().at(0)["budget"].is_null());
  const Json seen = admins.get(of_company("budget-requests")).body["items"].items().at(0);
  EXPECT_EQ(amount(seen["budget"], "room"), 20);
  const std::string answer = "/budget-requests/" + asked.id() + "/answer";
  EXPECT_EQ(admins.send("POST", answer, R"({"grant":false})").code(), "bad-request-answer");
  const Reply granted =
      admins.post(answer, Json::object({{"grant", true}, {"amount", yen_json(10)}, {"lasts", "this-period"}}));
  EXPECT_EQ(granted.body["state"].text(), "granted");
  EXPECT_EQ(release(mikas, job).status, 201);
  EXPECT_EQ(mikas.remove("/budget-requests/" + asked.id()).code(), "request-not-open");
  // What is open dies with the membership.
  const Reply open = mikas.post(path, wish);
  EXPECT_EQ(open.body["state"].text(), "open");
  EXPECT_EQ(admins.remove("/memberships/" + to_string(membership)).status, 204);
  EXPECT_EQ(mikas.get("/budget-requests").body["items"].items().at(0)["state"].text(), "withdrawn");
}

TEST_F(BudgetsTest, WhatHasNoRoomFallsToThePersonOnlyWhenTheySaySo) {
  open_shop();
  Api admins = browser(admin_a), mikas = browser(mika);
  EXPECT_EQ(set(admins, "organisation", "", 20).status, 200);
  const JobId job = make_job(mika, purpose);
  const std::string mine = "/purposes/" + to_string(purpose);
  EXPECT_FALSE(mikas.get(mine).body["overflow"].boolean(true));
  EXPECT_EQ(release(mikas, job, true).code(), "budget-exceeded");
  EXPECT_TRUE(mikas.patch(mine, Json::object({{"overflow", true}})).body["overflow"].boolean());
  const Reply refused = release(mikas, job);
  EXPECT_EQ(refused.code(), "budget-exceeded");
  EXPECT_EQ(amount(refused.body, "overflow"), 27);
  EXPECT_EQ(amount(mikas.get("/jobs/" + to_string(job) + "/offers/" + to_string(printer)).body, "overflow"), 27);
  const Reply released = release(mikas, job, true);
  ASSERT_EQ(released.status, 201) << released.raw.body;
  EXPECT_EQ(released.body["payer"]["kind"].text(), "private");
  print(job, 2);
  EXPECT_TRUE(admins.get(of_company("print-log")).body["items"].items().empty());
  EXPECT_EQ(amount(admins.get(of_company("budget")).body, "used"), 0);
  EXPECT_TRUE(browser(oper).post("/ledger/verify").body["ok"].boolean());
}

}  // namespace
}  // namespace tsuke::doors
