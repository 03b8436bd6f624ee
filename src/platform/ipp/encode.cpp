// Writing IPP messages; the grammar is in decode.cpp.
//
// What is written can always be read: an attribute without values goes out as no-value, a value that does not fit its
// attribute's syntax under its own, and text past 32,767 octets is cut.
#include <algorithm>

#include "platform/ipp/message.h"
#include "platform/ipp/tags.h"

namespace tsuke::ipp {
namespace {

// The tag under which a value of an attribute of this syntax is written.
Tag tag_of(Tag tag, const std::string&) {
  switch (tag) {
    case Tag::integer:
    case Tag::boolean:
    case Tag::enumeration:
    case Tag::date_time:
    case Tag::resolution:
    case Tag::range:
    case Tag::collection:
    case Tag::text_with_language: return Tag::text;
    case Tag::name_with_language: return Tag::name;
    default: return is_out_of_band(tag) ? Tag::text : tag;
  }
}
Tag tag_of(Tag tag, const LocalText&) { return is_text_like(tag) ? Tag::text_with_language : Tag::name_with_language; }
Tag tag_of(Tag tag, std::monostate) { return is_out_of_band(tag) ? tag : Tag::no_value; }
Tag tag_of(Tag tag, std::int32_t) { return tag == Tag::enumeration ? tag : Tag::integer; }
Tag tag_of(Tag, bool) { return Tag::boolean; }
Tag tag_of(Tag, const Range&) { return Tag::range; }
Tag tag_of(Tag, const Resolution&) { return Tag::resolution; }
Tag tag_of(Tag, const DateTime&) { return Tag::date_time; }
Tag tag_of(Tag, const Collection&) { return Tag::collection; }

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  void byte(std::uint8_t value) { out_.push_back(static_cast<char>(value)); }
  void tag(Tag value) { byte(static_cast<std::uint8_t>(value)); }
  void short_number(std::size_t value) {
    byte(static_cast<std::uint8_t>(value >> 8));
    byte(static_cast<std::uint8_t>(value));
  }
  void number(std::int32_t value) {
    const auto bits = static_cast<std::uint32_t>(value);
    for (int shift = 24; shift >= 0; shift -= 8) byte(static_cast<std::uint8_t>(bits >> shift));
  }
  void string(std::string_view value) {
    value = value.substr(0, length_max);
    short_number(value.size());
    out_.append(value);
  }

  void attribute(const Attribute& attribute) {
    if (attribute.values.empty()) return field(attribute.tag, attribute.name, std::monostate{});
    std::string_view name = attribute.name;
    for (const Value& value : attribute.values) {
      std::visit([&](const auto& held) { field(attribute.tag, name, held); }, value);
      name = {};
    }
  }

 private:
  template <typename T>
  void field(Tag attribute_tag, std::string_view name, const T& held) {
    tag(tag_of(attribute_tag, held));
    string(name);
    value(held);
  }

  void value(std::monostate) { short_number(0); }
  void value(std::int32_t held) {
    short_number(4);
    number(held);
  }
  void value(bool held) {
    short_number(1);
    byte(held ? 1 : 0);
  }
  void value(const std::string& held) { string(held); }
  void value(const Range& held) {
    short_number(8);
    number(held.lower);
    number(held.upper);
  }
  void value(const Resolution& held) {
    short_number(9);
    number(held.x);
    number(held.y);
    byte(static_cast<std::uint8_t>(held.units));
  }
  void value(const DateTime& held) {
    std::string octets = held.octets;
    octets.resize(11);
    string(octets);
  }
  void value(const LocalText& held) {
    const std::string_view language = std::string_view(held.language).substr(0, 1023);
    const std::string_view text = std::string_view(held.text).substr(0, length_max - 4 - language.size());
    short_number(4 + language.size() + text.size());
    string(language);
    string(text);
  }
  void value(const Collection& members) {
    short_number(0);
    for (const Attribute& member : members) {
      byte(member_name_tag);
      short_number(0);
      string(member.name);
      if (member.values.empty()) field(member.tag, {}, std::monostate{});
      for (const Value& each : member.values) {
        std::visit([&](const auto& held) { field(member.tag, {}, held); }, each);
      }
    }
    byte(end_collection_tag);
    short_number(0);
    short_number(0);
  }

  std::string& out_;
};

}  // namespace

std::string encode(const Message& message) {
  std::string bytes;
  bytes.reserve(1024);
  Writer out(bytes);
  out.byte(message.version_major);
  out.byte(message.version_minor);
  out.short_number(message.code);
  out.number(message.request_id);
  for (const Group& group : message.groups) {
    out.tag(group.tag);
    for (const Attribute& attribute : group.attributes) out.attribute(attribute);
  }
  out.tag(Tag::end);
  return bytes;
}

}  // namespace tsuke::ipp
