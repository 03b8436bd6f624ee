// Claim 2: the charge follows what the device printed, whatever happens to the print.
#include <signal.h>

#include "acceptance_test.h"

namespace tsuke::tests {
namespace {

using testing::Contains;

class Printing : public AcceptanceTest {
 protected:
  const std::string pdf_ = pages::make_pdf(5);
  const std::string home_ = demo().device("Home")["printer_uri"].text();

  bool is_printing(const Json& job, std::int64_t impressions) {
    return job["attempt"]["impressions"].integer() >= impressions || is_settled(job);
  }
  // A job of whose five pages one has come out.
  std::string begin_slowly_at_home() {
    demo().steer("Home", "seconds-per-page", "0.7");
    const std::string id = demo().submit("Company A", pdf_)["id"].text();
    EXPECT_EQ(demo().release(id, "Home").status, 201);
    demo().wait_for(id, [&](const Json& job) { return is_printing(job, 1); });
    return id;
  }
  ipp::Group active_job_at_home() {
    ipp::Message list = ipp::make_request(ipp::op::get_jobs, home_);
    list.groups.front().add(
        ipp::keywords("requested-attributes", {"job-id", "job-originating-user-name", "job-state-reasons"}));
    const auto jobs = demo().ipp(home_)->send(list);
    EXPECT_TRUE(jobs.ok());
    return jobs.ok() ? jobs.value().group(ipp::Tag::job) : ipp::Group{};
  }
  void expect_stopped_and_charged(const std::string& id, const char* result) {
    const Json job = demo().wait_for(id, is_settled);
    demo().steer("Home", "seconds-per-page", "0.15");
    const std::int64_t impressions = job["attempt"]["impressions"].integer();
    EXPECT_GE(impressions, 1);
    EXPECT_LT(impressions, 5) << job.dump();
    EXPECT_EQ(job["attempt"]["result"].text(), result);
    EXPECT_EQ(job["charge"]["state"].text(), "captured") << job.dump();
    EXPECT_EQ(amount(job["charge"]["device_fee"]), impressions * 5);
    EXPECT_EQ(job["state"].text(), "partly-printed");
    expect_books_in_order();
  }
  ipp::Message to_device(const char* printer, std::uint16_t operation, const Json& job) {
    const Json& device = demo().device(printer);
    ipp::Message message = ipp::make_request(operation, device["uri"].text());
    message.groups.front().add(ipp::uri("output-device-uuid", device["uuid"].text()));
    message.groups.front().add(ipp::integer("job-id", static_cast<std::int32_t>(job.integer())));
    return message;
  }
};

TEST_F(Printing, R2_2_R2_3_WhatWasPrintedIsChargedAndTheDocumentIsGone) {
  const Json job = demo().print_out(demo().submit("Company A", pdf_)["id"].text(), "Home");
  EXPECT_EQ(job["state"].text(), "printed");
  EXPECT_EQ(job["attempt"]["impressions"].integer(), 5);
  EXPECT_EQ(job["charge"]["state"].text(), "captured");
  // Five monochrome sides at 5.
  EXPECT_EQ(amount(job["charge"]["device_fee"]), 25);
  ASSERT_FALSE(demo().printed("Home").empty());
  EXPECT_THAT(demo().printed("Home").back(), testing::HasSubstr(" 5 5 "));
  demo().wait_for(job["id"].text(), [](const Json& now) { return now["document"].text() == "destroyed"; });
}

TEST_F(Printing, Jam_AfterTwoOfFiveChargesTwoAndReleasesTheRest) {
  demo().steer("Office", "jam-after", "2");
  const Json job = demo().print_out(demo().submit("Company A", pdf_)["id"].text(), "Office");
  EXPECT_EQ(job["state"].text(), "partly-printed") << job.dump();
  EXPECT_EQ(job["attempt"]["impressions"].integer(), 2);
  EXPECT_EQ(amount(job["charge"]["device_fee"]), 16);
  EXPECT_LT(amount(job["charge"]["captured"]), amount(job["charge"]["authorised"]));
  expect_parts_sum(job["charge"]);
  EXPECT_EQ(amount(of("aoi", "/organisations/" + organisation("Company A") + "/budget")["reserved"]), 0);
  expect_books_in_order();
}

TEST_F(Printing, Jam_BeforeTheFirstPageCostsNothing) {
  demo().steer("Office", "jam-after", "0");
  const Json job = demo().print_out(demo().submit("Company A", pdf_)["id"].text(), "Office");
  EXPECT_EQ(job["state"].text(), "held") << "to be tried again: " << job.dump();
  EXPECT_EQ(job["attempt"]["result"].text(), "aborted");
  EXPECT_EQ(job["charge"]["state"].text(), "voided");
  EXPECT_EQ(amount(job["charge"]["captured"]), 0);
  expect_books_in_order();
}

TEST_F(Printing, Reports_RepeatedOrSmallerChangeNothing) {
  const Json job = demo().print_out(demo().submit("Company A", pdf_)["id"].text(), "Office");
  ASSERT_EQ(job["charge"]["state"].text(), "captured") << job.dump();
  const Json& device = demo().device("Office");
  const auto client = demo().ipp(device["uri"].text(), device["user"].text(), device["password"].text());
  // The numbers of the device's own jobs: its last one is this.
  ipp::Message list = ipp::make_request(ipp::op::get_jobs, device["uri"].text());
  list.groups.front().add(ipp::uri("output-device-uuid", device["uuid"].text()));
  list.groups.front().add(ipp::keyword("which-jobs", "all")).add(ipp::keywords("requested-attributes", {"job-id"}));
  const auto jobs = client->send(list);
  ASSERT_TRUE(jobs.ok());
  std::int32_t number = 0;
  for (const ipp::Group& group : jobs.value().groups)
    if (group.tag == ipp::Tag::job) number = std::max(number, group.integer("job-id").value_or(0));
  if (number == 0) number = static_cast<std::int32_t>(demo().printed("Office").size());
  for (const std::int32_t impressions : {5, 5, 1}) {
    ipp::Message report = to_device("Office", ipp::op::update_job_status, Json(number));
    report.add_group(ipp::Tag::job)
        .add(ipp::enumeration("output-device-job-state", ipp::job_state::completed))
        .add(ipp::integer("job-impressions-completed", impressions))
        .add(ipp::integer("job-media-sheets-completed", impressions));
    const auto answer = client->send(report);
    ASSERT_TRUE(answer.ok()) << answer.error().what;
  }
  const Json after = demo().job(job["id"].text());
  EXPECT_EQ(after["charge"].dump(), job["charge"].dump());
  EXPECT_EQ(after["state"].text(), job["state"].text());
  expect_books_in_order();
}

TEST_F(Printing, Cancel_AtThePrintersPanelChargesWhatCameOut) {
  const std::string id = begin_slowly_at_home();
  const ipp::Group active = active_job_at_home();
  ipp::Message cancel = ipp::make_request(ipp::op::cancel_job, home_);
  cancel.groups.front().add(
      ipp::name("requesting-user-name", active.text("job-originating-user-name").value_or("anonymous")));
  cancel.groups.front().add(ipp::integer("job-id", active.integer("job-id").value_or(0)));
  const auto cancelled = demo().ipp(home_)->send(cancel);
  ASSERT_TRUE(cancelled.ok());
  EXPECT_EQ(cancelled.value().code, ipp::status::ok) << ipp::status_name(cancelled.value().code);
  demo().steer("Home", "stop", "1");
  expect_stopped_and_charged(id, "cancelled");
}

TEST_F(Printing, Cancel_ByThePersonStopsThePrinter) {
  const std::string id = begin_slowly_at_home();
  ask("mika", "DELETE", "/jobs/" + id);
  // Through server and agent to the printer: there it is to stop.
  const auto stopping = demo().api("mika").wait_until(
      [&]() -> Result<bool> {
        const auto reasons = active_job_at_home().texts("job-state-reasons");
        return std::find(reasons.begin(), reasons.end(), "processing-to-stop-point") != reasons.end();
      },
      seconds(20));
  EXPECT_TRUE(stopping.ok()) << "the printer was not told";
  demo().steer("Home", "stop", "1");
  expect_stopped_and_charged(id, "cancelled");
}

// Without a count, nobody knows what came out: nothing is charged until somebody says.
TEST_F(Printing, Unconfirmed_ADeviceWithoutCountsChargesNothingUntilTheOperatorSettles) {
  demo().steer("Home", "no-counts", "1");
  const Json job = demo().print_out(demo().submit("Company A", pdf_)["id"].text(), "Home");
  demo().unsteer("Home", "no-counts");
  EXPECT_EQ(job["state"].text(), "unconfirmed") << job.dump();
  EXPECT_EQ(job["charge"]["state"].text(), "unconfirmed") << job.dump();
  EXPECT_EQ(amount(job["charge"]["captured"]), 0);
  const Json settled = ask("operator", "POST", "/jobs/" + job["id"].text() + "/settle",
                           Json::object({{"monochrome_impressions", 5}, {"color_impressions", 0}, {"sheets", 3}}));
  EXPECT_EQ(settled["state"].text(), "captured") << settled.dump();
  EXPECT_EQ(amount(settled["device_fee"]), 25);
  expect_books_in_order();
}

// Last, for the printer does not come back.
TEST_F(Printing, SwitchedOff_InTheMiddleOfAJobChargesAtMostWhatWasReported) {
  demo().steer("Convenience store", "seconds-per-page", "0.7");
  const std::string id = demo().submit("Company A", pdf_)["id"].text();
  ASSERT_EQ(demo().release(id, "Convenience store").status, 201);
  const Json seen = demo().wait_for(id, [&](const Json& job) { return is_printing(job, 2); });
  ASSERT_FALSE(is_settled(seen)) << seen.dump();
  const pid_t printer = demo().printer_pid("Convenience store");
  ASSERT_GT(printer, 0);
  ASSERT_EQ(kill(printer, SIGKILL), 0);
  const Json job = demo().wait_for(id, is_settled, minutes(2));
  const std::int64_t reported = job["attempt"]["impressions"].integer();
  EXPECT_GE(reported, 2);
  EXPECT_LE(reported, 5);
  if (job["charge"]["state"].text() == "captured")
    EXPECT_EQ(amount(job["charge"]["device_fee"]), reported * 10);
  else
    EXPECT_EQ(amount(job["charge"]["captured"]), 0);
  expect_books_in_order();
}

}  // namespace
}  // namespace tsuke::tests
