#include "agent/state.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "printing/file_journal.h"
#include "printing/files.h"
#include "printing/scratch_testing.h"

namespace tsuke::agent {
namespace {

using printing::Entry;
using printing::FileJournal;
using printing::Scratch;
using printing::Stage;
using printing::write_private_file;

Enrolment enrolment(const std::string& id, const std::string& name = "Printer") {
  return {"ipp://h/ipp/device/" + id, "device-" + id, "secret", "urn:uuid:1", id, name, "ipp://printer/ipp/print", ""};
}

Entry unfinished() { return {{4, "ref", 1, "", "", "", "application/pdf", 1}, Stage::sent, 9, {}}; }

TEST(State, AFolderHoldsSeveralPrinters) {
  const Scratch scratch;
  const State state(scratch.root + "/printers");
  ASSERT_TRUE(state.is_folder());
  ASSERT_TRUE(state.can_add().ok());
  struct stat seen{};
  ASSERT_EQ(::stat(state.path().c_str(), &seen), 0);
  EXPECT_EQ(seen.st_mode & 0777, 0700u);
  EXPECT_EQ(state.add(enrolment("12", "A")).value(), state.path() + "/12.json");
  ASSERT_TRUE(state.add(enrolment("7", "B")).ok());
  ASSERT_EQ(state.all().size(), 2u);
  EXPECT_EQ(state.find("B").value().enrolment.value().printer_id, "7");
  EXPECT_EQ(state.find("12").value().enrolment.value().printer, "A");
  EXPECT_EQ(state.find("7.json").value().file, state.path() + "/7.json");
  EXPECT_EQ(state.find("C").error().code, "no-such-printer");
}

TEST(State, EnrolledAgainAPrinterKeepsItsPlaceAndItsJournal) {
  const Scratch scratch;
  const State state(scratch.root + "/printers");
  ASSERT_TRUE(state.can_add().ok());
  const std::string file = state.add(enrolment("12", "A")).take();
  ASSERT_TRUE(FileJournal::open(journal_folder(file)).value()->save(unfinished()).ok());
  ASSERT_TRUE(state.add(enrolment("12", "A")).ok());
  EXPECT_EQ(state.all().size(), 1u);
  EXPECT_EQ(FileJournal::open(journal_folder(file)).value()->load().size(), 1u);
}

TEST(State, ASingleFileIsStillOneEnrolment) {
  const Scratch scratch;
  const std::string file = scratch.root + "/agent.json";
  const State fresh(file);
  EXPECT_FALSE(fresh.is_folder());
  EXPECT_TRUE(fresh.all().empty());
  ASSERT_EQ(fresh.add(enrolment("12")).value(), file);
  const State again(file);
  EXPECT_FALSE(again.is_folder());
  EXPECT_EQ(again.all().at(0).enrolment.value().printer_id, "12");
}

// Numbers of jobs are each queue's own: an old journal must not be told to another printer's queue.
TEST(State, AnotherPrintersJournalIsSetAside) {
  const Scratch scratch;
  const std::string file = scratch.root + "/agent.json";
  const State state(file);
  ASSERT_TRUE(state.add(enrolment("12")).ok());
  ASSERT_TRUE(FileJournal::open(journal_folder(file)).value()->save(unfinished()).ok());
  ASSERT_TRUE(state.add(enrolment("13")).ok());
  EXPECT_TRUE(FileJournal::open(journal_folder(file)).value()->load().empty());
  EXPECT_EQ(FileJournal::open(journal_folder(file) + ".12").value()->load().size(), 1u);
}

TEST(State, OneBrokenFileDoesNotHideTheOthers) {
  const Scratch scratch;
  const State state(scratch.root + "/printers");
  ASSERT_TRUE(state.can_add().ok());
  ASSERT_TRUE(state.add(enrolment("12")).ok());
  ASSERT_TRUE(write_private_file(state.path() + "/11.json", "{\"uri\":").ok());
  const auto all = state.all();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_FALSE(all[0].enrolment.ok());
  EXPECT_TRUE(all[1].enrolment.ok());
}

TEST(State, AnIdIsNoWayOutOfTheFolder) {
  const Scratch scratch;
  const State state(scratch.root + "/printers");
  ASSERT_TRUE(state.can_add().ok());
  EXPECT_EQ(state.add(enrolment("../../etc/cron")).value(), state.path() + "/printer.json");
}

TEST(State, RemovesOnlyWhatNobodyWorksOnAndNothingIsOwed) {
  const Scratch scratch;
  const State state(scratch.root + "/printers");
  ASSERT_TRUE(state.can_add().ok());
  const std::string file = state.add(enrolment("12")).take();
  {
    const auto journal = FileJournal::open(journal_folder(file)).take();
    ASSERT_TRUE(journal->save(unfinished()).ok());
    EXPECT_EQ(state.remove(state.find("12").take(), true).error().code, "agent-running");
  }
  EXPECT_EQ(state.remove(state.find("12").take(), false).error().code, "unfinished-jobs");
  ASSERT_TRUE(state.remove(state.find("12").take(), true).ok());
  EXPECT_TRUE(state.all().empty());
  EXPECT_FALSE(std::filesystem::exists(journal_folder(file)));
}

TEST(State, SaysBeforeACodeIsSpentThatNothingCanBeWritten) {
  const Scratch scratch;
  ASSERT_TRUE(write_private_file(scratch.root + "/file", "x").ok());
  EXPECT_EQ(State(scratch.root + "/file/printers").can_add().error().code, "file");
  EXPECT_EQ(State(scratch.root + "/nowhere/agent.json").can_add().error().code, "file");
}

TEST(State, TheNumberOfPrintersIsBounded) {
  const Scratch scratch;
  const State state(scratch.root + "/printers");
  ASSERT_TRUE(state.can_add().ok());
  for (std::size_t id = 1; id <= printers_max; ++id) ASSERT_TRUE(state.add(enrolment(std::to_string(id))).ok());
  EXPECT_EQ(state.can_add().error().code, "too-many-printers");
}

}  // namespace
}  // namespace tsuke::agent
