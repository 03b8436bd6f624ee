// Soaking by seed: whatever the weather and however often the power goes, a job is printed at most once, is never
// reported above what the printer said, and its end is told.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "printing/faults_testing.h"
#include "printing/file_journal.h"
#include "printing/job_run.h"
#include "printing/scratch_testing.h"

namespace tsuke::printing {
namespace {

struct Soak {
  explicit Soak(unsigned seed) : weather{std::mt19937(seed)}, journal(FileJournal::open(scratch.folder).take()) {
    weather.faults_percent = weather.below(60);
    kills_left = weather.below(5);
    if (weather.below(3) == 0) real_printer.jam_after = weather.below(5);
    real_printer.counts_sheets = weather.below(2) == 0;
    cancelled = weather.below(5) == 0;
    real_printer.fuse = service.fuse = &fuse;
  }

  bool is_over() const {
    return !service.reports.empty() && is_final(service.reports.back().state) && journal->load().empty();
  }

  // From a start to its end, a kill or a power cut.
  void live() {
    fuse = {kills_left-- > 0 ? weather.below(60) : -1};
    time = {};
    service.ends_answered.clear();
    try {
      const auto entries = journal->load();
      if (entries.empty() && !service.acknowledged) run().start(7);
      for (const Entry& entry : entries) run().resume(entry);
    } catch (const Killed&) { cut_power(); }
  }
  // Documents are not synced: any part of one may be missing. Entries are.
  void cut_power() {
    const std::string document = journal->document_path(7);
    std::error_code none;
    const auto size = std::filesystem::file_size(document, none);
    if (!none && size > 0 && weather.below(2) == 0)
      std::filesystem::resize_file(document, static_cast<std::uintmax_t>(weather.below(static_cast<int>(size))));
  }
  JobRun run() {
    return JobRun(printer, service, *journal, time, [this](std::int32_t) { return cancelled; }, {});
  }

  Scratch scratch;
  Weather weather;
  std::unique_ptr<FileJournal> journal;
  Fuse fuse;
  FakePrinter real_printer;
  StormyPrinter printer{real_printer, weather};
  StormyService service{weather};
  FakeTime time;
  int kills_left = 0;
  bool cancelled = false;
};

void expect_printed_at_most_once(const Soak& soak) {
  int with_document = 0;
  for (const auto& [id, job] : soak.real_printer.jobs) {
    with_document += job.has_document;
    EXPECT_TRUE(!job.has_document || job.document == soak.service.document);
  }
  EXPECT_LE(with_document, 1);
  EXPECT_LE(soak.real_printer.jobs.size(), 1u);  // nor does an empty one lie about
  EXPECT_LE(soak.real_printer.printed_in_all(), soak.real_printer.pages);
}

void expect_honest_reports(const Soak& soak) {
  std::int32_t before = 0;
  for (const Progress& report : soak.service.reports) {
    const std::int32_t told = report.counts.impressions.value_or(0);
    EXPECT_GE(told, before);
    EXPECT_LE(told, soak.printer.said);
    before = told;
  }
}

// A printer that was lost has two ends, the second of which corrects the first.
void expect_one_end(const Soak& soak) {
  std::vector<Progress> ends;
  for (const Progress& report : soak.service.reports)
    if (is_final(report.state) && (ends.empty() || !(ends.back() == report))) ends.push_back(report);
  ASSERT_GE(ends.size(), 1u);
  EXPECT_LE(ends.size(), 2u);
  const auto& reasons = ends[0].reasons;
  EXPECT_TRUE(ends.size() == 1 || std::count(reasons.begin(), reasons.end(), "printer-unreachable") == 1);
  for (std::size_t at = 1; at < soak.service.ends_answered.size(); ++at)
    EXPECT_FALSE(soak.service.ends_answered[at] == soak.service.ends_answered[at - 1]) << "told again after an answer";
}

TEST(Faults, PrintedAtMostOnceReportedHonestlyAndToTheEnd) {
  const char* replay = std::getenv("TSUKE_SEED");
  const unsigned first = replay ? static_cast<unsigned>(std::atoi(replay)) : 1, last = replay ? first : 200;
  int killed = 0, lost = 0, whole = 0;
  for (unsigned seed = first; seed <= last && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE("TSUKE_SEED=" + std::to_string(seed));
    Soak soak(seed);
    killed += soak.kills_left > 0;
    for (int lives = 0; lives < 40 && !soak.is_over(); ++lives) {
      if (lives == 20) soak.weather.faults_percent = 0;  // it clears up, and everything ends
      soak.live();
    }
    ASSERT_TRUE(soak.is_over());
    EXPECT_FALSE(std::filesystem::exists(soak.journal->document_path(7)));
    expect_printed_at_most_once(soak);
    expect_honest_reports(soak);
    expect_one_end(soak);
    whole += soak.real_printer.printed_in_all() == soak.real_printer.pages;
    lost += soak.service.reports.back().counts.impressions.value_or(0) < soak.real_printer.printed_in_all();
  }
  if (replay || testing::Test::HasFailure()) return;
  EXPECT_GT(killed, 50);
  EXPECT_GT(whole, 50);  // the weather does not just stop everything
  std::cout << "whole " << whole << ", with fewer reported than printed " << lost << " of " << last << "\n";
}

}  // namespace
}  // namespace tsuke::printing
