// What hangs beside a printer, and what is in it: for those who administer it.
#include "doors/rest/test_server.h"
#include "platform/sheet/read_back_testing.h"
#include "registry/supplies.h"

namespace tsuke::doors {
namespace {

class SheetTest : public RestTest {
 protected:
  std::string path(const char* what) const { return "/printers/" + to_string(printer) + "/" + what; }
};

TEST_F(SheetTest, ItsCodeLeadsToTheReleasePageOfThisPrinter) {
  const Reply reply = browser(admin_s).get(path("sheet"));
  ASSERT_EQ(reply.status, 200);
  EXPECT_EQ(reply.raw.header("content-type"), "application/pdf");
  EXPECT_EQ(reply.raw.header("cache-control"), "no-store");
  EXPECT_EQ(sheet::code_on(reply.raw.body),
            "http://127.0.0.1:" + std::to_string(server.port()) + "/r/" + to_string(printer) + "\n");
}

TEST_F(SheetTest, IsOfThePublicAddressWhenThereIsOne) {
  TestServer other("sqlite", "print.example.com:443");
  const PersonId mika = registry::make_person(other.store(), "mika");
  const ProviderId provider = registry::make_home_provider(other.store(), "Home", mika);
  const PrinterId printer = registry::make_printer(other.store(), "居間", provider, registry::SiteKind::home);
  Api api = Api::browser(other, mika);
  EXPECT_EQ(sheet::code_on(api.get("/printers/" + to_string(printer) + "/sheet").raw.body),
            "http://print.example.com:443/r/" + to_string(printer) + "\n");
}

TEST_F(SheetTest, SuppliesAreShownAsTold) {
  EXPECT_EQ(browser(admin_s).get(path("supplies")).body.dump(), R"({"items":[],"told_at":null})");
  server.change([&](store::Transaction& in) {
    return registry::supplies_reported(in, printer, {{"Black", "toner", "#000000", 4, true}}, server.now());
  });
  const Reply reply = browser(admin_s).get(path("supplies"));
  ASSERT_EQ(reply.body["items"].items().size(), 1u);
  EXPECT_EQ(reply.body["items"].items()[0].dump(),
            R"({"name":"Black","kind":"toner","color":"#000000","percent":4,"low":true})");
  EXPECT_TRUE(reply.body["told_at"].is_text());
}

TEST_F(SheetTest, AreNobodyElsesBusiness) {
  for (const PersonId person : {mika, ken, admin_a, oper})
    for (const char* what : {"sheet", "supplies"}) EXPECT_EQ(browser(person).get(path(what)).status, 404) << what;
}

}  // namespace
}  // namespace tsuke::doors
