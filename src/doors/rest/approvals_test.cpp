// Rules and approvals over REST: asked for where the refusal stands, answered without the document, good at the
// printer.
#include "doors/rest/test_server.h"

namespace tsuke::doors {
namespace {

class ApprovalsTest : public RestTest {
 protected:
  ApprovalsTest() { open_shop(); }
  std::string of_company(const std::string& rest) { return "/organisations/" + to_string(company) + "/" + rest; }
  void rule(const char* rules) {
    const Reply published = browser(admin_a).send("POST", of_company("policies"), rules);
    ASSERT_EQ(published.status, 201) << published.body.dump();
  }
  std::string at(JobId job, const std::string& rest = {}) { return "/jobs/" + to_string(job) + rest; }
  Json here() { return Json::object({{"printer", to_string(printer)}}); }
  std::string outcome(JobId job) {
    return browser(mika).get(at(job, "/offers/" + to_string(printer))).body["decision"]["outcome"].text();
  }
};

constexpr const char* ask_for_all = R"({"rules":[{"then":"ask-approval"}]})";

TEST_F(ApprovalsTest, AreAskedForGivenAndGoodAtThePrinter) {
  rule(ask_for_all);
  const JobId job = make_job(mika, purpose);
  Api mikas = browser(mika), admins = browser(admin_a);
  ASSERT_EQ(mikas.patch(at(job), Json::object({{"name", "secret plans.pdf"}})).status, 200);
  EXPECT_EQ(outcome(job), "needs-approval");
  EXPECT_EQ(mikas.post(at(job, "/release"), here()).code(), "approval-needed");
  Json wish = here();
  wish.set("note", "for the fair,\nten visitors");
  const Reply asked = mikas.post(at(job, "/approval"), wish);
  ASSERT_EQ(asked.status, 201) << asked.body.dump();
  EXPECT_EQ(mikas.get(at(job)).body["state"].text(), "awaiting-approval");

  const Reply waiting = admins.get(of_company("approvals"));
  ASSERT_EQ(waiting.body["items"].items().size(), 1U);
  const Json& seen = waiting.body["items"].items().front();
  EXPECT_EQ(seen["note"].text(), "for the fair, ten visitors");
  EXPECT_EQ(seen["impressions"].integer(), 2);
  EXPECT_EQ(waiting.raw.body.find("secret plans"), std::string::npos) << "an approver never sees the document";
  EXPECT_EQ(admins.get(at(job)).status, 404);
  EXPECT_EQ(admins.get(at(job, "/pages/1/preview")).status, 404);

  const std::string answer = "/approvals/" + asked.id() + "/answer";
  EXPECT_EQ(mikas.send("POST", answer, R"({"answer":"approve"})").status, 404) << "nobody answers for themselves";
  EXPECT_EQ(admins.send("POST", answer, R"({"answer":"refuse"})").code(), "bad-note") << "a no says why";
  EXPECT_EQ(admins.send("POST", answer, R"({"answer":"perhaps"})").code(), "bad-answer");
  EXPECT_EQ(admins.send("POST", answer, R"({"answer":"approve"})").body["state"].text(), "approved");
  EXPECT_EQ(outcome(job), "permit");
  EXPECT_EQ(mikas.post(at(job, "/release"), here()).status, 201);
}

TEST_F(ApprovalsTest, AreNotAskedForWhereTheyDoNotHelp) {
  const JobId job = make_job(mika, purpose);
  EXPECT_EQ(browser(mika).post(at(job, "/approval"), here()).code(), "approval-not-needed");
  rule(R"({"rules":[{"then":"ask-approval"},{"where":{"kinds":["store"]},"then":"refuse"}]})");
  const Reply refused = browser(mika).post(at(job, "/approval"), here());
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.code(), "printer-not-allowed");
  EXPECT_EQ(browser(mika).get(at(job)).body["state"].text(), "held");
}

TEST_F(ApprovalsTest, ADraftIsHeldAgainstWhatWasPrinted) {
  const JobId job = make_job(mika, purpose);
  ASSERT_EQ(browser(mika).post(at(job, "/release"), here()).status, 201);
  print(job, 2);
  server.clock().advance(seconds(1));
  const auto tried = [&](const char* rules) {
    return browser(admin_a).send("POST", of_company("policy-trials"), rules);
  };
  const Reply trial = tried(R"({"rules":[{"what":{"impressions_over":1},"then":"refuse"}]})");
  ASSERT_EQ(trial.status, 200) << trial.body.dump();
  EXPECT_EQ(trial.body["prints"].integer(), 1);
  EXPECT_EQ(trial.body["refused"].integer(), 1);
  EXPECT_EQ(trial.body["saved"], trial.body["charged"]);
  EXPECT_GT(trial.body["saved"]["amount_minor"].integer(), 0);
  EXPECT_EQ(trial.body["hits"].items().front()["codes"].items().front().text(), "job-too-long");
  EXPECT_EQ(tried(R"({"rules":[{"what":{"impressions_over":2},"then":"refuse"}]})").body["refused"].integer(), 0);
  EXPECT_EQ(tried(R"({"rules":[{"who":{"departments":["1"]},"then":"refuse"}]})").code(), "bad-policy");
}

}  // namespace
}  // namespace tsuke::doors
