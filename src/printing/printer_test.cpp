// One job's life against a real IPP printer: CUPS's ippeveprinter.
#include <gtest/gtest.h>

#include "platform/ipp/client.h"
#include "printing/counting.h"
#include "printing/fakes_testing.h"
#include "printing/file_journal.h"
#include "printing/job_run.h"
#include "printing/stand_in_testing.h"

namespace tsuke::printing {
namespace {

struct RealTime : Patience {
  Duration now() override { return monotonic_now(); }
  bool wait(Duration how_long) override {
    ::usleep(static_cast<useconds_t>(how_long.micros));
    return true;
  }
  bool stopping() override { return false; }
};

class PrinterTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(printer.is_up());
    device = make_ipp_device(printer.uri()).take();
    service.document = make_pdf(5);
  }
  void start() {
    JobOptions options;
    options.poll = options.retry = milliseconds(20);
    JobRun(*device, service, *journal, time, [](std::int32_t) { return false; }, options).start(7);
  }
  const Progress& last() const { return service.reports.back(); }

  StandIn printer;
  Scratch scratch;
  std::unique_ptr<FileJournal> journal = FileJournal::open(scratch.folder).take();
  std::unique_ptr<Device> device;
  FakeService service;
  RealTime time;
};

TEST_F(PrinterTest, PrintsCopiesInDuplexAndCounts) {
  service.ticket.copies = 2;
  start();
  EXPECT_EQ(last().state, ipp::job_state::completed);
  EXPECT_EQ(last().counts, (Counts{10, 6, true}));
  EXPECT_EQ(printer.printed(), (std::vector<std::string>{"1 ref-abc-7 10 10 2 two-sided-long-edge color completed"}));
}

TEST_F(PrinterTest, AJamEndsWithWhatCameOut) {
  printer.set("jam-after", "3");
  start();
  EXPECT_EQ(last().state, ipp::job_state::aborted);
  EXPECT_EQ(last().counts, (Counts{3, 2, true}));
  const auto described = device->describe();
  ASSERT_TRUE(described.ok());
  const ipp::Group group{ipp::Tag::printer, described.value().attributes};
  EXPECT_TRUE(group.text("printer-state-reasons").value_or("").starts_with("media-jam"));
  EXPECT_EQ(group.texts("sides-supported").size(), 3u);
  EXPECT_TRUE(group.find("media-supported"));
  EXPECT_TRUE(group.find("printer-supply"));
}

TEST_F(PrinterTest, AFormatItDoesNotTakeIsAborted) {
  service.ticket.format = "application/postscript";
  service.document = "%!PS";
  service.name_format = "application/postscript";
  start();
  EXPECT_EQ(last().state, ipp::job_state::aborted);
  EXPECT_TRUE(printer.printed().empty());
}

TEST_F(PrinterTest, SpeaksTlsWithAPrinterWhoseCertificateIsTrusted) {
  const std::string uri = "ipps" + printer.uri().substr(3);
  const ipp::Message request = ipp::make_request(ipp::op::get_printer_attributes, uri);
  const auto stranger =
      ipp::Client::create({.uri = uri}).take()->send(request);  // the printer makes itself a certificate
  ASSERT_FALSE(stranger.ok());
  EXPECT_TRUE(stranger.error().what.find("certificate of localhost") != std::string::npos) << stranger.error().what;
  const auto known = ipp::Client::create({.uri = uri, .ca_file = printer.certificate()}).take()->send(request);
  ASSERT_TRUE(known.ok()) << known.error().what;
  EXPECT_EQ(known.value().code, ipp::status::ok);
}

TEST_F(PrinterTest, ShowsWithItsFirstJobThatItCounts) {
  EXPECT_EQ(counting(printer.uri()).value(), Counting{});
  start();
  const Counting seen = counting(printer.uri()).take();
  EXPECT_TRUE(seen.has_jobs);
  EXPECT_TRUE(seen.impressions);
}

TEST_F(PrinterTest, FindsItsJobsByName) {
  start();
  EXPECT_EQ(device->find("ref-abc-7").value(), 1);
  EXPECT_EQ(device->find("another").value(), 0);
  EXPECT_EQ(device->look_at(99).error().reason, Reason::not_found);
}

TEST_F(PrinterTest, AJobWithoutItsDocumentIsCancelledAfterARestart) {
  Ticket ticket = service.ticket;
  Entry entry{ticket, Stage::created, device->create_job(ticket).value(), {}};
  ASSERT_TRUE(journal->save(entry).ok());
  JobOptions options;
  options.poll = options.retry = milliseconds(20);
  JobRun(*device, service, *journal, time, [](std::int32_t) { return false; }, options).resume(entry);
  EXPECT_EQ(last().state, ipp::job_state::canceled);
  EXPECT_TRUE(printer.printed().empty());
}

}  // namespace
}  // namespace tsuke::printing
