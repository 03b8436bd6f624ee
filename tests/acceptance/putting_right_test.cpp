// Money that was charged wrongly is put right over REST, on a whole running service: a charge moves to the payer it
// belongs to, a bad print is given back, a line is disputed, and the books stay in order.
#include "acceptance_test.h"

namespace tsuke::tests {
namespace {

using testing::Contains;
using testing::Not;

class PuttingRight : public AcceptanceTest {
 protected:
  std::string printed(const char* under) {
    const Json job = demo().submit(under, pages::make_pdf(2));
    const Json done = demo().print_out(job["id"].text(), "Shared office");
    EXPECT_EQ(done["charge"]["state"].text(), "captured") << done.dump();
    return job["id"].text();
  }
};

TEST_F(PuttingRight, AChargeMovesToThePayerItBelongsTo) {
  give_budget("ren", organisation("Company B"), 1000);
  const std::string job = printed("Company A");
  const Json before = earnings("Shared Office Shibuya");
  const Json asked = ask("mika", "POST", "/jobs/" + job + "/reassign",
                         Json::object({{"purpose", purpose("Company B")["id"]},
                                       {"category", "wrong-purpose"},
                                       {"reason", "it was for company B"}}));
  ASSERT_EQ(asked["outcome"].text(), "asked") << asked.dump();
  ask("ren", "POST", "/reassign-requests/" + asked["request"]["id"].text() + "/accept");
  EXPECT_EQ(demo().job(job)["payer"]["name"].text(), "Company B");
  EXPECT_THAT(jobs_seen_by("aoi", organisation("Company A")), Not(Contains(job)));
  EXPECT_THAT(jobs_seen_by("ren", organisation("Company B")), Contains(job));
  EXPECT_EQ(earnings("Shared Office Shibuya")["accrued"], before["accrued"]);
  const Json told = of("aoi", "/organisations/" + organisation("Company A") + "/notices");
  EXPECT_EQ(told["items"].items().at(0)["kind"].text(), "charge-left");
  EXPECT_EQ(told.dump().find("company B"), std::string::npos) << told.dump();
  expect_books_in_order();
}

TEST_F(PuttingRight, ABadPrintIsGivenBackOnce) {
  const std::string job = printed("Company A");
  const Json asked =
      ask("mika", "POST", "/jobs/" + job + "/refund-requests", Json::object({{"cause", "device-fault"}}));
  EXPECT_EQ(asked["state"].text(), "granted") << asked.dump();
  EXPECT_EQ(demo().job(job)["charge"]["refunded"], demo().job(job)["charge"]["captured"]);
  EXPECT_GE(status_of("mika", "POST", "/jobs/" + job + "/refund-requests", Json::object({{"cause", "device-fault"}})),
            400);
  expect_books_in_order();
}

TEST_F(PuttingRight, ADisputeIsDecidedByTheOperatorAndAudited) {
  const std::string job = printed("Company A");
  ask("aoi", "POST", "/jobs/" + job + "/disputes", Json::object({{"words", "we were closed"}}));
  const Json work = of("operator", "/work-list");
  ASSERT_FALSE(work["disputes"].items().empty());
  const Json evidence = of("operator", "/jobs/" + job + "/evidence");
  EXPECT_TRUE(evidence["agent_was_alive"].boolean()) << evidence.dump();
  ask("operator", "POST", "/disputes/" + work["disputes"].items().at(0)["id"].text() + "/resolution",
      Json::object({{"resolution", "reassigned"}, {"note", "the company was closed"}}));
  EXPECT_EQ(demo().job(job)["payer"]["kind"].text(), "private");
  std::set<std::string> acts;
  const Json audited = of("operator", "/audit?subject=job:" + job);
  for (const Json& entry : audited["items"].items()) acts.insert(entry["act"].text());
  EXPECT_THAT(acts, Contains("dispute-reassigned"));
  expect_books_in_order();
}

}  // namespace
}  // namespace tsuke::tests
