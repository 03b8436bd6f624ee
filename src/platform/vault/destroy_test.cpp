// Destroying, sweeping after a crash, and a disk that is full or fails.
#include <thread>

#include "platform/vault/format.h"
#include "platform/vault/testing.h"

namespace tsuke::vault {
namespace {

using namespace testing;

std::string wrapped_key(const TestFolder& folder, const Location& location) {
  const Place place = parse_location(location).take();
  return slurp(folder.file(place.file_name()))
      .substr(static_cast<std::size_t>(place.offset + header_bound_bytes), wrapped_key_bytes);
}

bool on_disk(const TestFolder& folder, const std::string& bytes) {
  for (const auto& entry : std::filesystem::directory_iterator(folder.path / "vault"))
    if (slurp(entry.path()).find(bytes) != std::string::npos) return true;
  return false;
}

TEST(Destroy, LeavesNoKeyOnTheDisk) {
  const TestFolder folder;
  const auto vault = Vault::open(folder.options()).take();
  const Location kept = store(*vault, "kept").take();
  for (const std::size_t size : {std::size_t{20'000}, std::size_t{2'000'000}}) {
    const Location location = store(*vault, sample(size)).take();
    ASSERT_TRUE(vault->sync().ok());
    const std::string key = wrapped_key(folder, location);
    ASSERT_TRUE(on_disk(folder, key));
    ASSERT_TRUE(vault->destroy(location).ok());
    EXPECT_FALSE(on_disk(folder, key));
    EXPECT_EQ(code_of(vault->open(location)), "document-destroyed");
    EXPECT_EQ(vault->open(location).error().reason, Reason::gone);
    EXPECT_TRUE(vault->destroy(location).ok()) << "twice is as good as once";
  }
  EXPECT_EQ(fetch(*vault, kept).take(), "kept");
  EXPECT_EQ(folder.count("doc-"), 0);
}

TEST(Destroy, ZeroesTheKeyBeforeItFrees) {
  const TestFolder folder;
  const auto disk = std::make_shared<FailingDisk>();
  const auto vault = open_on(disk, folder.options()).take();
  const Location location = store(*vault, sample(20'000)).take();
  ASSERT_TRUE(vault->sync().ok());
  disk->sync_fails = true;
  EXPECT_EQ(vault->destroy(location).error().reason, Reason::unavailable) << "not on the disk: not destroyed";
  EXPECT_EQ(wrapped_key(folder, location), std::string(wrapped_key_bytes, 0));
  EXPECT_EQ(code_of(vault->open(location)), "document-destroyed") << "shredded, and its space not yet freed";
  disk->sync_fails = false;
  EXPECT_TRUE(vault->destroy(location).ok());
}

TEST(Destroy, OfManyCostsOneSync) {
  const TestFolder folder;
  const auto vault = Vault::open(folder.options()).take();
  std::vector<Location> all;
  for (int i = 0; i < 50; ++i) all.push_back(store(*vault, sample(5'000)).take());
  ASSERT_TRUE(vault->sync().ok());
  const auto before = vault->counters().syncs;
  EXPECT_TRUE(vault->destroy_all(all).ok());
  EXPECT_EQ(vault->counters().syncs, before + 1);
  for (const Location& location : all) EXPECT_EQ(code_of(vault->open(location)), "document-destroyed");
}

TEST(Destroy, AReaderLearnsThatItsDocumentIsGone) {
  const TestFolder folder;
  const auto vault = Vault::open(folder.options()).take();
  const Location location = store(*vault, sample(500'000)).take();
  const auto reader = vault->open(location).take();
  std::string room(1000, 0);
  ASSERT_EQ(reader->read(room).take(), 1000u);
  ASSERT_TRUE(vault->destroy(location).ok());
  Result<std::size_t> read = std::size_t{1};
  while (read.ok() && read.value() > 0) read = reader->read(room);
  EXPECT_EQ(code_of(read), "document-destroyed");
}

TEST(Destroy, OfTheLastDocumentRemovesTheSegment) {
  const TestFolder folder;
  Options options = folder.options();
  options.segment_bytes = 64 << 10;
  const auto vault = Vault::open(options).take();
  std::vector<Location> all;
  for (unsigned i = 0; i < 20; ++i) all.push_back(store(*vault, sample(20'000, i)).take());
  const int segments = folder.count("seg-");
  ASSERT_GE(segments, 7);
  for (std::size_t i = 0; i < 10; ++i) ASSERT_TRUE(vault->destroy(all[i]).ok());
  EXPECT_LT(folder.count("seg-"), segments);
  EXPECT_EQ(fetch(*vault, all[10]).take(), sample(20'000, 10));
  EXPECT_EQ(code_of(vault->open(all[0])), "document-destroyed");
  EXPECT_TRUE(vault->destroy(all[0]).ok());
  for (const Location& location : all) ASSERT_TRUE(vault->destroy(location).ok());
  EXPECT_EQ(folder.count("seg-"), 1) << "only the one that is being filled";
}

TEST(Destroy, ByManyAtOnceCountsOnce) {
  const TestFolder folder;
  Options options = folder.options();
  options.segment_bytes = 100 << 10;
  const auto vault = Vault::open(options).take();
  std::vector<Location> all;
  for (unsigned i = 0; i < 6; ++i) all.push_back(store(*vault, sample(20'000, i)).take());
  ASSERT_EQ(folder.count("seg-"), 2) << "five and one";
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (std::size_t i = 0; i < 3; ++i) EXPECT_TRUE(vault->destroy(all[i]).ok());
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(folder.count("seg-"), 2) << "counted twice, the segment would have vanished under the living";
  EXPECT_EQ(fetch(*vault, all[3]).take(), sample(20'000, 3));
}

TEST(KeepOnly, DropsWhatNoRowSpeaksOf) {
  const TestFolder folder;
  Options options = folder.options();
  options.segment_bytes = 256 << 10;
  std::vector<Location> all, live;
  std::vector<std::string> lost_keys;
  std::string half;
  {
    const auto vault = Vault::open(options).take();
    for (unsigned i = 0; i < 40; ++i) all.push_back(store(*vault, sample(i % 10 == 0 ? 1'100'000 : 20'000, i)).take());
    ASSERT_TRUE(vault->sync().ok());
    half = (folder.path / "half").string();
    auto writer = vault->begin().take();
    ASSERT_TRUE(writer->append(sample(2'000'000)).ok());
    for (const auto& entry : std::filesystem::directory_iterator(options.folder))
      if (entry.path().filename().string().starts_with("doc-") && slurp(entry.path()).size() > 1'500'000)
        std::filesystem::copy_file(entry.path(), folder.file("doc-" + std::string(32, 'f')));  // as a crash leaves it
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i % 3 == 0 || i >= 30)
      lost_keys.push_back(wrapped_key(folder, all[i]));
    else
      live.push_back(all[i]);
  }
  ASSERT_TRUE(on_disk(folder, lost_keys.front()));
  const auto vault = Vault::open(options).take();
  ASSERT_TRUE(vault->keep_only(live).ok());
  for (const std::string& key : lost_keys) EXPECT_FALSE(on_disk(folder, key));
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool lost = i % 3 == 0 || i >= 30;
    EXPECT_EQ(code_of(fetch(*vault, all[i])), lost ? "document-destroyed" : "ok") << i;
    if (lost) continue;
    EXPECT_EQ(fetch(*vault, all[i]).take(), sample(i % 10 == 0 ? 1'100'000 : 20'000, static_cast<unsigned>(i)));
  }
  EXPECT_EQ(folder.count("doc-"), 2) << "documents 10 and 20";
}

TEST(KeepOnly, OfNothingLeavesNothingButTheNumber) {
  const TestFolder folder;
  Options options = folder.options();
  options.segment_bytes = 64 << 10;
  Location old;
  {
    const auto vault = Vault::open(options).take();
    for (unsigned i = 0; i < 9; ++i) old = store(*vault, sample(20'000, i)).take();
  }
  const auto vault = Vault::open(options).take();
  ASSERT_TRUE(vault->keep_only({}).ok());
  EXPECT_EQ(folder.count("seg-"), 1) << "the highest stays, so that its number is never given again";
  EXPECT_EQ(code_of(vault->open(old)), "document-destroyed");
  const Location fresh = store(*vault, "new").take();
  EXPECT_EQ(fetch(*vault, fresh).take(), "new");
  EXPECT_EQ(folder.count("seg-"), 1);
  EXPECT_EQ(code_of(vault->open(old)), "document-destroyed");
}

TEST(KeepOnly, LetsLaterDestroysRemoveOldSegments) {
  const TestFolder folder;
  Options options = folder.options();
  options.segment_bytes = 64 << 10;
  std::vector<Location> all;
  {
    const auto vault = Vault::open(options).take();
    for (unsigned i = 0; i < 9; ++i) all.push_back(store(*vault, sample(20'000, i)).take());
  }
  const auto vault = Vault::open(options).take();
  ASSERT_TRUE(vault->keep_only(all).ok());
  ASSERT_EQ(folder.count("seg-"), 3);
  ASSERT_TRUE(vault->destroy_all(std::span(all).first(6)).ok());
  EXPECT_EQ(folder.count("seg-"), 1);
  EXPECT_EQ(fetch(*vault, all[8]).take(), sample(20'000, 8));
}

TEST(KeepOnly, TouchesNothingWrittenSinceOpening) {
  const TestFolder folder;
  const auto vault = Vault::open(folder.options()).take();
  const Location small = store(*vault, "new").take();
  const Location large = store(*vault, sample(2'000'000)).take();
  ASSERT_TRUE(vault->keep_only({}).ok());
  EXPECT_EQ(fetch(*vault, small).take(), "new");
  EXPECT_EQ(fetch(*vault, large).take(), sample(2'000'000));
}

TEST(KeepOnly, IsRefusedWhileAnotherVaultIsOpen) {
  const TestFolder folder;
  const auto busy = Vault::open(folder.options()).take();
  const Location location = store(*busy, "busy").take();
  {
    const auto vault = Vault::open(folder.options()).take();
    EXPECT_EQ(code_of(vault->keep_only({})), "vault-in-use");
  }
  EXPECT_EQ(fetch(*busy, location).take(), "busy");
  EXPECT_TRUE(busy->keep_only(std::vector{location}).ok());
}

TEST(DiskFull, FailsTheOneAndHarmsNoOther) {
  const TestFolder folder;
  const auto disk = std::make_shared<FailingDisk>();
  const auto vault = open_on(disk, folder.options()).take();
  const Location before = store(*vault, sample(20'000, 1)).take();
  const Location large_before = store(*vault, sample(2'000'000, 2)).take();
  for (const std::int64_t room : {0, 100, 15'000}) {
    disk->room_bytes = room;
    const auto failed = store(*vault, sample(20'000, 3));
    EXPECT_EQ(code_of(failed), "disk-full") << room;
    EXPECT_EQ(failed.error().reason, Reason::unavailable);
  }
  disk->room_bytes = 1'500'000;
  auto writer = vault->begin().take();
  Result<void> appended;
  while (appended.ok()) appended = writer->append(sample(100'000));
  EXPECT_EQ(code_of(appended), "disk-full");
  EXPECT_EQ(code_of(writer->finish()), "document-closed");
  writer.reset();
  EXPECT_EQ(folder.count("doc-"), 1) << "the unfinished one is dropped";

  disk->room_bytes = std::int64_t{1} << 50;
  const Location after = store(*vault, sample(20'000, 4)).take();
  ASSERT_TRUE(vault->sync().ok());
  EXPECT_EQ(fetch(*vault, before).take(), sample(20'000, 1));
  EXPECT_EQ(fetch(*vault, large_before).take(), sample(2'000'000, 2));
  EXPECT_EQ(fetch(*vault, after).take(), sample(20'000, 4));
  EXPECT_EQ(parse_location(after).value().offset, parse_location(before).value().offset + 20'480) << "space reused";
}

TEST(DiskFull, TakesASmallDocumentWhenAWholeSegmentDoesNotFit) {
  const TestFolder folder;
  const auto disk = std::make_shared<FailingDisk>();
  disk->room_bytes = 1 << 20;
  const auto vault = open_on(disk, folder.options()).take();
  const Location location = store(*vault, sample(20'000)).take();
  EXPECT_EQ(fetch(*vault, location).take(), sample(20'000));
  disk->room_bytes = 10'000;
  EXPECT_EQ(code_of(store(*vault, sample(20'000))), "disk-full");
  EXPECT_EQ(folder.count("seg-"), 1) << "the segment that could not be made is gone";
}

TEST(FailedSync, IsNeverForgotten) {
  const TestFolder folder;
  const auto disk = std::make_shared<FailingDisk>();
  const auto vault = open_on(disk, folder.options()).take();
  const Location before = store(*vault, "before").take();
  ASSERT_TRUE(vault->sync().ok());
  ASSERT_TRUE(store(*vault, "lost").ok());
  disk->sync_fails = true;
  EXPECT_EQ(vault->sync().error().reason, Reason::unavailable);
  disk->sync_fails = false;
  const Location after = store(*vault, "after").take();
  EXPECT_TRUE(vault->sync().ok());
  EXPECT_NE(parse_location(after).value().segment, parse_location(before).value().segment)
      << "what failed once is not written to again";
  EXPECT_EQ(fetch(*vault, before).take(), "before");
  EXPECT_EQ(fetch(*vault, after).take(), "after");
}

}  // namespace
}  // namespace tsuke::vault
