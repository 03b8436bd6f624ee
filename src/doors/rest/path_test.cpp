// The whole way over REST: sign in, purpose, document, price, release, device, charge, payment, earnings.
#include <algorithm>

#include "doors/rest/test_server.h"
#include "platform/pages/sample_pdf.h"

namespace tsuke::doors {
namespace {

class PathTest : public RestTest {
 protected:
  Reply release(Api& who, JobId job) {
    return who.post("/jobs/" + to_string(job) + "/release", Json::object({{"printer", to_string(printer)}}));
  }
  std::int64_t amount(const Json& json, std::string_view name) { return json[name]["amount_minor"].integer(); }
};

TEST_F(PathTest, APrintIsChargedPaidAndShared) {
  open_shop();
  Api mikas = browser(mika);
  const JobId job = make_job(mika, purpose, 5);
  const Json offer = mikas.get("/jobs/" + to_string(job) + "/offers").body["items"].items().at(0);
  EXPECT_EQ(offer["decision"]["outcome"].text(), "permit");
  // 5 × ¥10 + 5 × ¥3 = ¥65, and 3.5 % of it half-up: ¥2.
  EXPECT_EQ(amount(offer["quote"], "device_fee"), 65);
  EXPECT_EQ(amount(offer["quote"], "service_fee"), 2);

  const Reply released = release(mikas, job);
  ASSERT_EQ(released.status, 201) << released.raw.body;
  EXPECT_EQ(released.body["state"].text(), "releasing");
  EXPECT_EQ(amount(released.body["charge"], "authorised"), 67);
  EXPECT_EQ(release(mikas, job).code(), "job-not-waiting");

  print(job, 5);
  const Reply done = mikas.get("/jobs/" + to_string(job));
  EXPECT_EQ(done.body["state"].text(), "printed");
  EXPECT_EQ(amount(done.body["charge"], "captured"), 67);
  EXPECT_EQ(done.body["charge"]["job_name"].text(), "report.pdf");

  Api operators = browser(oper);
  const Json owed = operators.get("/unpaid").body["items"].items().at(0);
  EXPECT_EQ(amount(owed, "unbilled"), 67);
  const Json payer = Json::object({{"kind", "organisation"}, {"organisation", to_string(company)}});
  const Json wrong =
      Json::object({{"payer", payer}, {"amount", Json::object({{"amount_minor", 66}, {"currency", "JPY"}})}});
  EXPECT_EQ(operators.post("/payments", wrong).code(), "amount-differs");
  const Reply paid = operators.post("/payments", Json::object({{"payer", payer}}), {{"Idempotency-Key", "pay"}});
  ASSERT_EQ(paid.status, 201) << paid.raw.body;
  EXPECT_EQ(paid.body["payer"]["name"].text(), "Company A");
  EXPECT_EQ(amount(paid.body["distributed"].items().at(0), "amount"), 65);
  EXPECT_EQ(amount(paid.body, "operator"), 2);
  EXPECT_EQ(operators.post("/payments", Json::object({{"payer", payer}}), {{"Idempotency-Key", "pay"}}).raw.body,
            paid.raw.body);
  EXPECT_EQ(operators.post("/payments", Json::object({{"payer", payer}})).code(), "nothing-unpaid");

  const Reply earned = browser(admin_s).get("/providers/" + to_string(provider) + "/earnings");
  EXPECT_EQ(amount(earned.body, "payable"), 65);
  EXPECT_EQ(amount(earned.body, "accrued"), 0);
  EXPECT_TRUE(operators.post("/ledger/verify").body["ok"].boolean());
  EXPECT_FALSE(operators.get("/ledger/accounts").body["items"].items().empty());
}

TEST_F(PathTest, EachSeesTheirSideOnly) {
  open_shop();
  Api mikas = browser(mika);
  const JobId shown = make_job(mika, purpose), hidden = make_job(mika, hobby);
  for (const JobId job : {shown, hidden}) {
    EXPECT_EQ(release(mikas, job).status, 201);
    print(job, 2);
  }
  EXPECT_EQ(mikas.get("/print-log").body["items"].items().size(), 2U);
  EXPECT_TRUE(browser(ken).get("/print-log").body["items"].items().empty());

  const Reply company_lines = browser(admin_a).get("/organisations/" + to_string(company) + "/print-log");
  ASSERT_EQ(company_lines.body["items"].items().size(), 1U);
  EXPECT_EQ(company_lines.raw.body.find("report.pdf"), std::string::npos);
  EXPECT_EQ(company_lines.raw.body.find("Hobby"), std::string::npos);
  EXPECT_EQ(browser(admin_a).get("/jobs/" + to_string(shown)).status, 404);

  const Reply earned = browser(admin_s).get("/providers/" + to_string(provider) + "/print-log");
  ASSERT_EQ(earned.body["items"].items().size(), 2U);
  for (const char* secret : {"report.pdf", "Hobby", "Client A", "mika", "Company A"})
    EXPECT_EQ(earned.raw.body.find(secret), std::string::npos) << secret;
  EXPECT_EQ(browser(oper).get("/operator/print-log").raw.body.find("report.pdf"), std::string::npos);
  EXPECT_EQ(browser(oper).get("/jobs/" + to_string(shown)).status, 404);
}

TEST_F(PathTest, AnUnconfirmedJobIsSettledByHand) {
  open_shop();
  Api mikas = browser(mika), operators = browser(oper);
  const JobId job = make_job(mika, purpose);
  EXPECT_EQ(release(mikas, job).status, 201);
  print(job, 0);
  EXPECT_EQ(mikas.get("/jobs/" + to_string(job)).body["state"].text(), "unconfirmed");
  EXPECT_EQ(operators.get("/unconfirmed").body["items"].items().at(0)["job"].text(), to_string(job));
  const std::string path = "/jobs/" + to_string(job) + "/settle";
  for (const char* bad :
       {R"({"sheets":-1})", R"({"monochrome_impressions":9223372036854775807,"color_impressions":9223372036854775807})",
        R"({"sheets":"1"})"})
    EXPECT_EQ(operators.send("POST", path, bad).status, 400) << bad;
  const Reply settled = operators.send("POST", path, R"({"monochrome_impressions":2,"sheets":2})");
  EXPECT_EQ(settled.body["state"].text(), "captured");
  EXPECT_EQ(operators.send("POST", path, R"({"monochrome_impressions":2})").code(), "job-not-unconfirmed");
}

TEST_F(PathTest, ABudgetWithoutRoomRefusesAndSaysWhy) {
  open_shop();
  Api admins = browser(admin_a);
  EXPECT_EQ(admins
                .send("PUT", "/organisations/" + to_string(company) + "/budget",
                      R"({"monthly":{"amount_minor":30,"currency":"JPY"}})")
                .status,
            200);
  Api mikas = browser(mika);
  const JobId fits = make_job(mika, purpose, 2), over = make_job(mika, purpose, 2);
  EXPECT_EQ(release(mikas, fits).status, 201);
  const Reply refused = release(mikas, over);
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.code(), "budget-exceeded");
  EXPECT_EQ(refused.body["reasons"].items().at(0)["code"].text(), "budget-exceeded");
  EXPECT_EQ(amount(admins.get("/organisations/" + to_string(company) + "/budget").body, "reserved"), 27);
}

TEST(OnPostgresql, TheSameDoorsOpen) {
  TestServer server("postgresql");
  const PersonId mika = registry::make_person(server.store(), "mika");
  const PurposeId purpose = registry::make_purpose(server.store(), mika, "Hobby");
  Api mikas = Api::browser(server, mika);
  EXPECT_EQ(mikas.get("/me").body["login"].text(), "mika");
  const Api::Fields key{{"Idempotency-Key", "u"}};
  const Reply made = mikas.upload(purpose, pages::make_pdf(1), key);
  ASSERT_EQ(made.status, 201) << made.raw.body;
  EXPECT_EQ(mikas.upload(purpose, pages::make_pdf(1), key).raw.body, made.raw.body);
  EXPECT_EQ(mikas.get("/jobs").body["items"].items().size(), 1U);

  http::Client stream("127.0.0.1", server.port());
  Api::Fields fields = mikas.fields();
  fields.emplace_back("Last-Event-ID", "0");
  ASSERT_TRUE(stream.open_stream("/api/v1/events", fields).ok());
  for (int lines = 0; lines < 20; ++lines) {
    const auto line = stream.next_line(seconds(10));
    ASSERT_TRUE(line.ok() && line.value());
    if (*line.value() == "event: job") return;
  }
  ADD_FAILURE() << "the job's event was not replayed";
}

}  // namespace
}  // namespace tsuke::doors
