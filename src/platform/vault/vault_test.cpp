#include "platform/vault/vault.h"

#include <sys/stat.h>

#include <random>
#include <thread>

#include "platform/vault/format.h"
#include "platform/vault/testing.h"

namespace tsuke::vault {
namespace {

using namespace testing;

TEST(Vault, GivesBackWhatItTook) {
  const TestFolder folder;
  const auto vault = Vault::open(folder.options()).take();
  const std::size_t chunk = chunk_plain_bytes;
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{20'000}, chunk - 1, chunk, chunk + 1,
                                 2 * chunk, std::size_t{1} << 20, (std::size_t{1} << 20) + 1, std::size_t{5'000'003}}) {
    const std::string bytes = sample(size);
    const auto location = store(*vault, bytes);
    ASSERT_TRUE(location.ok()) << size;
    EXPECT_EQ(vault->open(location.value()).take()->size_bytes(), static_cast<std::int64_t>(size));
    EXPECT_EQ(fetch(*vault, location.value()).take(), bytes) << size;
    EXPECT_TRUE(vault->sync().ok());
    EXPECT_EQ(fetch(*vault, location.value(), 3 * chunk).take(), bytes) << size;
  }
  EXPECT_EQ(vault->counters().documents_written, 10);
  EXPECT_EQ(folder.count("doc-"), 2) << "only the two above own_file_bytes";
}

TEST(Vault, TakesAndGivesOddPieces) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const TestFolder folder;
  const auto vault = Vault::open(folder.options()).take();
  const std::string bytes = sample(3'200'001, seed);
  auto writer = vault->begin().take();
  for (std::size_t at = 0; at < bytes.size();) {
    const auto piece = std::string_view(bytes).substr(at, random() % 200'000);
    ASSERT_TRUE(writer->append(piece).ok());
    at += piece.size();
  }
  EXPECT_EQ(writer->size_bytes(), 3'200'001);
  const Location location = writer->finish().take();
  for (const std::size_t piece : {std::size_t{1} + random() % 100'000, std::size_t{65'537}, std::size_t{5'000'000}})
    EXPECT_EQ(fetch(*vault, location, piece).take(), bytes) << piece;
}

TEST(Vault, SurvivesReopening) {
  const TestFolder folder;
  Location small, large;
  {
    const auto vault = Vault::open(folder.options()).take();
    small = store(*vault, sample(20'000)).take();
    large = store(*vault, sample(2'000'000)).take();
    ASSERT_TRUE(vault->sync().ok());
  }
  const auto vault = Vault::open(folder.options()).take();
  ASSERT_TRUE(vault->keep_only(std::vector{small, large}).ok());
  EXPECT_EQ(fetch(*vault, small).take(), sample(20'000));
  EXPECT_EQ(fetch(*vault, large).take(), sample(2'000'000));
  const Location later = store(*vault, sample(30'000)).take();
  EXPECT_EQ(fetch(*vault, small).take(), sample(20'000)) << "a new document goes beside the old ones";
  EXPECT_EQ(fetch(*vault, later).take(), sample(30'000));
}

TEST(Vault, KeepsPlainBytesOffTheDisk) {
  const TestFolder folder;
  const auto vault = Vault::open(folder.options()).take();
  const std::string secret = "the salary of everyone in the company";
  ASSERT_TRUE(store(*vault, secret).ok());
  ASSERT_TRUE(vault->sync().ok());
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path)) {
    if (entry.is_regular_file()) { EXPECT_EQ(slurp(entry.path()).find(secret), std::string::npos); }
  }
}

TEST(Vault, ServesManyWritersAtOnce) {
  const TestFolder folder;
  Options options = folder.options();
  options.segment_bytes = 1 << 20;  // many segments
  const auto vault = Vault::open(options).take();
  std::vector<std::vector<std::pair<Location, std::string>>> stored(4);
  std::vector<std::thread> threads;
  for (unsigned t = 0; t < stored.size(); ++t) {
    threads.emplace_back([&, t] {
      for (unsigned i = 0; i < 60; ++i) {
        std::string bytes = sample(i % 20 == 19 ? 1'500'000 : 1 + i * 1'700, t * 1000 + i);
        auto location = store(*vault, bytes);
        ASSERT_TRUE(location.ok());
        ASSERT_TRUE(vault->sync().ok());
        if (i % 3 == 0)
          ASSERT_TRUE(vault->destroy(location.value()).ok());
        else
          stored[t].emplace_back(location.take(), std::move(bytes));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& of_thread : stored)
    for (const auto& [location, bytes] : of_thread) ASSERT_EQ(fetch(*vault, location).take(), bytes);
}

TEST(Vault, RefusesToAppendAfterFinish) {
  const TestFolder folder;
  const auto vault = Vault::open(folder.options()).take();
  auto writer = vault->begin().take();
  ASSERT_TRUE(writer->finish().ok());
  EXPECT_EQ(code_of(writer->append("x")), "document-closed");
  EXPECT_EQ(code_of(writer->finish()), "document-closed");
}

TEST(Vault, DropsAWriterThatNeverFinishes) {
  const TestFolder folder;
  const auto vault = Vault::open(folder.options()).take();
  {
    auto writer = vault->begin().take();
    ASSERT_TRUE(writer->append(sample(3'000'000)).ok());
    EXPECT_EQ(folder.count("doc-"), 1);
  }
  EXPECT_EQ(folder.count("doc-"), 0);
}

TEST(MasterKey, IsMadePrivateAndStays) {
  const TestFolder folder;
  ASSERT_TRUE(Vault::open(folder.options()).ok());
  const std::string key = slurp(folder.path / "master.key");
  EXPECT_EQ(key.size(), 65u);
  struct stat facts{};
  ASSERT_EQ(::stat((folder.path / "master.key").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0600u);
  ASSERT_EQ(::stat((folder.path / "vault").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0700u);
  ASSERT_TRUE(Vault::open(folder.options()).ok());
  EXPECT_EQ(slurp(folder.path / "master.key"), key);
}

TEST(MasterKey, ReadableByOthersIsRefused) {
  const TestFolder folder;
  ASSERT_TRUE(Vault::open(folder.options()).ok());
  for (const auto mode : {0640, 0604, 0660}) {
    ::chmod((folder.path / "master.key").c_str(), mode);
    const auto vault = Vault::open(folder.options());
    EXPECT_EQ(code_of(vault), "master-key-exposed");
    EXPECT_EQ(vault.error().reason, Reason::malformed);
  }
}

TEST(MasterKey, AnotherOrNoneIsRefusedBesideDocuments) {
  const TestFolder folder;
  {
    const auto vault = Vault::open(folder.options()).take();
    ASSERT_TRUE(store(*vault, "x").ok());
  }
  const auto path = folder.path / "master.key";
  for (const std::string& text : {std::string(64, 'a'), std::string(63, 'a'), std::string(64, 'x'), std::string()}) {
    spill(path, text);
    EXPECT_EQ(code_of(Vault::open(folder.options())), "master-key-wrong") << text;
  }
  std::filesystem::remove(path);
  EXPECT_EQ(code_of(Vault::open(folder.options())), "master-key-missing");
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(Vault, SaysWhenTheFolderCannotBeUsed) {
  const TestFolder folder;
  Options options = folder.options();
  options.folder = (folder.path / "absent" / "vault").string();
  EXPECT_EQ(Vault::open(options).error().reason, Reason::unavailable);
  spill(folder.path / "file", "");
  options.folder = (folder.path / "file").string();
  EXPECT_EQ(Vault::open(options).error().reason, Reason::unavailable);
}

}  // namespace
}  // namespace tsuke::vault
