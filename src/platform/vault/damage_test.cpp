// Everything that can happen to bytes on a disk, and to the text that says where they lie.
#include <random>

#include "platform/vault/format.h"
#include "platform/vault/testing.h"

namespace tsuke::vault {
namespace {

using namespace testing;

constexpr std::size_t two_chunks = chunk_plain_bytes + 1000;

// A vault with two documents of two chunks in one segment, and its bytes to play with.
class Damage : public ::testing::Test {
 protected:
  static Options small_segments(Options options) {
    options.segment_bytes = 512 << 10;
    return options;
  }
  void SetUp() override {
    first_ = store(*vault_, sample(two_chunks, 1)).take();
    second_ = store(*vault_, sample(two_chunks, 2)).take();
    ASSERT_TRUE(vault_->sync().ok());
    segment_ = slurp(path());
    ASSERT_EQ(fetch(*vault_, second_).take(), sample(two_chunks, 2));
  }
  std::filesystem::path path() const { return folder_.file("seg-1"); }
  std::int64_t offset(const Location& location) const { return parse_location(location).take().offset; }
  void expect_damaged(const Location& location, const std::string& bytes, const std::string& why) {
    spill(path(), bytes);
    const auto read = fetch(*vault_, location);
    EXPECT_EQ(code_of(read), "document-damaged") << why;
    if (!read.ok()) { EXPECT_EQ(read.error().reason, Reason::internal); }
  }

  TestFolder folder_;
  std::unique_ptr<Vault> vault_ = Vault::open(small_segments(folder_.options())).take();
  Location first_, second_;
  std::string segment_;
};

TEST_F(Damage, AnyFlippedBitIsSeen) {
  const std::int64_t second_chunk = header_bytes + chunk_stride_bytes;
  const std::int64_t end = record_bytes(two_chunks);
  std::vector<std::int64_t> places;
  for (std::int64_t i = 0; i < header_bytes + 8; ++i) places.push_back(i);     // header, first length
  for (std::int64_t i = -20; i < 30; ++i) places.push_back(second_chunk + i);  // tag, length, bytes
  for (std::int64_t i = end - 20; i < end; ++i) places.push_back(i);           // last tag
  for (std::int64_t i = header_bytes; i < end; i += 997) places.push_back(i);  // samples of the rest
  for (const std::int64_t place : places) {
    std::string bytes = segment_;
    bytes[static_cast<std::size_t>(offset(second_) + place)] ^= 0x10;
    expect_damaged(second_, bytes, "byte " + std::to_string(place));
  }
  EXPECT_EQ(fetch(*vault_, first_).take(), sample(two_chunks, 1)) << "the neighbour is unharmed";
}

TEST_F(Damage, AnyCutIsSeen) {
  const std::int64_t start = offset(second_);
  for (const std::int64_t kept :
       {std::int64_t{0}, std::int64_t{1}, header_bound_bytes, header_bytes - 1, header_bytes, header_bytes + 4,
        header_bytes + chunk_stride_bytes - 1, header_bytes + chunk_stride_bytes, record_bytes(two_chunks) - 1})
    expect_damaged(second_, segment_.substr(0, static_cast<std::size_t>(start + kept)), std::to_string(kept));
}

TEST_F(Damage, ChunksInAnotherOrderAreSeen) {
  Location location = store(*vault_, sample(3 * chunk_plain_bytes)).take();
  const std::string bytes = slurp(path());
  const auto chunk = [&](int number) {
    return static_cast<std::size_t>(offset(location) + header_bytes + number * chunk_stride_bytes);
  };
  std::string swapped = bytes;
  swapped.replace(chunk(0), chunk_stride_bytes, bytes, chunk(1), chunk_stride_bytes);
  swapped.replace(chunk(1), chunk_stride_bytes, bytes, chunk(0), chunk_stride_bytes);
  expect_damaged(location, swapped, "swapped");
  std::string repeated = bytes;
  repeated.replace(chunk(1), chunk_stride_bytes, bytes, chunk(2), chunk_stride_bytes);
  expect_damaged(location, repeated, "repeated");
}

TEST_F(Damage, AnotherDocumentInItsPlaceIsSeen) {
  const auto a = static_cast<std::size_t>(offset(first_)), b = static_cast<std::size_t>(offset(second_));
  const auto length = static_cast<std::size_t>(record_bytes(two_chunks));
  std::string swapped = segment_;
  swapped.replace(a, length, segment_, b, length);
  swapped.replace(b, length, segment_, a, length);
  expect_damaged(first_, swapped, "whole records");

  std::string chunks = segment_;  // its own header, another's chunks
  chunks.replace(a + header_bytes, length - header_bytes, segment_, b + header_bytes, length - header_bytes);
  expect_damaged(first_, chunks, "chunks");

  std::string key = segment_;  // another's wrapped key
  key.replace(a + header_bound_bytes, wrapped_key_bytes, segment_, b + header_bound_bytes, wrapped_key_bytes);
  expect_damaged(first_, key, "key");
}

TEST_F(Damage, AWrongSizeInTheLocationIsSeen) {
  Place place = parse_location(first_).take();
  for (const std::int64_t size : {std::int64_t{0}, std::int64_t{chunk_plain_bytes}, std::int64_t{two_chunks} - 1,
                                  std::int64_t{two_chunks} + 1, document_bytes_max}) {
    place.size_bytes = size;
    EXPECT_EQ(code_of(fetch(*vault_, to_location(place))), "document-damaged") << size;
    EXPECT_EQ(code_of(vault_->destroy(to_location(place))), "ok") << "its id is right";
  }
  EXPECT_EQ(code_of(vault_->open(first_)), "document-destroyed");
}

TEST_F(Damage, AnOwnFileCutOrGrownIsSeen) {
  const std::string document = sample(1'200'000);
  const Location location = store(*vault_, document).take();
  const auto path = folder_.file(parse_location(location).take().file_name());
  const std::string bytes = slurp(path);
  for (const std::size_t kept :
       {std::size_t{0}, std::size_t{50}, std::size_t{96}, bytes.size() / 2, bytes.size() - 1}) {
    spill(path, bytes.substr(0, kept));
    EXPECT_EQ(code_of(fetch(*vault_, location)), "document-damaged") << kept;
  }
  spill(path, bytes + "x");
  EXPECT_EQ(code_of(fetch(*vault_, location)), "document-damaged");
  std::string flipped = bytes;
  flipped[700'000] ^= 1;
  spill(path, flipped);
  EXPECT_EQ(code_of(fetch(*vault_, location)), "document-damaged");
  spill(path, bytes);
  EXPECT_EQ(fetch(*vault_, location).take(), document);
}

TEST_F(Damage, DestroyLeavesWhatBearsAnotherName) {
  Place place = parse_location(first_).take();
  place.id[3] ^= 1;
  EXPECT_EQ(code_of(vault_->destroy(to_location(place))), "document-damaged");
  place = parse_location(first_).take();
  place.offset += block_bytes;  // the middle of the first document
  EXPECT_EQ(code_of(vault_->destroy(to_location(place))), "document-damaged");
  EXPECT_EQ(fetch(*vault_, first_).take(), sample(two_chunks, 1));
  EXPECT_EQ(fetch(*vault_, second_).take(), sample(two_chunks, 2));
}

TEST_F(Damage, ADamagedHeaderCanStillBeShredded) {
  std::string bytes = segment_;
  bytes[static_cast<std::size_t>(offset(first_))] ^= 1;  // its magic
  spill(path(), bytes);
  EXPECT_EQ(code_of(vault_->destroy(first_)), "ok");
  const auto key = static_cast<std::size_t>(offset(first_) + header_bound_bytes);
  EXPECT_EQ(slurp(path()).substr(key, wrapped_key_bytes), std::string(wrapped_key_bytes, 0));
}

TEST(LocationText, RoundTrips) {
  Place place{.segment = 7, .offset = 40'960, .size_bytes = 123'456, .id = {1, 2, 3}};
  const Location location = to_location(place);
  EXPECT_EQ(location.text, "v1:s:7:40960:123456:01020300000000000000000000000000");
  EXPECT_EQ(to_location(parse_location(location).take()), location);
  place.segment = place.offset = 0;
  EXPECT_EQ(to_location(place).text, "v1:f:123456:01020300000000000000000000000000");
  EXPECT_EQ(to_location(parse_location(to_location(place)).take()), to_location(place));
}

TEST_F(Damage, ForeignLocationTextIsRefused) {
  const std::string id(32, 'a');
  const std::string texts[] = {std::string(),
                               std::string("v1"),
                               std::string("v1:s"),
                               "v2:s:1:0:5:" + id,
                               "v1:s:1:0:5:" + id + ":",
                               "v1:s:0:0:5:" + id,
                               "v1:s:-1:0:5:" + id,
                               "v1:s:1:1:5:" + id,
                               "v1:s:1:-4096:5:" + id,
                               "v1:s:01:0:5:" + id,
                               "v1:s:+1:0:5:" + id,
                               "v1:s: 1:0:5:" + id,
                               "v1:s:1:0:-5:" + id,
                               "v1:s:1:0:99999999999999999999:" + id,
                               "v1:s:1:9223372036854771712:5:" + id,
                               "v1:s:1:0:9223372036854775807:" + id,
                               "v1:s:1:0:5:" + std::string(31, 'a'),
                               "v1:s:1:0:5:" + std::string(32, 'A'),
                               "v1:f:5:../../../../etc/passwd",
                               "v1:f:5:" + std::string(32, '/'),
                               "v1:f:" + id,
                               "v1:f:0x5:" + id,
                               std::string(100'000, ':'),
                               std::string("v1:f:5:\0aaa", 11)};
  for (const std::string& text : texts) {
    EXPECT_EQ(code_of(vault_->open(Location{text})), "document-damaged") << text.substr(0, 60);
    EXPECT_EQ(code_of(vault_->destroy({text})), "document-damaged") << text.substr(0, 60);
    EXPECT_EQ(code_of(vault_->keep_only(std::vector<Location>{{text}})), "document-damaged") << text.substr(0, 60);
  }
  EXPECT_EQ(code_of(vault_->open(Location{"v1:s:9:0:5:" + id})), "document-damaged") << "no such segment yet";
  EXPECT_EQ(code_of(vault_->open(Location{"v1:s:1:1099511627776:5:" + id})), "document-damaged") << "past the end";
  EXPECT_EQ(fetch(*vault_, first_).take(), sample(two_chunks, 1));
}

TEST_F(Damage, MutatedLocationsNeverReadOrDestroyAnything) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int i = 0; i < 3000; ++i) {
    std::string text = first_.text;
    for (unsigned edits = 1 + random() % 3; edits > 0; --edits)
      text[random() % text.size()] = ":0123456789abcdefsv-"[random() % 20];
    if (text == first_.text) continue;
    EXPECT_FALSE(fetch(*vault_, {text}).ok()) << text;
  }
  EXPECT_EQ(fetch(*vault_, first_).take(), sample(two_chunks, 1));
}

}  // namespace
}  // namespace tsuke::vault
