// Claim: a printer that the service itself reaches needs no agent, and is charged for just as with one.
#include "acceptance_test.h"
#include "printing/stand_in_testing.h"

namespace tsuke::tests {
namespace {

class Direct : public AcceptanceTest {
 protected:
  void SetUp() override {
    AcceptanceTest::SetUp();
    ASSERT_TRUE(printer.is_up());
  }
  // The next test begins with the agent, once it has said again what its printer takes.
  void TearDown() override {
    ask("mika", "DELETE", path());
    wait_for_format("application/pdf");
  }

  std::string path() { return "/printers/" + demo().printer_id("Home") + "/direct"; }
  Json serve_at(const std::string& uri) { return ask("mika", "PUT", path(), Json::object({{"uri", uri}})); }
  std::string refusal_of(const std::string& uri) {
    const auto answer = demo().api("mika").call("PUT", path(), Json::object({{"uri", uri}}));
    return answer.ok() ? answer.value().body["code"].text() : "";
  }
  // What the service says of its last try, once it is this.
  Json wait_for_problem(const std::string& code) {
    Json seen;
    const auto waited = demo().api("mika").wait_until(
        [&]() -> Result<bool> {
          seen = TRY(demo().api("mika").get(path()));
          return seen["problem"]["code"].text() == code;
        },
        seconds(60));
    EXPECT_TRUE(waited.ok()) << code << " is never said: " << seen.dump();
    return seen;
  }
  void wait_for_the_printer() {
    const auto waited = demo().api("mika").wait_until(
        [&]() -> Result<bool> {
          const Json seen = TRY(demo().api("mika").get("/printers/" + demo().printer_id("Home")));
          return seen["state"].text() == "idle";
        },
        seconds(60));
    EXPECT_TRUE(waited.ok()) << "the printer is not reached";
    EXPECT_TRUE(of("mika", path())["problem"].is_null());
  }
  void wait_for_format(const std::string& format) {
    const auto waited = demo().api("mika").wait_until(
        [&]() -> Result<bool> {
          const Json seen = TRY(demo().api("mika").get("/printers/" + demo().printer_id("Home")));
          return seen["capabilities"]["formats"].dump().find(format) != std::string::npos;
        },
        seconds(60));
    EXPECT_TRUE(waited.ok()) << "the printer does not say that it takes " << format;
  }
  std::string submit() { return demo().submit("Company A", pdf)["id"].text(); }
  // A job of whose five pages one has come out.
  std::string begin_slowly() {
    printer.set("seconds-per-page", "0.7");
    const std::string id = submit();
    EXPECT_EQ(demo().release(id, "Home").status, 201);
    demo().wait_for(id, [](const Json& job) { return job["attempt"]["impressions"].integer() >= 1; });
    return id;
  }
  void expect_printed_and_charged(const Json& job) {
    EXPECT_EQ(job["state"].text(), "printed") << job.dump();
    EXPECT_EQ(job["attempt"]["impressions"].integer(), 5);
    EXPECT_EQ(job["charge"]["state"].text(), "captured");
    EXPECT_EQ(amount(job["charge"]["device_fee"]), 25);
  }

  const std::string pdf = pages::make_pdf(5);
  printing::StandIn printer;
};

TEST_F(Direct, PrintsAndChargesWhatCameOut) {
  EXPECT_EQ(serve_at(printer.uri())["uri"].text(), printer.uri());
  expect_printed_and_charged(demo().print_out(submit(), "Home"));
  EXPECT_EQ(printer.printed().size(), 1u);
  const Json seen = of("mika", path());
  EXPECT_TRUE(seen["problem"].is_null()) << seen.dump();
  expect_books_in_order();
}

TEST_F(Direct, AJamChargesWhatCameOutAndOneBeforeTheFirstPageNothing) {
  serve_at(printer.uri());
  printer.set("jam-after", "2");
  const Json partly = demo().print_out(submit(), "Home");
  EXPECT_EQ(partly["state"].text(), "partly-printed") << partly.dump();
  EXPECT_EQ(amount(partly["charge"]["device_fee"]), 10);
  printer.set("jam-after", "0");
  const Json nothing = demo().print_out(submit(), "Home");
  EXPECT_EQ(nothing["state"].text(), "held") << nothing.dump();
  EXPECT_EQ(amount(nothing["charge"]["captured"]), 0);
  expect_books_in_order();
}

TEST_F(Direct, APrinterThatDoesNotCountLeavesTheChargeUnconfirmed) {
  serve_at(printer.uri());
  printer.set("no-counts", "");
  const std::string id = submit();
  ASSERT_EQ(demo().release(id, "Home").status, 201);
  const Json job = demo().wait_for(id, [](const Json& now) { return now["state"].text() == "unconfirmed"; });
  EXPECT_EQ(job["charge"]["state"].text(), "unconfirmed");
  expect_books_in_order();
}

TEST_F(Direct, CancelledInMidPrintIsChargedForWhatCameOut) {
  serve_at(printer.uri());
  const std::string id = begin_slowly();
  printer.set("stop", "");
  ask("mika", "DELETE", "/jobs/" + id);
  const Json job = demo().wait_for(id, is_settled);
  EXPECT_EQ(job["state"].text(), "partly-printed") << job.dump();
  const std::int64_t impressions = job["attempt"]["impressions"].integer();
  EXPECT_GE(impressions, 1);
  EXPECT_LT(impressions, 5);
  EXPECT_EQ(amount(job["charge"]["device_fee"]), impressions * 5);
  expect_books_in_order();
}

TEST_F(Direct, CancelledAtThePanelIsChargedForWhatCameOut) {
  serve_at(printer.uri());
  const std::string id = begin_slowly();
  printer.set("stop", "");
  ipp::Message cancel = ipp::make_request(ipp::op::cancel_job, printer.uri());
  cancel.groups.front().add(ipp::integer("job-id", 1)).add(ipp::name("requesting-user-name", "tsuke"));
  const auto answer = demo().ipp(printer.uri())->send(cancel);
  ASSERT_TRUE(answer.ok() && answer.value().code == ipp::status::ok);
  const Json job = demo().wait_for(id, is_settled);
  EXPECT_EQ(job["attempt"]["result"].text(), "cancelled") << job.dump();
  EXPECT_EQ(job["state"].text(), "partly-printed");
  EXPECT_EQ(amount(job["charge"]["device_fee"]), job["attempt"]["impressions"].integer() * 5);
  expect_books_in_order();
}

TEST_F(Direct, APrinterThatTakesRasterOnlyGetsRaster) {
  printer.switch_off();
  printer.set("formats", "image/urf");
  printer.switch_on();
  ASSERT_TRUE(printer.is_up());
  serve_at(printer.uri());
  wait_for_format("image/urf");
  expect_printed_and_charged(demo().print_out(submit(), "Home"));
  EXPECT_EQ(printer.printed().size(), 1u);
  expect_books_in_order();
}

// The agent of this printer runs all the while.
TEST_F(Direct, TheAgentAndTheServiceTakeTurnsAndLoseNothing) {
  const std::size_t by_agent = demo().printed("Home").size();
  expect_printed_and_charged(demo().print_out(submit(), "Home"));
  EXPECT_EQ(demo().printed("Home").size(), by_agent + 1);
  serve_at(printer.uri());
  const std::string in_hand = begin_slowly();
  ask("mika", "DELETE", path());
  // The agent takes the next one while the service finishes what it has.
  expect_printed_and_charged(demo().print_out(submit(), "Home"));
  EXPECT_EQ(demo().printed("Home").size(), by_agent + 2);
  expect_printed_and_charged(demo().wait_for(in_hand, is_settled));
  EXPECT_EQ(printer.printed().size(), 1u);
  // An address that was wrong for a while does no harm.
  serve_at("ipp://localhost:" + std::to_string(printing::free_port()) + "/ipp/print");
  wait_for_problem("printer-not-reached");
  serve_at(printer.uri());
  printer.set("seconds-per-page", "0.02");
  expect_printed_and_charged(demo().print_out(submit(), "Home"));
  EXPECT_EQ(printer.printed().size(), 2u);
  EXPECT_EQ(demo().printed("Home").size(), by_agent + 2);
  expect_books_in_order();
}

TEST_F(Direct, SaysWhyItDoesNotReachAPrinter) {
  serve_at("ipp://localhost:" + std::to_string(printing::free_port()) + "/ipp/print");
  const Json silent = wait_for_problem("printer-not-reached");
  EXPECT_NE(silent["problem"]["what"].text().find("localhost"), std::string::npos);
  serve_at("ipp://localhost:" + std::to_string(demo().port()) + "/api/v1/me");
  wait_for_problem("printer-not-understood");
  serve_at("ipps" + printer.uri().substr(3));
  wait_for_problem("printer-not-trusted");
  serve_at(printer.uri());
  wait_for_the_printer();
}

TEST_F(Direct, GoesOnlyWhereTheOperatorAllows) {
  EXPECT_EQ(refusal_of("ipp://169.254.169.254/latest/meta-data"), "address-not-allowed");
  EXPECT_EQ(refusal_of("ipp://192.168.10.9/ipp/print"), "address-not-allowed");
  EXPECT_EQ(refusal_of("ipp://127.0.0.2/ipp/print"), "address-not-allowed");
  EXPECT_EQ(refusal_of("ipp://127.0.0.1:25/"), "port-not-allowed");
  EXPECT_EQ(refusal_of("ipp://2130706433:8000/"), "bad-printer-uri");
  EXPECT_EQ(refusal_of("http://127.0.0.1/"), "bad-printer-uri");
  EXPECT_EQ(status_of("ren", "PUT", path(), Json::object({{"uri", printer.uri()}})), 404);
  EXPECT_EQ(status_of("ren", "GET", path()), 404);
  EXPECT_EQ(status_of("operator", "GET", path()), 200);
}

// Waits for the service's patience.
TEST_F(Direct, APrinterSwitchedOffInMidPrintIsChargedForWhatItHadTold) {
  serve_at(printer.uri());
  const std::string id = begin_slowly();
  printer.switch_off();
  const Json job = demo().wait_for(id, is_settled, minutes(2));
  EXPECT_EQ(job["attempt"]["result"].text(), "aborted") << job.dump();
  EXPECT_EQ(amount(job["charge"]["device_fee"]), job["attempt"]["impressions"].integer() * 5);
  printer.set("seconds-per-page", "0.02");
  printer.switch_on();
  wait_for_the_printer();
  expect_printed_and_charged(demo().print_out(submit(), "Home"));
  expect_books_in_order();
}

}  // namespace
}  // namespace tsuke::tests
