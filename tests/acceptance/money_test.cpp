// Claims 1, 3, 4 and 7: who is charged, what, and who receives it.
#include <atomic>
#include <thread>

#include "acceptance_test.h"

namespace tsuke::tests {
namespace {

using testing::Contains;
using testing::Not;

class MoneyClaims : public AcceptanceTest {
 protected:
  const std::string pdf_ = pages::make_pdf(2);
};

TEST_F(MoneyClaims, R1_4_R2_1_UploadAloneIsHeldAndCostsNothing) {
  const Json job = demo().submit("Company A", pdf_);
  EXPECT_EQ(job["state"].text(), "held");
  EXPECT_EQ(job["pages"].integer(), 2);
  EXPECT_TRUE(job["charge"].is_null()) << job.dump();
  EXPECT_THAT(jobs_seen_by("aoi", organisation("Company A")), Not(Contains(job["id"].text())));
}

TEST_F(MoneyClaims, R1_6_R3_R4_TheSameFileForTwoCompaniesIsTwoBillsAndOnePayout) {
  give_budget("ren", organisation("Company B"), 1000);
  const Json before = earnings("Shared Office Shibuya");
  const Json a = demo().print_out(demo().submit("Company A", pdf_)["id"].text(), "Shared office");
  const Json b = demo().print_out(demo().submit("Company B", pdf_)["id"].text(), "Shared office");
  ASSERT_EQ(a["state"].text(), "printed") << a.dump();
  ASSERT_EQ(b["state"].text(), "printed") << b.dump();
  // A: two monochrome sides on one sheet, 2 × 10 + 3, 5 + 3.5 % on top. B: two in colour on two sheets, 2 × 28 + 2 × 3.
  EXPECT_EQ(amount(a["charge"]["device_fee"]), 23);
  EXPECT_EQ(amount(b["charge"]["device_fee"]), 62);
  expect_parts_sum(a["charge"]);
  expect_parts_sum(b["charge"]);
  EXPECT_EQ(a["charge"]["payer"]["name"].text(), "Company A");
  EXPECT_EQ(b["charge"]["payer"]["name"].text(), "Company B");
  const auto seen_by_a = jobs_seen_by("aoi", organisation("Company A")),
             seen_by_b = jobs_seen_by("ren", organisation("Company B"));
  EXPECT_TRUE(seen_by_a.contains(a["id"].text()) && !seen_by_a.contains(b["id"].text()));
  EXPECT_TRUE(seen_by_b.contains(b["id"].text()) && !seen_by_b.contains(a["id"].text()));
  EXPECT_GE(status_of("aoi", "GET", "/organisations/" + organisation("Company B") + "/print-log"), 400);

  const Json paid_a = pay(unpaid_of("organisation", "Company A")), paid_b = pay(unpaid_of("organisation", "Company B"));
  EXPECT_GT(amount(paid_a["operator"]), 0);
  EXPECT_GT(amount(paid_b["operator"]), 0);
  // No commission in the demo: both device fees, together with what else these companies printed there.
  EXPECT_GE(amount(earnings("Shared Office Shibuya")["payable"]), amount(before["payable"]) + 23 + 62);
  expect_books_in_order();
}

TEST_F(MoneyClaims, R3_1_ChargedAsQuotedAndInTwoParts) {
  const Json job = demo().submit("Private", pdf_);
  const Json offer = of("mika", "/jobs/" + job["id"].text() + "/offers/" + demo().printer_id("Office"));
  const Json printed = demo().print_out(job["id"].text(), "Office");
  EXPECT_EQ(amount(printed["charge"]["captured"]), amount(offer["quote"]["total"]));
  EXPECT_EQ(amount(printed["charge"]["device_fee"]), amount(offer["quote"]["device_fee"]));
  EXPECT_EQ(amount(printed["charge"]["service_fee"]), amount(offer["quote"]["service_fee"]));
  EXPECT_GT(amount(printed["charge"]["service_fee"]), 0);
  expect_parts_sum(printed["charge"]);
}

TEST_F(MoneyClaims, R4_NothingIsPayableUnpaidAndPaidSharesSumToTheYen) {
  const Json before = earnings("Corner Store");
  const Json job = demo().print_out(demo().submit("Private", pdf_)["id"].text(), "Convenience store");
  ASSERT_EQ(job["charge"]["state"].text(), "captured") << job.dump();
  EXPECT_FALSE(job["charge"]["paid"].boolean());
  const Json unpaid_earnings = earnings("Corner Store");
  EXPECT_EQ(amount(unpaid_earnings["payable"]), amount(before["payable"]));
  EXPECT_EQ(amount(unpaid_earnings["accrued"]), amount(before["accrued"]) + amount(job["charge"]["device_fee"]));

  const Json unpaid = unpaid_of("private", "");
  // A sum that is not the sum is no payment.
  const auto wrong = demo()
                         .api("operator")
                         .call("POST", "/payments",
                               Json::object({{"payer", unpaid["payer"]},
                                             {"amount", Json::object({{"amount_minor", amount(unpaid["unbilled"]) - 1},
                                                                      {"currency", "JPY"}})}}));
  ASSERT_TRUE(wrong.ok());
  EXPECT_GE(wrong.value().status, 400);
  EXPECT_EQ(amount(earnings("Corner Store")["payable"]), amount(before["payable"]));

  const Json payment = pay(unpaid);
  std::int64_t shared = amount(payment["operator"]);
  for (const Json& share : payment["distributed"].items()) shared += amount(share["amount"]);
  EXPECT_EQ(shared, amount(unpaid["unbilled"]));
  EXPECT_GE(amount(earnings("Corner Store")["payable"]),
            amount(before["payable"]) + amount(job["charge"]["device_fee"]));
  EXPECT_TRUE(demo().job(job["id"].text())["charge"]["paid"].boolean());
  expect_books_in_order();
}

TEST_F(MoneyClaims, R7_APrivateJobReachesNoCompany) {
  const Json job = demo().print_out(demo().submit("Private", pdf_, "my own.pdf")["id"].text(), "Convenience store");
  EXPECT_EQ(job["charge"]["payer"]["kind"].text(), "private");
  for (const auto& [login, name] : {std::pair("aoi", "Company A"), std::pair("ren", "Company B")}) {
    const std::string log = of(login, "/organisations/" + organisation(name) + "/print-log?limit=200").dump();
    EXPECT_EQ(log.find(job["id"].text()), std::string::npos) << login;
    EXPECT_EQ(log.find("my own"), std::string::npos) << login;
    EXPECT_EQ(status_of(login, "GET", "/jobs/" + job["id"].text()), 404) << login;
  }
  // Nor does the store learn whose it was.
  const std::string seen = of_provider("Corner Store", "print-log").dump();
  EXPECT_NE(seen.find(job["id"].text()), std::string::npos);
  EXPECT_EQ(seen.find("Mika"), std::string::npos);
  EXPECT_EQ(seen.find("my own"), std::string::npos);
}

TEST_F(MoneyClaims, Permission_AForbidsStoresAndSaysWhatElseToDo) {
  const std::string path = "/organisations/" + organisation("Company A") + "/policies";
  ask("aoi", "POST", path, Json::parse(R"({"rules":[{"where":{"kinds":["store"]},"then":"refuse"}]})").take());
  const Json job = demo().submit("Company A", pdf_);
  const std::string id = job["id"].text();
  const auto refused = demo().release(id, "Convenience store");
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.body["code"].text(), "printer-not-allowed") << refused.body.dump();
  std::vector<std::string> remedies;
  for (const Json& reason : refused.body["reasons"].items())
    for (const Json& remedy : reason["remedies"].items()) remedies.push_back(remedy.text());
  EXPECT_THAT(remedies, Contains("choose-other-printer"));
  EXPECT_THAT(remedies, Contains("choose-other-purpose"));
  EXPECT_EQ(demo().job(id)["state"].text(), "held");
  EXPECT_TRUE(demo().job(id)["charge"].is_null());

  ask("mika", "PATCH", "/jobs/" + id, Json::object({{"purpose", purpose("Private")["id"]}}));
  const Json printed = demo().print_out(id, "Convenience store");
  EXPECT_EQ(printed["state"].text(), "printed");
  EXPECT_EQ(printed["charge"]["payer"]["kind"].text(), "private");
  EXPECT_THAT(jobs_seen_by("aoi", organisation("Company A")), Not(Contains(id)));
  ask("aoi", "POST", path, Json::object({{"rules", Json::array()}}));
}

TEST_F(MoneyClaims, Limit_OfTwoReleasesAtTheSameInstantOneIsPermitted) {
  const std::string b = organisation("Company B");
  for (int round = 0; round < 3; ++round) {
    const std::string first = demo().submit("Company B", pdf_)["id"].text(),
                      second = demo().submit("Company B", pdf_)["id"].text();
    // Room for the dearer of the two, not for both.
    const Json offer = of("mika", "/jobs/" + first + "/offers/" + demo().printer_id("Shared office"));
    give_budget("ren", b, amount(offer["quote"]["total"]) + 1);
    std::array<int, 2> statuses{};
    std::array<std::string, 2> codes;
    std::atomic<int> ready = 0;
    const std::string token = demo().person("mika")["api_token"].text();
    const auto release = [&](std::size_t i, const std::string& job, const std::string& printer) {
      app::Api api(demo().port(), token);
      (void)api.get("/me");
      ++ready;
      while (ready < 2) std::this_thread::yield();
      const auto answer = api.call("POST", "/jobs/" + job + "/release", Json::object({{"printer", printer}}));
      if (!answer.ok()) return;
      statuses[i] = answer.value().status;
      codes[i] = answer.value().body["code"].text();
    };
    std::thread one(release, 0, first, demo().printer_id("Shared office")),
        other(release, 1, second, demo().printer_id("Office"));
    one.join();
    other.join();
    EXPECT_EQ((statuses[0] == 201) + (statuses[1] == 201), 1) << statuses[0] << " " << statuses[1];
    const std::size_t loser = statuses[0] == 201 ? 1 : 0;
    EXPECT_EQ(statuses[loser], 409);
    EXPECT_EQ(codes[loser], "budget-exceeded");
    demo().wait_for(loser == 0 ? second : first, is_settled);
    EXPECT_EQ(demo().job(loser == 0 ? first : second)["state"].text(), "held");
  }
  expect_books_in_order();
}

}  // namespace
}  // namespace tsuke::tests
