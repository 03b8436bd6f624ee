// An IPP message (RFC 8010) as plain values. Decoding is bounded before any library sees the bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"

namespace tsuke::ipp {

// Value and group tags, RFC 8010 §3.5.
enum class Tag : std::uint8_t {
  operation = 0x01,
  job = 0x02,
  end = 0x03,
  printer = 0x04,
  unsupported_group = 0x05,
  subscription = 0x06,
  event_notification = 0x07,
  resource = 0x08,
  document = 0x09,
  system = 0x0A,
  unsupported = 0x10,
  unknown = 0x12,
  no_value = 0x13,
  not_settable = 0x15,
  delete_attribute = 0x16,
  admin_define = 0x17,
  integer = 0x21,
  boolean = 0x22,
  enumeration = 0x23,
  octets = 0x30,
  date_time = 0x31,
  resolution = 0x32,
  range = 0x33,
  collection = 0x34,
  text_with_language = 0x35,
  name_with_language = 0x36,
  text = 0x41,
  name = 0x42,
  keyword = 0x44,
  uri = 0x45,
  uri_scheme = 0x46,
  charset = 0x47,
  language = 0x48,
  mime_type = 0x49,
};

struct Range {
  std::int32_t lower = 0, upper = 0;
  friend bool operator==(const Range&, const Range&) = default;
};
struct Resolution {
  std::int32_t x = 0, y = 0;
  std::int8_t units = 3;
  friend bool operator==(const Resolution&, const Resolution&) = default;
};  // units 3: dpi
struct DateTime {
  std::string octets;
  friend bool operator==(const DateTime&, const DateTime&) = default;
};  // 11 octets, RFC 2579
struct LocalText {
  std::string language, text;
  friend bool operator==(const LocalText&, const LocalText&) = default;
};
struct Attribute;
using Collection = std::vector<Attribute>;
// Out-of-band values (no-value, unknown, …) hold monostate. integer and enumeration hold int32; all texts hold string.
using Value =
    std::variant<std::monostate, std::int32_t, bool, std::string, Range, Resolution, DateTime, LocalText, Collection>;

struct Attribute {
  std::string name;
  Tag tag = Tag::no_value;
  std::vector<Value> values;

  friend bool operator==(const Attribute&, const Attribute&);
};

// Makers, one per syntax.
Attribute integer(std::string name, std::int32_t value);
Attribute integers(std::string name, std::vector<std::int32_t> values);
Attribute enumeration(std::string name, std::int32_t value);
Attribute enumerations(std::string name, std::vector<std::int32_t> values);
Attribute boolean(std::string name, bool value);
Attribute text(std::string name, std::string value);
Attribute name(std::string name, std::string value);
Attribute keyword(std::string name, std::string value);
Attribute keywords(std::string name, std::vector<std::string> values);
Attribute uri(std::string name, std::string value);
Attribute strings(std::string name, Tag tag, std::vector<std::string> values);  // any text syntax
Attribute range(std::string name, std::int32_t lower, std::int32_t upper);
Attribute resolution(std::string name, std::int32_t dpi);
Attribute date_time(std::string name, std::int64_t unix_micros);
Attribute collection(std::string name, Collection members);
Attribute collections(std::string name, std::vector<Collection> values);
Attribute no_value(std::string name);
Attribute unsupported_value(std::string name);

struct Group {
  Tag tag = Tag::operation;
  std::vector<Attribute> attributes;

  const Attribute* find(std::string_view name) const;
  Group& add(Attribute attribute);
  // First value when present with a fitting syntax (texts: any text syntax, with or without language).
  std::optional<std::int32_t> integer(std::string_view name) const;  // integer or enum
  std::optional<bool> boolean(std::string_view name) const;
  std::optional<std::string> text(std::string_view name) const;
  std::vector<std::string> texts(std::string_view name) const;
  std::vector<std::int32_t> integers(std::string_view name) const;
  const Collection* collection(std::string_view name) const;
};

struct Message {
  std::uint8_t version_major = 2, version_minor = 0;
  std::uint16_t code = 0;  // operation-id or status-code
  std::int32_t request_id = 1;
  std::vector<Group> groups;

  // The first group of that tag; an empty one when there is none.
  const Group& group(Tag tag) const;
  // Appends a group, also when one of that tag is there (Get-Jobs answers one per job).
  Group& add_group(Tag tag);
  const Group& operation() const { return group(Tag::operation); }
};

struct DecodeLimits {
  std::size_t message_bytes = 1 << 20;
  int depth_max = 8;  // nested collections
  int attributes_max = 4096;
  int values_max = 16384;
};

struct Decoded {
  Message message;
  std::size_t consumed_bytes = 0;  // where the document begins
};

// Empty optional: well-formed so far, more bytes are needed. Fails with malformed ("bad-ipp": wrong structure, bad
// lengths, unknown syntax sizes), too_large (limits).
Result<std::optional<Decoded>> decode(std::string_view bytes, const DecodeLimits& limits = {});
std::string encode(const Message& message);

// Answers to a request: same version and request-id, attributes-charset utf-8 and attributes-natural-language en.
Message make_response(const Message& request, std::uint16_t status, std::string_view status_message = {});
// A request with charset, language and the printer-uri (or system-uri when `target_name` says so).
Message make_request(std::uint16_t operation, std::string_view uri, std::string_view target_name = "printer-uri");

std::string_view operation_name(std::uint16_t code);  // "Print-Job", our own table: libcups 2.4 lacks some
std::string_view status_name(std::uint16_t code);     // "client-error-not-found"

}  // namespace tsuke::ipp
