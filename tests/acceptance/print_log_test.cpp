// The print log over REST as accountants use it: filters, and CSV that a program of somebody else reads back; and
// prices that hold.
#include "acceptance_test.h"
#include "platform/http/client.h"
#include "support/child.h"

namespace tsuke::tests {
namespace {

using testing::HasSubstr;
using testing::Not;

// Reads by Python's csv module, which knows nothing of ours: a list of records.
constexpr const char* reader = R"py(
import csv, json, sys
with open(sys.argv[1], encoding='utf-8-sig', newline='') as file:
    print(json.dumps(list(csv.reader(file, strict=True))))
)py";

class PrintLogClaims : public AcceptanceTest {
 protected:
  std::string csv(const std::string& login, const std::string& path) {
    http::Client client("127.0.0.1", demo().port(), seconds(60));
    const std::string token = demo().person(login)["api_token"].text();
    const auto answer = client.get("/api/v1" + path, {{"Authorization", "Bearer " + token}});
    if (!answer.ok() || answer.value().status != 200) ADD_FAILURE() << path;
    return answer.ok() ? answer.value().body : std::string();
  }
  Json records(const std::string& text) {
    const Scratch scratch;
    write_file(scratch / "log.csv", text);
    const Outcome read = run({"python3", "-c", reader, scratch / "log.csv"});
    EXPECT_EQ(read.status, 0) << read.output;
    auto parsed = Json::parse(read.output);
    EXPECT_TRUE(parsed.ok()) << read.output;
    return parsed.ok() ? parsed.take() : Json();
  }
  static std::size_t column(const Json& table, std::string_view heading) {
    const auto& headings = table.items().at(0).items();
    for (std::size_t at = 0; at < headings.size(); ++at)
      if (headings[at].text() == heading) return at;
    ADD_FAILURE() << "no column " << heading;
    return 0;
  }
  // The record of a job.
  Json record(const Json& table, const std::string& job) {
    const std::size_t at = column(table, "Job");
    for (const Json& found : table.items())
      if (found.items().at(at).text() == job) return found;
    ADD_FAILURE() << "no record of " << job;
    return {};
  }
  std::string companys(const char* end) { return "/organisations/" + organisation("Company A") + "/print-log" + end; }

  const std::string pdf_ = pages::make_pdf(2);
};

TEST_F(PrintLogClaims, CsvReadsBackWhateverTheTitlesAre) {
  const std::vector<std::string> titles{"=cmd|' /C calc'!A0", "+1 \"quoted\", and more", "@SUM(A1:A9)",
                                        "見積書、最終版.pdf", "-2-3 ; \\ tab",           "plain.pdf"};
  std::map<std::string, std::string> title_of;
  for (const std::string& title : titles) {
    const std::string id = demo().submit("Company A", pdf_)["id"].text();
    ask("mika", "PATCH", "/jobs/" + id, Json::object({{"name", title}}));
    ASSERT_EQ(demo().print_out(id, "Shared office")["state"].text(), "printed");
    title_of[id] = title;
  }
  const std::string text = csv("mika", "/print-log.csv?bom=1&time_zone=Asia/Tokyo");
  EXPECT_TRUE(text.starts_with("\xEF\xBB\xBF"));
  const Json table = records(text);
  const std::size_t width = table.items().at(0).items().size();
  for (const Json& found : table.items()) EXPECT_EQ(found.items().size(), width);
  for (const auto& [id, title] : title_of) {
    const Json found = record(table, id);
    const std::string read = found.items().at(column(table, "Document")).text();
    EXPECT_EQ(read, std::string_view("=+-@").find(title[0]) == std::string_view::npos ? title : "'" + title);
    EXPECT_THAT(found.items().at(column(table, "Released")).text(), HasSubstr("+09:00"));
    EXPECT_EQ(found.items().at(column(table, "Device fee (minor units)")).text(), "23");
    EXPECT_EQ(found.items().at(column(table, "Device fee")).text(), "23");
    EXPECT_EQ(found.items().at(column(table, "Currency")).text(), "JPY");
  }
  // The company reads the same lines without titles, on its own clock.
  const std::string seen = csv("aoi", companys(".csv"));
  const Json lines = records(seen);
  for (const auto& [id, title] : title_of) {
    EXPECT_THAT(seen, Not(HasSubstr(title)));
    EXPECT_EQ(record(lines, id).items().at(column(lines, "Document")).text(), "");
  }
}

TEST_F(PrintLogClaims, TitlesReachTheCompanyOnlyWhenTheirPersonSaysSo) {
  const std::string path = "/purposes/" + purpose("Company A")["id"].text();
  ask("mika", "PATCH", path, Json::object({{"show_titles", true}}));
  demo().print_out(demo().submit("Company A", pdf_, "for all eyes.pdf")["id"].text(), "Shared office");
  ask("mika", "PATCH", path, Json::object({{"show_titles", false}}));
  demo().print_out(demo().submit("Company A", pdf_, "for mine alone.pdf")["id"].text(), "Shared office");
  for (const char* end : {"?limit=200", ".csv"}) {
    const std::string seen =
        std::string_view(end) == ".csv" ? csv("aoi", companys(end)) : of("aoi", companys(end)).dump();
    EXPECT_THAT(seen, HasSubstr("for all eyes"));
    EXPECT_THAT(seen, Not(HasSubstr("for mine alone")));
  }
  EXPECT_THAT(csv("operator", "/operator/print-log.csv"), Not(HasSubstr("for all eyes")));
}

TEST_F(PrintLogClaims, AQuotedPriceHoldsWhenTheProviderRaisesIt) {
  const Json job = demo().submit("Private", pdf_);
  const std::string id = job["id"].text(), printer = demo().printer_id("Shared office");
  const Json quote = of("mika", "/jobs/" + id + "/offers/" + printer)["quote"];
  const Json before = of("mika", "/printers/" + printer)["tariff"];
  Json dearer = Json::object({{"currency", "JPY"}});
  dearer.set("lines", Json::parse(R"([{"per_impression_milli":500000,"per_sheet_milli":0}])").take());
  const std::string owner = ask("operator", "GET", "/printers/" + printer)["provider"]["id"].text();
  std::string admin;
  for (const char* login : {"aoi", "ren", "sora", "mika"})
    if (status_of(login, "GET", "/providers/" + owner + "/printers") == 200) admin = login;
  ASSERT_FALSE(admin.empty());
  ask(admin, "POST", "/printers/" + printer + "/tariffs", dearer);
  EXPECT_EQ(amount(of("mika", "/jobs/" + id + "/offers/" + printer)["quote"]["device_fee"]), 1000);
  const Json released = ask("mika", "POST", "/jobs/" + id + "/release",
                            Json::object({{"printer", printer}, {"quote", quote["token"].text()}}));
  EXPECT_EQ(amount(released["charge"]["authorised"]), amount(quote["total"]));
  const Json printed = demo().wait_for(id, is_settled);
  EXPECT_EQ(amount(printed["charge"]["captured"]), amount(quote["total"]));
  Json again = Json::object({{"currency", "JPY"}});
  for (const char* name : {"minimum", "lines", "finishings"}) again.set(name, before[name]);
  ask(admin, "POST", "/printers/" + printer + "/tariffs", again);
  expect_books_in_order();
}

}  // namespace
}  // namespace tsuke::tests
