#include <cups/cups.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstring>

#include "base/bytes.h"
#include "platform/ipp/codes.h"
#include "platform/ipp/message.h"

namespace tsuke::ipp {
namespace {

// RFC 8010, appendix A.1: a Print-Job request.
constexpr std::string_view print_job_hex =
    "0101 0002 00000001 01"
    "47 0012 617474726962757465732d63686172736574 0005 7574662d38"
    "48 001b 617474726962757465732d6e61747572616c2d6c616e6775616765 0005 656e2d7573"
    "45 000b 7072696e7465722d757269 002c"
    "6970703a2f2f7072696e7465722e6578616d706c652e636f6d2f6970702f7072696e742f70696e6574726565"
    "42 0008 6a6f622d6e616d65 0006 666f6f626172"
    "22 0016 6970702d6174747269627574652d666964656c697479 0001 01"
    "02"
    "21 0006 636f70696573 0004 00000014"
    "44 0005 7369646573 0013 74776f2d73696465642d6c6f6e672d65646765"
    "03";

std::string from_spaced_hex(std::string_view spaced) {
  std::string hex;
  for (const char c : spaced)
    if (c != ' ') hex.push_back(c);
  return from_hex(hex).take();
}

// A whole message of one operation group around these fields.
std::string with_fields(std::string_view hex) {
  return from_spaced_hex("0200 0002 00000001 01" + std::string(hex) + "03");
}

Message decoded(std::string_view bytes) {
  auto result = decode(bytes);
  EXPECT_TRUE(result.ok()) << result.error().what;
  if (!result.ok() || !result.value()) return {};
  return result.value()->message;
}

std::string refusal(std::string_view bytes, const DecodeLimits& limits = {}) {
  const auto result = decode(bytes, limits);
  if (result.ok()) return result.value() ? "decoded" : "more";
  return result.error().code;
}

TEST(Decode, ReadsThePrintJobOfTheStandard) {
  const std::string bytes = from_spaced_hex(print_job_hex) + "%PDF-1.4";
  const auto result = decode(bytes);
  ASSERT_TRUE(result.ok() && result.value());
  EXPECT_EQ(bytes.substr(result.value()->consumed_bytes), "%PDF-1.4");
  const Message& message = result.value()->message;
  EXPECT_EQ(message.version_major, 1);
  EXPECT_EQ(message.version_minor, 1);
  EXPECT_EQ(message.code, op::print_job);
  EXPECT_EQ(message.request_id, 1);
  EXPECT_EQ(message.operation().text("printer-uri"), "ipp://printer.example.com/ipp/print/pinetree");
  EXPECT_EQ(message.operation().text("job-name"), "foobar");
  EXPECT_EQ(message.operation().boolean("ipp-attribute-fidelity"), true);
  EXPECT_EQ(message.group(Tag::job).integer("copies"), 20);
  EXPECT_EQ(message.group(Tag::job).text("sides"), "two-sided-long-edge");
  EXPECT_EQ(encode(message), from_spaced_hex(print_job_hex));
}

// RFC 8010, section 3.1.6 and appendix A.6: media-col with a nested media-size.
TEST(Decode, ReadsANestedCollection) {
  const std::string bytes = with_fields(
      "34 0009 6d656469612d636f6c 0000"
      "4a 0000 000a 6d656469612d73697a65 34 0000 0000"
      "4a 0000 000b 782d64696d656e73696f6e 21 0000 0004 00005208"
      "4a 0000 000b 792d64696d656e73696f6e 21 0000 0004 00007404"
      "37 0000 0000"
      "4a 0000 000b 6d656469612d636f6c6f72 44 0000 0004 626c7565"
      "37 0000 0000");
  const Message message = decoded(bytes);
  const Collection* media = message.operation().collection("media-col");
  ASSERT_TRUE(media);
  const Collection expected{collection("media-size", {integer("x-dimension", 21000), integer("y-dimension", 29700)}),
                            keyword("media-color", "blue")};
  EXPECT_EQ(*media, expected);
  EXPECT_EQ(encode(message), bytes);
}

TEST(Decode, AsksForMoreAtEveryPrefix) {
  const std::string bytes = from_spaced_hex(print_job_hex);
  for (std::size_t length = 0; length < bytes.size(); ++length)
    EXPECT_EQ(refusal(bytes.substr(0, length)), "more") << length;
}

TEST(Decode, ReadsEverySyntax) {
  const Message message = decoded(
      with_fields("13 0001 61 0000 12 0001 62 0000 10 0001 63 0002 ffff"  // out-of-band, one with a value to skip
                  "30 0001 64 0002 00ff 31 0001 65 000b 07ea0b1703393300 2b0900"  // octets, dateTime
                  "32 0001 66 0009 00000258 0000012c 03 33 0001 67 0008 ffffffff 00000005"
                  "35 0001 68 0009 0002 6a61 0003 e58d98 36 0001 69 0006 0000 0002 4142"
                  "7f 0001 6a 0005 40000001 ff 25 0001 6b 0002 1234 23 0001 6c 0004 80000000"));
  const Group& group = message.operation();
  const auto value = [&](std::string_view name) { return group.find(name)->values.at(0); };
  EXPECT_EQ(group.find("a")->tag, Tag::no_value);
  EXPECT_EQ(group.find("b")->tag, Tag::unknown);
  EXPECT_EQ(group.find("c")->tag, Tag::unsupported);
  EXPECT_EQ(value("c"), Value{});
  EXPECT_EQ(value("d"), Value{std::string("\0\xff", 2)});
  EXPECT_EQ(std::get<DateTime>(value("e")).octets.size(), 11u);
  EXPECT_EQ(value("f"), (Value{Resolution{600, 300, 3}}));
  EXPECT_EQ(value("g"), (Value{Range{-1, 5}}));
  EXPECT_EQ(value("h"), (Value{LocalText{"ja", "単"}}));
  EXPECT_EQ(group.text("h"), "単");
  EXPECT_EQ(value("i"), (Value{LocalText{"", "AB"}}));
  EXPECT_EQ(static_cast<int>(group.find("j")->tag), 0x7F);
  EXPECT_EQ(static_cast<int>(group.find("k")->tag), 0x25);
  EXPECT_EQ(group.integer("l"), INT32_MIN);
  EXPECT_EQ(decoded(encode(message)).groups.at(0).attributes, group.attributes);
}

TEST(Decode, KeepsFurtherValuesAndMixesThatAreAllowed) {
  const Message message = decoded(with_fields(
      "44 0001 61 0001 78 44 0000 0001 79"                               // keywords
      "44 0001 62 0001 78 42 0000 0001 79 36 0000 0006 0001 61 0001 62"  // keyword, name, name with language
      "21 0001 63 0004 00000001 33 0000 0008 00000001 00000002"));
  const Group& group = message.operation();
  EXPECT_EQ(group.texts("a"), (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(group.find("b")->tag, Tag::name);
  EXPECT_EQ(group.texts("b"), (std::vector<std::string>{"x", "y", "b"}));
  EXPECT_EQ(group.find("c")->values, (std::vector<Value>{1, Range{1, 2}}));
  EXPECT_EQ(decoded(encode(message)).groups.at(0).attributes, group.attributes);
}

TEST(Decode, FindAnswersTheFirstOfARepeatedName) {
  const Message message = decoded(with_fields("21 0001 61 0004 00000001 21 0001 61 0004 00000002"));
  EXPECT_EQ(message.operation().attributes.size(), 2u);
  EXPECT_EQ(message.operation().integer("a"), 1);
}

TEST(Decode, KeepsGroupsApart) {
  const Message message =
      decoded(from_spaced_hex("0200 0000 00000001 01 02 21 0001 61 0004 00000001 02 21 0001 61 0004 00000002 0b 03"));
  ASSERT_EQ(message.groups.size(), 4u);
  EXPECT_EQ(message.groups[2].integer("a"), 2);
  EXPECT_EQ(static_cast<int>(message.groups[3].tag), 0x0B);
  EXPECT_TRUE(decoded(from_spaced_hex("0200 0000 00000001 03")).groups.empty());
}

TEST(Decode, RefusesHostileStructure) {
  const std::string_view refused[] = {
      "21 0000 0004 00000001",  // further value of nothing
      "21 0001 61 0003 000001",
      "21 0001 61 0005 0000000001",  // sizes
      "22 0001 61 0000",
      "23 0001 61 0000",
      "31 0001 61 000a 07ea0b17033933002b09",
      "32 0001 61 0008 0000000000000000",
      "33 0001 61 0009 000000000000000000",
      "35 0001 61 0003 000000",
      "35 0001 61 0004 0001 0000",
      "36 0001 61 0006 0000 0001 4142",
      "36 0001 61 0004 ffff ffff",
      "7f 0001 61 0003 000000",  // extension without its tag
      "80 0001 61 0000",
      "00",  // reserved tags
      "21 8001 61",
      "21 0001 61 ffff",  // negative lengths
      "44 0002 6120 0000",
      "44 0002 6100 0000",                         // foreign characters in a name
      "44 0001 61 0001 78 21 0000 0004 00000001",  // mixed syntaxes
      "37 0001 61 0000",
      "4a 0001 61 0001 62",               // a collection's tags alone
      "34 0001 61 0001 00 37 0000 0000",  // begin with a value
      "34 0001 61 0000",
      "34 0001 61 0000 01 37 0000 0000",                     // not closed; closed in another group
      "34 0001 61 0000 21 0000 0004 00000001 37 0000 0000",  // value without a member name
      "34 0001 61 0000 4a 0000 0001 62 37 0000 0000",        // member name without a value
      "34 0001 61 0000 4a 0000 0001 62 4a 0000 0001 63 21 0000 0004 00000001 37 0000 0000",
      "34 0001 61 0000 4a 0000 0001 62 21 0001 63 0004 00000001 37 0000 0000",
      "34 0001 61 0000 4a 0000 0000 21 0000 0004 00000001 37 0000 0000",
      "34 0001 61 0000 37 0000 0001 00",
      "02 21 0001 61 0004 00000001 01",  // operation group again
  };
  for (const auto hex : refused) EXPECT_EQ(refusal(with_fields(hex)), "bad-ipp") << hex;
  EXPECT_EQ(refusal(from_spaced_hex("0200 0002 00000001 02 03")), "bad-ipp");
  EXPECT_EQ(refusal(from_spaced_hex("0200 0002 00000001 21 0001 61 0004 00000001 03")), "bad-ipp");
  EXPECT_EQ(refusal(with_fields("44 0100" + to_hex(std::string(256, 'a')) + "0000")), "bad-ipp");
}

TEST(Decode, RefusesFromThePrefixWhatCannotBecomeGood) {
  EXPECT_EQ(refusal(from_spaced_hex("0200 0002 00000001 01 21 ffff")), "bad-ipp");
  EXPECT_EQ(refusal(from_spaced_hex("0200 0002 00000001 00")), "bad-ipp");
}

std::string nested(int depth) {
  std::string hex = "34 0001 61 0000";
  for (int level = 1; level < depth; ++level) hex += "4a 0000 0001 62 34 0000 0000";
  for (int level = 0; level < depth; ++level) hex += "37 0000 0000";
  return with_fields(hex);
}

TEST(Decode, HoldsItsLimits) {
  EXPECT_EQ(refusal(nested(8)), "decoded");
  EXPECT_EQ(refusal(nested(9)), "ipp-too-large");
  EXPECT_EQ(refusal(nested(50'000)), "ipp-too-large");
  std::string three = "21 0001 61 0004 00000001 21 0000 0004 00000001 21 0001 62 0004 00000001";
  EXPECT_EQ(refusal(with_fields(three), {.attributes_max = 2, .values_max = 3}), "decoded");
  EXPECT_EQ(refusal(with_fields(three), {.attributes_max = 1}), "ipp-too-large");
  EXPECT_EQ(refusal(with_fields(three), {.values_max = 2}), "ipp-too-large");
  const std::string whole = with_fields(three);
  EXPECT_EQ(refusal(whole + "document", {.message_bytes = whole.size()}), "decoded");
  EXPECT_EQ(refusal(whole, {.message_bytes = whole.size() - 1}), "ipp-too-large");
  EXPECT_EQ(refusal(whole.substr(0, 20), {.message_bytes = 21}), "more");
}

TEST(Encode, WritesOnlyWhatCanBeRead) {
  Message message = make_request(op::print_job, "ipp://host/ipp/print");
  Group& group = message.groups.front();
  group.add({"empty", Tag::keyword, {}}).add({"odd", Tag::integer, {std::string("text")}});
  group.add(text("long", std::string(40'000, 'x'))).add({"odd-too", Tag::keyword, {7}});
  group.add({"short-date", Tag::date_time, {DateTime{"123"}}}).add(collection("nothing", {}));
  group.add({"long-local", Tag::text_with_language, {LocalText{std::string(40'000, 'l'), std::string(40'000, 't')}}});
  group.add(collection("hollow", {Attribute{"member", Tag::keyword, {}}}));
  const Message back = decoded(encode(message));
  EXPECT_EQ(back.operation().find("empty")->tag, Tag::no_value);
  EXPECT_EQ(back.operation().text("odd"), "text");
  EXPECT_EQ(back.operation().integer("odd-too"), 7);
  EXPECT_EQ(back.operation().text("long")->size(), 32767u);
  EXPECT_TRUE(back.operation().collection("nothing")->empty());
  EXPECT_EQ(back.operation().collection("hollow")->at(0).tag, Tag::no_value);
}

// --- properties ------------------------------------------------------------------------------------------------------

rc::Gen<std::string> names() {
  return rc::gen::map(rc::gen::container<std::string>(rc::gen::inRange<char>('a', 'z')),
                      [](std::string name) { return "n" + name.substr(0, 200); });
}

Attribute any_attribute(int depth);

Value any_value(Tag tag, int depth) {
  const auto number = [] { return *rc::gen::arbitrary<std::int32_t>(); };
  switch (tag) {
    case Tag::no_value: return {};
    case Tag::integer:
    case Tag::enumeration: return number();
    case Tag::boolean: return *rc::gen::arbitrary<bool>();
    case Tag::range: return Range{number(), number()};
    case Tag::resolution: return Resolution{number(), number(), *rc::gen::arbitrary<std::int8_t>()};
    case Tag::date_time: return DateTime{*rc::gen::container<std::string>(11, rc::gen::arbitrary<char>())};
    case Tag::text_with_language:
    case Tag::name_with_language:
      return LocalText{*rc::gen::arbitrary<std::string>(), *rc::gen::arbitrary<std::string>()};
    case Tag::collection: {
      Collection members;
      for (int count = *rc::gen::inRange(0, 4); count > 0; --count) members.push_back(any_attribute(depth - 1));
      return members;
    }
    default: return *rc::gen::arbitrary<std::string>();
  }
}

Attribute any_attribute(int depth) {
  const Tag tag = *rc::gen::element(Tag::no_value, Tag::integer, Tag::enumeration, Tag::boolean, Tag::range,
                                    Tag::resolution, Tag::date_time, Tag::text_with_language, Tag::name_with_language,
                                    Tag::octets, Tag::keyword, Tag::uri, Tag::text, Tag::collection);
  if (tag == Tag::collection && depth == 0) return integer(*names(), 1);
  Attribute attribute{*names(), tag, {}};
  for (int count = *rc::gen::inRange(1, 4); count > 0; --count) attribute.values.push_back(any_value(tag, depth));
  return attribute;
}

Message any_message() {
  Message message;
  message.version_major = *rc::gen::arbitrary<std::uint8_t>();
  message.code = *rc::gen::arbitrary<std::uint16_t>();
  message.request_id = *rc::gen::arbitrary<std::int32_t>();
  Tag tag = Tag::operation;
  for (int groups = *rc::gen::inRange(1, 4); groups > 0; --groups) {
    Group& group = message.add_group(tag);
    for (int count = *rc::gen::inRange(0, 6); count > 0; --count) group.add(any_attribute(3));
    tag = *rc::gen::element(Tag::job, Tag::printer, Tag::subscription, Tag::system);
  }
  return message;
}

RC_GTEST_PROP(Codec, WhatIsWrittenIsRead, ()) {
  const Message message = any_message();
  const std::string bytes = encode(message);
  const auto back = decode(bytes + "document");
  RC_ASSERT(back.ok());
  RC_ASSERT(back.value().has_value());
  RC_ASSERT(back.value()->consumed_bytes == bytes.size());
  const Message& read = back.value()->message;
  RC_ASSERT(read.code == message.code && read.request_id == message.request_id);
  RC_ASSERT(read.groups.size() == message.groups.size());
  for (std::size_t at = 0; at < read.groups.size(); ++at) {
    RC_ASSERT(read.groups[at].tag == message.groups[at].tag);
    RC_ASSERT(read.groups[at].attributes == message.groups[at].attributes);
  }
  RC_ASSERT(encode(read) == bytes);
}

RC_GTEST_PROP(Codec, DamagedMessagesDoNoHarm, ()) {
  std::string bytes = encode(any_message());
  for (int count = *rc::gen::inRange(1, 5); count > 0; --count)
    bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] = *rc::gen::arbitrary<char>();
  const auto result = decode(bytes);
  if (!result.ok() || !result.value()) return;
  const auto again = decode(encode(result.value()->message));
  RC_ASSERT(again.ok() && again.value());
  RC_ASSERT(encode(again.value()->message) == encode(result.value()->message));
}

// --- libcups as the second opinion -----------------------------------------------------------------------------------

struct Cursor {
  std::string bytes;
  std::size_t at = 0;
};
ssize_t read_cursor(void* context, ipp_uchar_t* buffer, size_t count) {
  auto* cursor = static_cast<Cursor*>(context);
  count = std::min(count, cursor->bytes.size() - cursor->at);
  std::memcpy(buffer, cursor->bytes.data() + cursor->at, count);
  cursor->at += count;
  return static_cast<ssize_t>(count);
}
ssize_t write_cursor(void* context, ipp_uchar_t* buffer, size_t count) {
  static_cast<Cursor*>(context)->bytes.append(reinterpret_cast<char*>(buffer), count);
  return static_cast<ssize_t>(count);
}

TEST(Codec, LibcupsReadsAndWritesTheSame) {
  Message message = make_request(op::create_job, "ipp://host/ipp/print");
  message.groups.front().add(strings("requesting-user-name", Tag::name, {"mika"}));
  Group& job = message.add_group(Tag::job);
  job.add(integer("copies", 2)).add(keywords("finishings-x", {"a", "b"})).add(range("page-ranges", 1, 3));
  job.add(resolution("printer-resolution", 600)).add(boolean("yes", true)).add(date_time("at", 1'790'000'000'000'000));
  job.add(collection("media-col", {collection("media-size", {integer("x", 21000), integer("y", 29700)}),
                                   keyword("media-type", "stationery")}));
  job.add({"local", Tag::text_with_language, {LocalText{"ja", "用途"}}}).add(no_value("none"));
  Cursor source{encode(message)}, sink;
  ipp_t* ipp = ippNew();
  ASSERT_EQ(ippReadIO(&source, read_cursor, 1, nullptr, ipp), IPP_STATE_DATA);
  EXPECT_EQ(ippGetOperation(ipp), IPP_OP_CREATE_JOB);
  ipp_attribute_t* copies = ippFindAttribute(ipp, "copies", IPP_TAG_INTEGER);
  ASSERT_TRUE(copies);
  EXPECT_EQ(ippGetInteger(copies, 0), 2);
  EXPECT_TRUE(ippFindAttribute(ipp, "media-col/media-size", IPP_TAG_BEGIN_COLLECTION) ||
              ippFindAttribute(ipp, "media-col", IPP_TAG_BEGIN_COLLECTION));
  ippSetState(ipp, IPP_STATE_IDLE);
  ASSERT_EQ(ippWriteIO(&sink, write_cursor, 1, nullptr, ipp), IPP_STATE_DATA);
  ippDelete(ipp);
  EXPECT_EQ(to_hex(sink.bytes), to_hex(encode(message)));
}

}  // namespace
}  // namespace tsuke::ipp
