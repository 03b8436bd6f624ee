#include "printing/file_journal.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "printing/files.h"
#include "printing/scratch_testing.h"

namespace tsuke::printing {
namespace {

Entry entry(std::int32_t id) {
  return {{id, "ref \"x\" 用途", 2, "one-sided", "color", "iso_a4_210x297mm", "application/pdf", 12},
          Stage::sent,
          31,
          {6, {"media-jam-error", "printer-stopped"}, {7, std::nullopt, false}}};
}

TEST(FileJournal, KeepsEntriesAcrossRestarts) {
  const Scratch scratch;
  {
    const auto journal = FileJournal::open(scratch.folder).take();
    ASSERT_TRUE(journal->save(entry(12)).ok());
    ASSERT_TRUE(journal->save(entry(3)).ok());
    Entry changed = entry(12);
    changed.progress.counts.sheets = 4;
    changed.stage = Stage::finished;
    ASSERT_TRUE(journal->save(changed).ok());
  }
  const auto journal = FileJournal::open(scratch.folder).take();
  const auto entries = journal->load();
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0], entry(3));
  EXPECT_EQ(entries[1].stage, Stage::finished);
  EXPECT_EQ(entries[1].progress.counts.sheets, 4);
  journal->remove(3);
  EXPECT_EQ(journal->load().size(), 1u);
}

TEST(FileJournal, IsPrivateAndForOneAgent) {
  const Scratch scratch;
  const auto journal = FileJournal::open(scratch.folder).take();
  ASSERT_TRUE(journal->save(entry(1)).ok());
  struct stat seen{};
  ASSERT_EQ(::stat((scratch.folder + "/1.json").c_str(), &seen), 0);
  EXPECT_EQ(seen.st_mode & 0777, 0600u);
  ASSERT_EQ(::stat(scratch.folder.c_str(), &seen), 0);
  EXPECT_EQ(seen.st_mode & 0777, 0700u);
  const auto second = FileJournal::open(scratch.folder);
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code, "agent-running");
}

TEST(FileJournal, LeavesOutWhatItCannotRead) {
  const Scratch scratch;
  const auto journal = FileJournal::open(scratch.folder).take();
  ASSERT_TRUE(journal->save(entry(1)).ok());
  std::ofstream(scratch.folder + "/2.json") << "{\"job\":2,";
  std::ofstream(scratch.folder + "/3.json.new") << "half";
  EXPECT_EQ(journal->load().size(), 1u);
  EXPECT_TRUE(journal->save(entry(3)).ok());
}

TEST(PrivateFile, StandsAsItWasWhenItCannotBeWritten) {
  const Scratch scratch;
  const std::string path = scratch.folder + "/file";
  std::filesystem::create_directories(scratch.folder);
  ASSERT_TRUE(write_private_file(path, "one").ok());
  std::filesystem::create_directories(path + ".new/in-the-way");
  EXPECT_FALSE(write_private_file(path, "two").ok());
  EXPECT_EQ(read_file(path).value(), "one");
  EXPECT_EQ(read_file(scratch.folder + "/none").error().reason, Reason::not_found);
}

}  // namespace
}  // namespace tsuke::printing
