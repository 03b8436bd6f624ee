// The print log at the door: filters, pages, CSV. What each reader sees is told in flow/log, and in path_test.cpp.
#include <gmock/gmock.h>

#include "base/csv.h"
#include "doors/rest/test_server.h"

namespace tsuke::doors {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class PrintLogDoor : public RestTest {
 protected:
  void SetUp() override { open_shop(); }
  JobId printed(PurposeId under, std::int64_t impressions = 2, const std::string& title = {}) {
    const JobId job = make_job(mika, under);
    const Json named = Json::object({{"name", title.empty() ? "report.pdf" : title}});
    EXPECT_EQ(mikas.patch("/jobs/" + to_string(job), named).status, 200);
    server.clock().advance(minutes(1));
    const Json where = Json::object({{"printer", to_string(printer)}});
    EXPECT_EQ(mikas.post("/jobs/" + to_string(job) + "/release", where).status, 201);
    print(job, impressions);
    return job;
  }
  std::size_t count(Api& api, const std::string& path) {
    const Reply reply = api.get(path);
    EXPECT_EQ(reply.status, 200) << reply.raw.body;
    return reply.body["items"].items().size();
  }
  std::string csv(Api& api, const std::string& path) {
    const Reply reply = api.get(path);
    EXPECT_EQ(reply.status, 200) << reply.raw.body;
    return reply.raw.body;
  }

  Api mikas = browser(mika), accountants = browser(admin_a), shops = browser(admin_s), operators = browser(oper);
  const std::string companys = "/organisations/" + to_string(company) + "/print-log",
                    shops_log = "/providers/" + to_string(provider) + "/print-log";
};

TEST_F(PrintLogDoor, FiltersAreCombined) {
  printed(purpose, 2);
  const Instant between = server.now() + seconds(30);
  printed(purpose, 1);
  printed(hobby, 2);
  EXPECT_EQ(count(mikas, "/print-log"), 3U);
  EXPECT_EQ(count(mikas, "/print-log?purpose=" + to_string(hobby)), 1U);
  EXPECT_EQ(count(mikas, "/print-log?result=printed"), 2U);
  EXPECT_EQ(count(mikas, "/print-log?result=printed&purpose=" + to_string(purpose)), 1U);
  EXPECT_EQ(count(mikas, "/print-log?from=" + to_rfc3339(between)), 2U);
  EXPECT_EQ(count(mikas, "/print-log?to=" + to_rfc3339(between)), 1U);
  EXPECT_EQ(count(mikas, "/print-log?color=color"), 0U);
  EXPECT_EQ(count(mikas, "/print-log?color=monochrome"), 3U);
  EXPECT_EQ(count(accountants, companys), 2U);
  EXPECT_EQ(count(accountants, companys + "?person=" + to_string(mika)), 2U);
  EXPECT_EQ(count(shops, shops_log + "?printer=" + to_string(printer)), 3U);
  EXPECT_EQ(count(shops, shops_log + "?printer=" + to_string(home_printer)), 0U);
  EXPECT_EQ(count(operators, "/operator/print-log?payer=organisation:" + to_string(company)), 2U);
  EXPECT_EQ(count(operators, "/operator/print-log?payer=person:" + to_string(mika) + "&amount_min=1"), 1U);
  EXPECT_EQ(count(operators, "/operator/print-log?provider=" + to_string(home)), 0U);
}

TEST_F(PrintLogDoor, PagesLeadOn) {
  for (int each = 0; each < 5; ++each) printed(purpose);
  std::set<std::string> jobs;
  std::string cursor;
  for (int pages = 0; pages < 5; ++pages) {
    const Reply page = mikas.get("/print-log?limit=2" + (cursor.empty() ? "" : "&cursor=" + cursor));
    for (const Json& row : page.body["items"].items()) jobs.insert(row["job"].text());
    if (page.body["next"].is_null()) break;
    cursor = page.body["next"].text();
  }
  EXPECT_EQ(jobs.size(), 5U);
}

TEST_F(PrintLogDoor, WhatIsNoFilterIsRefused) {
  for (const char* bad : {"?purpose=x", "?colour=color", "?color=red", "?result=lost", "?amount_min=1.5", "?site=-1",
                          "?payer=organisation:1", "?person=1", "?nothing=1"})
    EXPECT_EQ(mikas.get("/print-log" + std::string(bad)).code(), "bad-filter") << bad;
  EXPECT_EQ(mikas.get("/print-log.csv?person=1").code(), "bad-filter");
  EXPECT_EQ(mikas.get("/print-log?from=yesterday").code(), "bad-time");
  EXPECT_EQ(mikas.get("/print-log?cursor=0").code(), "bad-cursor");
  EXPECT_EQ(mikas.get("/print-log?limit=201").code(), "bad-limit");
  EXPECT_EQ(mikas.get("/print-log.csv?time_zone=Tokyo").code(), "bad-time-zone");
  EXPECT_EQ(operators.get("/operator/print-log?payer=company").code(), "bad-filter");
  EXPECT_EQ(accountants.get(companys + "?person=" + to_string(ken)).code(), "no-such-membership");
}

TEST_F(PrintLogDoor, TitlesAreShownToThePayerWhenThePersonSaysSo) {
  printed(purpose, 2, "secret plan");
  EXPECT_EQ(mikas.patch("/purposes/" + to_string(purpose), Json::object({{"show_titles", true}}))
                .body["show_titles"]
                .boolean(),
            true);
  printed(purpose, 2, "open plan");
  const std::string seen = accountants.get(companys).raw.body;
  EXPECT_THAT(seen, HasSubstr("open plan"));
  EXPECT_THAT(seen, Not(HasSubstr("secret plan")));
  for (Api* api : {&shops, &operators}) {
    const std::string path = api == &shops ? shops_log : "/operator/print-log";
    EXPECT_THAT(api->get(path).raw.body, Not(HasSubstr("plan")));
    EXPECT_THAT(csv(*api, path + ".csv"), Not(HasSubstr("plan")));
  }
}

TEST_F(PrintLogDoor, CsvHasAHeaderAndTheRowsOfTheFilters) {
  printed(purpose, 2, "=cmd|' /C calc'!A0");
  printed(hobby, 2, "holiday, \"seen\"");
  const std::string all = csv(mikas, "/print-log.csv");
  EXPECT_THAT(all, StartsWith("Released,Settled,Document,Purpose,Payer,Person,"));
  EXPECT_THAT(all, HasSubstr(",'=cmd|' /C calc'!A0,Client A,Company A,mika,person,Shop,"));
  EXPECT_THAT(all, HasSubstr(",\"holiday, \"\"seen\"\"\",Hobby,"));
  EXPECT_EQ(std::count(all.begin(), all.end(), '\n'), 3);
  const std::string one = csv(mikas, "/print-log.csv?purpose=" + to_string(hobby));
  EXPECT_EQ(std::count(one.begin(), one.end(), '\n'), 2);
  EXPECT_THAT(csv(mikas, "/print-log.csv?bom=1"), StartsWith(std::string(csv_mark) + "Released"));
  const Reply raw = mikas.get("/print-log.csv");
  EXPECT_THAT(std::string(raw.raw.header("content-disposition")), HasSubstr("attachment"));
}

TEST_F(PrintLogDoor, CsvSpeaksTheCallersLanguageAndTime) {
  EXPECT_EQ(mikas.patch("/me", Json::object({{"language", "ja"}})).status, 200);
  printed(purpose);
  const std::string japanese = csv(mikas, "/print-log.csv?time_zone=Asia/Tokyo");
  EXPECT_THAT(japanese, StartsWith("印刷開始,確定,文書名,用途,"));
  EXPECT_THAT(japanese, HasSubstr("+09:00,"));
  EXPECT_THAT(csv(mikas, "/print-log.csv"), HasSubstr("+00:00,"));
  EXPECT_THAT(csv(accountants, companys + ".csv"), HasSubstr("+09:00,"));  // the company's own zone
}

TEST_F(PrintLogDoor, CsvOfManyPiecesIsWhole) {
  for (int each = 0; each < 3; ++each) printed(purpose);
  // Copies of one line: more than are read at once.
  server.change([](store::Transaction& in) -> Result<void> {
    constexpr store::Query numbers{"more_jobs", R"sql(
        INSERT INTO job (id, number, person_id, purpose_id, name, state, is_open, document, document_problem, copies,
                         sides, color_mode, media, format, location, size_bytes, pages, channel, account_word,
                         submitted_at, expires_at)
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200)
        SELECT i, 100000 + i, job.person_id, job.purpose_id, 'copy', 'printed', 0, 'destroyed', '', 1, 'one-sided',
               'color', 'iso_a4_210x297mm', 'application/pdf', '', 1, 2, 'web', '', 0, 0
          FROM n JOIN (SELECT * FROM job ORDER BY id DESC LIMIT 1) AS job ON 1 = 1)sql"};
    constexpr store::Query charges{"more_charges", R"sql(
        INSERT INTO charge (job_id, attempt_id, person_id, purpose_id, purpose_name, payer, payer_name, provider_id,
                            provider_name, printer_id, printer_name, site_name, tariff_id, fee_plan_id, currency,
                            authorised, device_fee, service_fee, captured, absorbed, commission, state, released_at)
        SELECT job.id, c.attempt_id, c.person_id, c.purpose_id, c.purpose_name, c.payer, c.payer_name, c.provider_id,
               c.provider_name, c.printer_id, c.printer_name, c.site_name, c.tariff_id, c.fee_plan_id, c.currency,
               c.authorised, c.device_fee, c.service_fee, c.captured, c.absorbed, c.commission, c.state, c.released_at
          FROM job JOIN (SELECT * FROM charge ORDER BY job_id DESC LIMIT 1) AS c ON 1 = 1 WHERE job.name = 'copy')sql"};
    TRY(in.run(numbers, {}));
    return in.run(charges, {});
  });
  const std::string all = csv(mikas, "/print-log.csv");
  EXPECT_EQ(std::count(all.begin(), all.end(), '\n'), 1 + 3 + 1200);
  EXPECT_EQ(csv(mikas, "/print-log.csv?result=failed"), csv(mikas, "/print-log.csv?result=cancelled"));
}

}  // namespace
}  // namespace tsuke::doors
