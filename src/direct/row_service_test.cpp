// The life of a job between the flow's rows and a printer, killed at every step and taken up again.
#include "direct/row_service.h"

#include <algorithm>

#include "direct/direct_testing.h"
#include "printing/fakes_testing.h"
#include "printing/job_run.h"

namespace tsuke::direct {
namespace {

using printing::Fuse;

// The rows' side, with a fuse before and after each call.
struct Fused : printing::Service {
  RowService rows;
  Fuse& fuse;
  Fused(RowService service, Fuse& burning) : rows(std::move(service)), fuse(burning) {}
  template <typename T>
  Result<T> through(const std::function<Result<T>()>& call) {
    fuse.burn();
    auto result = call();
    fuse.burn();
    return result;
  }
  Result<void> describe_device(const printing::Description& told) override { return rows.describe_device(told); }
  Result<printing::Ticket> fetch_job(std::int32_t id) override {
    return through<printing::Ticket>([&] { return rows.fetch_job(id); });
  }
  Result<void> acknowledge_job(std::int32_t id) override {
    return through<void>([&] { return rows.acknowledge_job(id); });
  }
  Result<std::string> fetch_document(std::int32_t id, printing::Sink into) override {
    return through<std::string>([&] { return rows.fetch_document(id, into); });
  }
  Result<void> acknowledge_document(std::int32_t id) override { return rows.acknowledge_document(id); }
  Result<void> report_job(std::int32_t id, const printing::Progress& progress) override {
    return through<void>([&] { return rows.report_job(id, progress); });
  }
  Result<void> report_document(std::int32_t, const printing::Progress&) override { return {}; }
  Result<std::int32_t> job_state(std::int32_t id) override { return rows.job_state(id); }
};

class RowServiceTest : public testing::TestWithParam<std::string> {
 protected:
  void work(printing::FakePrinter& printer, Fuse& fuse, const std::function<void(printing::JobRun&)>& work) {
    Fused service(flow.service(), fuse);
    auto journal = flow.journal();
    printing::FakeTime time;
    printing::JobRun run(printer, service, journal, time, [](std::int32_t) { return false; }, {});
    work(run);
  }
  // As after a start: what is in hand goes on, what is fetchable when leases have run out is begun.
  void go_on(printing::FakePrinter& printer) {
    Fuse none;
    for (const InHand& job : flow.hand()) work(printer, none, [&](auto& run) { run.resume(job.entry); });
    flow.clock.advance(flow::fetch_lease);
    flow.clock.advance(seconds(1));
    flow.done(flow.write<int>([&](store::Transaction& in) { return flow::expire_attempts(in, flow.now()); }));
    const auto waiting = flow.done(
        flow.read<std::vector<flow::Attempt>>([&](store::Reader& in) { return flow::fetchable(in, flow.printer); }));
    for (const auto& attempt : waiting) work(printer, none, [&](auto& run) { run.start(attempt.device_number); });
  }
  TestDirect flow{GetParam()};
};

TEST_P(RowServiceTest, PrintsAndReportsWhatCameOut) {
  printing::FakePrinter printer;
  Fuse none;
  const flow::Attempt attempt = flow.released_document(5);
  work(printer, none, [&](auto& run) { run.start(attempt.device_number); });
  ASSERT_EQ(printer.jobs.size(), 1u);
  EXPECT_EQ(printer.jobs.begin()->second.document, flow.document);
  EXPECT_EQ(printer.jobs.begin()->second.name,
            "job-" + to_string(attempt.id) + "-" + std::to_string(attempt.device_number));
  const flow::Attempt ended = flow.latest(attempt.job);
  EXPECT_EQ(ended.result, flow::AttemptResult::completed);
  EXPECT_EQ(ended.fetched_by, flow.means.uuid);
  EXPECT_EQ(flow.usage(attempt.id).impressions(), 5);
  EXPECT_TRUE(flow.hand().empty());
}

TEST_P(RowServiceTest, KilledAnywhereItPrintsOnceAtMostAndComesToAnEnd) {
  int left = 0;
  for (bool killed = true; killed; ++left) {
    printing::FakePrinter printer;
    printer.pages = 3;
    Fuse fuse{left};
    printer.fuse = &fuse;
    const flow::Attempt attempt = flow.released_document(3);
    killed = false;
    try {
      work(printer, fuse, [&](auto& run) { run.start(attempt.device_number); });
    } catch (const printing::Killed&) { killed = true; }
    printer.fuse = nullptr;
    go_on(printer);
    const flow::Attempt ended = flow.latest(attempt.job);
    EXPECT_EQ(ended.state, flow::AttemptState::ended) << left;
    EXPECT_LE(printer.printed_in_all(), 3) << left << ": printed twice";
    EXPECT_EQ(flow.usage(attempt.id).impressions(), printer.printed_in_all()) << left;
    EXPECT_TRUE(flow.hand().empty()) << left;
  }
  EXPECT_GT(left, 15) << "the fuse burnt at too few places";
}

TEST_P(RowServiceTest, OnlyThePrintersAddressOfNowFetches) {
  const flow::Attempt first = flow.released_document(1), second = flow.released_document(1);
  RowService old = flow.service();
  ASSERT_TRUE(old.fetch_job(first.device_number).ok());
  flow.serve_at("ipp://192.168.10.10/ipp/print");
  EXPECT_EQ(old.fetch_job(second.device_number).error().code, "not-served-here");
  RowService now(flow.means, flow.printer, "ipp://192.168.10.10/ipp/print");
  EXPECT_TRUE(now.fetch_job(second.device_number).ok());
  flow.let_agents_serve();
  // What is in hand is finished by who fetched it.
  EXPECT_TRUE(old.acknowledge_job(first.device_number).ok());
  printing::Progress progress;
  progress.state = ipp::job_state::completed;
  progress.counts.impressions = progress.counts.sheets = 1;
  EXPECT_TRUE(old.report_job(first.device_number, progress).ok());
  EXPECT_EQ(flow.latest(first.job).result, flow::AttemptResult::completed);
}

TEST_P(RowServiceTest, ADocumentThatCannotBeMadeEndsTheAttempt) {
  const flow::Attempt attempt = flow.released(flow.submit(1));  // its document is nowhere
  printing::FakePrinter printer;
  Fuse none;
  work(printer, none, [&](auto& run) { run.start(attempt.device_number); });
  EXPECT_TRUE(printer.jobs.empty());
  const flow::Attempt ended = flow.latest(attempt.job);
  EXPECT_EQ(ended.result, flow::AttemptResult::aborted);
  EXPECT_TRUE(ended.device_reasons.starts_with("document-unprintable-error")) << ended.device_reasons;
  EXPECT_TRUE(flow.hand().empty());
}

TEST_P(RowServiceTest, AsksThePrinterForWhatWasChosen) {
  const flow::Attempt attempt = flow.released_document(4);
  devices::Planned planned = flow.done(
      flow.read<devices::Planned>([&](store::Reader& in) { return devices::with_plan(in, flow.printer, attempt); }));
  planned.attempt.settings.copies = planned.delivery->copies = 3;
  planned.attempt.expected_impressions = 12;
  planned.attempt.settings.finishings = {"staple"};
  planned.attempt.settings.sides = registry::Sides::two_sided_long_edge;
  const printing::Ticket ticket = ticket_of(planned);
  EXPECT_EQ(ticket.copies, 3);
  EXPECT_EQ(ticket.impressions, 4);
  EXPECT_EQ(ticket.sides, "two-sided-long-edge");
  EXPECT_EQ(ticket.format, "application/pdf");
  EXPECT_EQ(ticket.scaling, "none");
  EXPECT_EQ(ticket.quality, 4);
  EXPECT_TRUE(ticket.handling.starts_with("separate-documents-")) << ticket.handling;
  EXPECT_EQ(ticket.finishings, std::vector<std::int32_t>{4});
}

INSTANTIATE_TEST_SUITE_P(Databases, RowServiceTest, testing::ValuesIn(store::test_databases()), store::database_name);

}  // namespace
}  // namespace tsuke::direct
