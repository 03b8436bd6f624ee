// Real CUPS: `lpadmin -m everywhere` makes a local queue of a purpose, and `lp` prints into it.
#include <gtest/gtest.h>

#include "platform/pages/sample_pdf.h"
#include "protocol/private_cups.h"
#include "support/demo.h"

namespace tsuke::tests {
namespace {

constexpr int pages_printed = 3;

class RealCups : public testing::Test {
 protected:
  void SetUp() override {
    auto started = Demo::start();
    ASSERT_TRUE(started.ok()) << started.error().what;
    demo = started.take();
    auto begun = PrivateCups::start();
    ASSERT_TRUE(begun.ok()) << begun.error().what;
    cups = begun.take();
    write_file(scratch / "report.pdf", pages::make_pdf(pages_printed));
  }

  void add_queue(const std::string& name, const std::string& uri) {
    const Outcome added = cups->command({"lpadmin", "-p", name, "-E", "-v", uri, "-m", "everywhere"});
    ASSERT_EQ(added.status, 0) << added.output;
    // It asks without the credentials in an address, and learns nothing where they are wanted.
    if (uri.find('@') != std::string::npos) return;
    const auto known = cups->wait_until_known(name);
    ASSERT_TRUE(known.ok()) << known.error().what << cups->log();
  }

  // Prints and waits until CUPS itself has no job any more: a job held by us must not block the computer's own queue.
  // Then gives our job, once its pages are counted.
  Json print(const std::string& queue, std::int64_t number, const std::vector<std::string>& options = {}) {
    std::vector<std::string> argv{"lp", "-d", queue};
    argv.insert(argv.end(), options.begin(), options.end());
    argv.push_back(scratch / "report.pdf");
    const Outcome printed = cups->command(argv);
    EXPECT_EQ(printed.status, 0) << printed.output;
    const auto done = cups->wait_until_done(queue);
    EXPECT_TRUE(done.ok()) << cups->log();
    const Json job = demo->job_numbered(number);
    EXPECT_FALSE(job.is_null()) << cups->log();
    return demo->wait_for(job["id"].text(), [](const Json& now) { return now["document"].text() == "ready"; });
  }

  // /ipp/print with Basic credentials in the device URI.
  std::string shared_uri() const {
    const Json& queue = demo->queue("Company A");
    return "ipp://" + queue["user"].text() + ":" + queue["password"].text() +
           "@localhost:" + std::to_string(demo->port()) + "/ipp/print";
  }

  std::unique_ptr<Demo> demo;
  std::unique_ptr<PrivateCups> cups;
  Scratch scratch;
};

TEST_F(RealCups, LpPrintsUnderAPurposeAndTheRightPayerPays) {
  add_queue("company-a", demo->queue("Company A")["uri"].text());
  const Json plain = print("company-a", 1);
  EXPECT_EQ(plain["state"].text(), "held");
  EXPECT_EQ(plain["purpose"]["name"].text(), "Company A");
  EXPECT_EQ(plain["pages"].integer(), pages_printed);
  // CUPS 2.4 makes one-sided the default of every driverless queue and sends it with each job, whatever the printer's
  // own default is; once the queue knows better, so do we.
  EXPECT_EQ(plain["settings"]["sides"].text(), "one-sided");
  EXPECT_EQ(plain["settings"]["print-color-mode"].text(), "monochrome") << "the queue's default is the purpose's";

  // A word from the client never moves the payer of a purpose's own queue.
  ASSERT_EQ(cups->command({"lpadmin", "-p", "company-a", "-o", "Duplex=DuplexNoTumble"}).status, 0);
  const Json named = print("company-a", 2, {"-o", "job-account-id=company-b"});
  EXPECT_EQ(named["settings"]["sides"].text(), "two-sided-long-edge");
  EXPECT_EQ(named["purpose"]["name"].text(), "Company A");

  // What lp submitted comes out at a real IPP printer.
  const Json printed = demo->print_out(plain["id"].text(), "Shared office");
  EXPECT_EQ(printed["state"].text(), "printed") << printed.dump();
  EXPECT_EQ(printed["charge"]["payer"]["name"].text(), "Company A");
  EXPECT_EQ(printed["charge"]["impressions"].integer(), pages_printed);
}

TEST_F(RealCups, OnTheSharedQueueTheAccountNamesThePurpose) {
  add_queue("shared", shared_uri());
  EXPECT_EQ(print("shared", 1, {"-o", "job-account-id=company-b"})["purpose"]["name"].text(), "Company B");
  const Json without = print("shared", 2);
  EXPECT_EQ(without["state"].text(), "purpose-needed");
  EXPECT_TRUE(without["purpose"].is_null());
}

TEST_F(RealCups, OptionsOfTheDialogArriveAndThePathMayNameThePurpose) {
  const std::string& private_queue = demo->queue("Private")["basic_uri"].text();
  add_queue("by-path", shared_uri() + private_queue.substr(private_queue.rfind('/')));
  const Json job =
      print("by-path", 1,
            {"-o", "sides=two-sided-short-edge", "-o", "print-color-mode=monochrome", "-n", "2", "-t", "tickets"});
  EXPECT_EQ(job["payer"]["kind"].text(), "private") << job.dump();
  EXPECT_EQ(job["settings"]["sides"].text(), "two-sided-short-edge") << job.dump();
  EXPECT_EQ(job["settings"]["print-color-mode"].text(), "monochrome") << job.dump();
  EXPECT_EQ(job["settings"]["copies"].integer(), 2) << job.dump();
  EXPECT_EQ(job["name"].text(), "tickets");
}

// Either the filters of CUPS choose and arrange the pages and say nothing of it, or they leave both to us: which, is up
// to what they find installed. Never both, for then the pages would be chosen and arranged twice. One side comes out.
TEST_F(RealCups, PagesAreChosenAndArrangedOnce) {
  add_queue("company-a", demo->queue("Company A")["uri"].text());
  const Json job = print("company-a", 1, {"-o", "page-ranges=2-3", "-o", "number-up=2"});
  const bool by_cups = job["pages"].integer() == 1;
  const Json chosen = by_cups ? Json::array() : Json::array({Json::array({2, 3})});
  EXPECT_EQ(job["settings"]["page-ranges"], chosen) << job.dump();
  EXPECT_EQ(job["settings"]["number-up"].integer(), by_cups ? 1 : 2) << job.dump();
  const Json printed = demo->print_out(job["id"].text(), "Shared office");
  EXPECT_EQ(printed["charge"]["impressions"].integer(), 1) << printed.dump();
}

TEST_F(RealCups, TheQualityArrives) {
  add_queue("company-a", demo->queue("Company A")["uri"].text());
  const Json job = print("company-a", 1, {"-o", "print-quality=5"});
  EXPECT_EQ(job["settings"]["print-quality"].text(), "high") << job.dump();
}

}  // namespace
}  // namespace tsuke::tests
