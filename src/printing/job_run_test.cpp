#include "printing/job_run.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "printing/fakes_testing.h"
#include "printing/file_journal.h"
#include "printing/scratch_testing.h"

namespace tsuke::printing {
namespace {

using namespace ipp::job_state;

class JobRunTest : public testing::Test {
 protected:
  JobRunTest() : journal(FileJournal::open(scratch.folder).take()) {}

  JobRun run() {
    return JobRun(printer, service, *journal, time, [this](std::int32_t) { return cancelled; }, {});
  }
  void start() { run().start(7); }
  void resume() {
    for (const Entry& entry : journal->load()) run().resume(entry);
  }
  const Progress& last() const { return service.reports.back(); }
  bool nothing_is_left() const {
    return journal->load().empty() && !std::filesystem::exists(journal->document_path(7));
  }

  Scratch scratch;
  std::unique_ptr<FileJournal> journal;
  FakePrinter printer;
  FakeService service;
  FakeTime time;
  bool cancelled = false;
};

TEST_F(JobRunTest, PrintsAndReportsWhatCameOut) {
  start();
  ASSERT_EQ(printer.jobs.size(), 1u);
  EXPECT_EQ(printer.jobs.begin()->second.document, service.document);
  EXPECT_EQ(printer.jobs.begin()->second.name, "ref-abc-7");
  EXPECT_EQ(printer.ticket.sides, "two-sided-long-edge");
  EXPECT_EQ(service.reports.front().state, processing);
  EXPECT_EQ(last().state, completed);
  EXPECT_EQ(last().counts, (Counts{5, 3, true}));
  EXPECT_EQ(service.document_report->counts.impressions, 5);
  EXPECT_EQ(service.acknowledged_documents, 1);
  EXPECT_TRUE(nothing_is_left());
}

TEST_F(JobRunTest, ReportsGrowAndAreNotRepeated) {
  start();
  for (std::size_t at = 1; at < service.reports.size(); ++at) {
    EXPECT_NE(service.reports[at], service.reports[at - 1]);
    EXPECT_GE(service.reports[at].counts.impressions.value_or(0),
              service.reports[at - 1].counts.impressions.value_or(0));
  }
}

TEST_F(JobRunTest, AJamReportsWhatCameOutBeforeIt) {
  printer.jam_after = 2;
  start();
  EXPECT_EQ(last().state, aborted);
  EXPECT_EQ(last().counts.impressions, 2);
  EXPECT_TRUE(nothing_is_left());
}

TEST_F(JobRunTest, APrinterWithoutCountsReportsNone) {
  printer.counts_impressions = false;
  printer.jam_after = 0;
  start();
  EXPECT_EQ(last().counts, Counts{});
}

TEST_F(JobRunTest, AnothersJobIsLeftAlone) {
  service.fetch_trouble = refusal(Reason::conflict, "client-error-not-fetchable");
  start();
  EXPECT_TRUE(service.reports.empty() && printer.jobs.empty() && nothing_is_left());
  service.fetch_trouble.reset();
  service.acknowledge_trouble = refusal(Reason::not_found, "client-error-not-found");
  start();
  EXPECT_TRUE(service.reports.empty() && printer.jobs.empty() && nothing_is_left());
}

TEST_F(JobRunTest, WithoutADocumentItIsAborted) {
  service.document_trouble = refusal(Reason::gone, "client-error-gone");
  start();
  EXPECT_TRUE(printer.jobs.empty());
  EXPECT_EQ(last().state, aborted);
  EXPECT_EQ(last().counts, Counts{});
  EXPECT_TRUE(nothing_is_left());
}

TEST_F(JobRunTest, ADocumentThePrinterRefusesIsAborted) {
  printer.send_trouble = refusal(Reason::unsupported, "client-error-document-format-not-supported");
  start();
  EXPECT_EQ(last().state, aborted);
  EXPECT_TRUE(printer.jobs.begin()->second.cancelled);
  EXPECT_EQ(printer.printed_in_all(), 0);
}

TEST_F(JobRunTest, ADocumentCutOffIsNotSentAgain) {
  printer.send_trouble = silent();
  start();
  EXPECT_EQ(printer.jobs.size(), 1u);
  EXPECT_EQ(printer.printed_in_all(), 0);
  EXPECT_EQ(last().state, canceled);
}

TEST_F(JobRunTest, ABusyPrinterIsWaitedForWithoutEnd) {
  printer.create_trouble = refusal(Reason::unavailable, "server-error-busy");
  time.on_wait = [&, waits = 0]() mutable {
    if (++waits == 60) printer.create_trouble.reset();
  };
  start();
  EXPECT_EQ(printer.jobs.size(), 1u);
  EXPECT_EQ(last().state, completed);
}

TEST_F(JobRunTest, PaperOutIsWaitedForWithoutEnd) {
  printer.out_of_paper_after = 2;
  time.on_wait = [&, waits = 0]() mutable {
    if (++waits == 500) printer.out_of_paper_after = -1;
  };
  start();
  EXPECT_EQ(last().state, completed);
  EXPECT_EQ(last().counts.impressions, 5);
  const bool said_so = std::any_of(service.reports.begin(), service.reports.end(), [](const Progress& report) {
    return report.state == processing_stopped && report.reasons == std::vector<std::string>{"printer-stopped"};
  });
  EXPECT_TRUE(said_so);
  EXPECT_EQ(printer.jobs.size(), 1u);
}

// A gateway's log-in page in place of the answer is no refusal: the end is told when the service is back.
TEST_F(JobRunTest, NonsenseFromTheServiceForgetsNoReport) {
  time.on_wait = [&, waits = 0]() mutable {
    ++waits;
    service.trouble = waits < 500 ? std::optional(refusal(Reason::unavailable, "bad-ipp")) : std::nullopt;
  };
  start();
  EXPECT_EQ(last().state, completed);
  EXPECT_TRUE(nothing_is_left());
}

TEST_F(JobRunTest, ACancelledJobThatWaitsForABusyPrinterNeverReachesIt) {
  printer.create_trouble = refusal(Reason::unavailable, "server-error-busy");
  time.on_wait = [&] { cancelled = true; };
  start();
  EXPECT_TRUE(printer.jobs.empty());
  EXPECT_EQ(last().state, canceled);
  EXPECT_TRUE(nothing_is_left());
}

TEST_F(JobRunTest, AnUnansweredCreateIsNotRepeatedWhenThePrinterHasIt) {
  printer.create_trouble = silent();
  start();
  EXPECT_EQ(printer.jobs.size(), 1u);
  EXPECT_EQ(printer.printed_in_all(), 5);
  EXPECT_EQ(last().state, completed);
}

TEST_F(JobRunTest, APrinterThatIsOffFromTheBeginningEndsTheJob) {
  printer.trouble = away();
  start();
  EXPECT_EQ(last().state, aborted);
  EXPECT_EQ(last().counts, Counts{});
  EXPECT_TRUE(nothing_is_left());
}

TEST_F(JobRunTest, CancellingStopsThePrinterAndReportsWhatCameOut) {
  time.on_wait = [&, waits = 0]() mutable { cancelled = ++waits >= 1; };
  start();
  EXPECT_TRUE(printer.jobs.begin()->second.cancelled);
  EXPECT_EQ(last().state, canceled);
  EXPECT_EQ(last().counts.impressions, printer.printed_in_all());
  EXPECT_GT(printer.printed_in_all(), 0);
}

TEST_F(JobRunTest, TheServicesStateAlsoTellsOfCancelling) {
  printer.pages = 100;
  time.on_wait = [&] { service.state = canceled; };
  start();
  EXPECT_EQ(last().state, canceled);
  EXPECT_LT(printer.printed_in_all(), 100);
}

TEST_F(JobRunTest, APrinterSwitchedOffInMidJobIsReportedThenCorrected) {
  time.on_wait = [&, waits = 0]() mutable {
    if (++waits == 1) printer.trouble = away();
  };
  start();
  EXPECT_EQ(last().state, aborted);
  EXPECT_EQ(last().counts.impressions, 2);
  ASSERT_EQ(journal->load().size(), 1u);
  EXPECT_EQ(journal->load()[0].stage, Stage::lost);

  printer.trouble.reset();
  time.on_wait = {};
  const std::size_t before = service.reports.size();
  resume();
  EXPECT_EQ(last().state, completed);
  EXPECT_EQ(last().counts.impressions, 5);
  EXPECT_EQ(service.reports.size(), before + 1);
  EXPECT_TRUE(nothing_is_left());
}

TEST_F(JobRunTest, ALostPrinterThatForgotTheJobClosesTheEntry) {
  time.on_wait = [&, waits = 0]() mutable {
    if (++waits == 1) printer.trouble = away();
  };
  start();
  const std::size_t before = service.reports.size();
  printer.trouble.reset();
  printer.jobs.clear();
  resume();
  EXPECT_EQ(service.reports.size(), before);
  EXPECT_TRUE(nothing_is_left());
}

TEST_F(JobRunTest, AShortAbsenceOfThePrinterIsNoMatter) {
  time.on_wait = [&, waits = 0]() mutable {
    ++waits;
    printer.trouble = waits > 1 && waits < 20 ? std::optional(away()) : std::nullopt;
  };
  start();
  EXPECT_EQ(last().state, completed);
  EXPECT_EQ(last().counts.impressions, 5);
}

TEST_F(JobRunTest, ReportsWaitForAServiceThatIsAway) {
  time.on_wait = [&, waits = 0]() mutable {
    ++waits;
    service.trouble = waits < 2'000 ? std::optional(away()) : std::nullopt;
  };
  start();
  EXPECT_EQ(printer.printed_in_all(), 5);
  EXPECT_EQ(last().state, completed);
  EXPECT_TRUE(nothing_is_left());
}

TEST_F(JobRunTest, StoppingLeavesThePrintingJobAndTheNextRunFollowsIt) {
  time.on_wait = [&] { time.stopped = true; };
  start();
  EXPECT_FALSE(is_final(last().state));
  ASSERT_EQ(journal->load().size(), 1u);
  EXPECT_FALSE(printer.jobs.begin()->second.cancelled);
  time = {};
  resume();
  EXPECT_EQ(last().state, completed);
  EXPECT_EQ(printer.jobs.size(), 1u);
  EXPECT_TRUE(nothing_is_left());
}

// The promise of job_run.h: killed at every call, before and after its effect, and started again.
TEST_F(JobRunTest, KilledAnywhereItPrintsAtMostOnceAndReportsToTheEnd) {
  int points = 0;
  for (bool killed = true; killed; ++points) {
    FakePrinter fresh_printer;
    FakeService fresh_service;
    printer = fresh_printer;
    service = fresh_service;
    time = {};
    Fuse fuse{points};
    printer.fuse = service.fuse = &fuse;
    killed = false;
    try {
      start();
    } catch (const Killed&) { killed = true; }
    printer.fuse = service.fuse = nullptr;
    if (journal->load().empty() && service.reports.empty()) start();  // still fetchable at the service
    resume();
    SCOPED_TRACE("killed at point " + std::to_string(points));
    EXPECT_LE(printer.jobs.size(), 1u);
    EXPECT_LE(printer.printed_in_all(), 5);
    ASSERT_FALSE(service.reports.empty());
    EXPECT_TRUE(is_final(last().state));
    EXPECT_EQ(last().counts.impressions.value_or(0), printer.printed_in_all());
    EXPECT_TRUE(nothing_is_left());
  }
  EXPECT_GT(points, 20);
}

}  // namespace
}  // namespace tsuke::printing
