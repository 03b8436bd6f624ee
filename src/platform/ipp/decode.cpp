// Reading IPP messages (RFC 8010 §3.1–3.1.7), in two passes: the first finds where the message ends and touches
// nothing but lengths, the second checks everything and builds the values. Neither reads past the bytes given.
//
//   message        = version:2 code:2 request-id:4 *group %x03 data      code is operation-id or status-code
//   group          = group-tag *attribute                                group-tag  %x01-02 / %x04-0F
//   attribute      = value-tag name-length:2 name value-length:2 value *more
//   more           = value-tag %x0000 value-length:2 value               a further value of the same attribute
//   collection     = %x34 name-length:2 name %x0000 *member %x37 %x0000 %x0000     as attribute value or more
//   member         = %x4A %x0000 value-length:2 member-name member-value *member-value
//   member-value   = value-tag %x0000 value-length:2 value / nested collection without a name
//   value-tag      = %x10-7F; %x10-1F are out-of-band values, whose value means nothing and is skipped;
//                    %x7F begins its value with a tag of 4 octets
//   lengths are SIGNED-SHORT, never negative; numbers are big-endian
//
// The operation group comes first and once. Further values have the first one's syntax, or one that the standards let
// stand beside it: keyword with name, a text with or without language, integer with rangeOfInteger. A mix of keyword
// and name without language becomes name. A name twice in one group is kept twice: find() answers the first.
#include "platform/ipp/message.h"
#include "platform/ipp/tags.h"

namespace tsuke::ipp {
namespace {

Error bad(std::string what) { return Error{Reason::malformed, "bad-ipp", std::move(what)}; }
Error too_much(std::string what) { return Error{Reason::too_large, "ipp-too-large", std::move(what)}; }

std::uint8_t byte_at(std::string_view bytes, std::size_t at) { return static_cast<std::uint8_t>(bytes[at]); }
std::size_t short_at(std::string_view bytes, std::size_t at) {
  return static_cast<std::size_t>(byte_at(bytes, at)) << 8 | byte_at(bytes, at + 1);
}
std::int32_t integer_at(std::string_view bytes, std::size_t at) {
  return static_cast<std::int32_t>(std::uint32_t{byte_at(bytes, at)} << 24 |
                                   std::uint32_t{byte_at(bytes, at + 1)} << 16 |
                                   std::uint32_t{byte_at(bytes, at + 2)} << 8 | byte_at(bytes, at + 3));
}

Result<void> check_tag(std::uint8_t tag) {
  if (tag == 0 || tag > extension_tag) return bad("the message has a reserved tag");
  return {};
}

// Offset past one length-prefixed string, or npos when its bytes are not all there yet.
Result<std::size_t> skip_string(std::string_view bytes, std::size_t at) {
  if (bytes.size() - at < 2) return std::string_view::npos;
  const std::size_t length = short_at(bytes, at);
  if (length > length_max) return bad("a length in the message is negative");
  if (bytes.size() - at - 2 < length) return std::string_view::npos;
  return at + 2 + length;
}

// Offset past the end-of-attributes tag, or npos when more bytes are needed.
Result<std::size_t> find_end(std::string_view bytes) {
  std::size_t at = header_bytes;
  while (at < bytes.size()) {
    const std::uint8_t tag = byte_at(bytes, at++);
    if (tag == static_cast<std::uint8_t>(Tag::end)) return at;
    TRY(check_tag(tag));
    if (is_delimiter(tag)) continue;
    for (int part = 0; part < 2; ++part) {  // name, value
      at = TRY(skip_string(bytes, at));
      if (at == std::string_view::npos) return at;
    }
  }
  return std::string_view::npos;
}

struct Field {  // one tag-length-value
  std::uint8_t tag;
  std::string_view name, value;
};

bool may_stand_beside(Tag first, Tag further) {
  return first == further || (is_name_like(first) && is_name_like(further)) ||
         (is_text_like(first) && is_text_like(further)) || (is_number_like(first) && is_number_like(further));
}

bool is_printable(std::string_view name) {
  for (const char c : name)
    if (c <= 0x20 || c >= 0x7F) return false;
  return true;
}

Result<void> check_name(std::string_view name) {
  if (name.empty()) return bad("a value has no attribute");
  if (name.size() > 255) return bad("an attribute name is longer than 255 octets");
  if (!is_printable(name)) return bad("an attribute name has a foreign character");
  return {};
}

Result<void> check_size(std::string_view value, std::size_t size) {
  if (value.size() != size) return bad("a value does not have the size of its syntax");
  return {};
}

// textWithLanguage / nameWithLanguage = language-length:2 language text-length:2 text
Result<Value> local_text(std::string_view value) {
  const Error wrong = bad("a text with language has lengths that do not fit");
  if (value.size() < 4) return wrong;
  const std::size_t language = short_at(value, 0);
  if (language > value.size() - 4) return wrong;
  const std::size_t text = short_at(value, 2 + language);
  if (text != value.size() - 4 - language) return wrong;
  return Value{LocalText{std::string(value.substr(2, language)), std::string(value.substr(4 + language))}};
}

Result<Value> fixed_size_value(Tag tag, std::string_view value) {
  switch (tag) {
    case Tag::boolean: TRY(check_size(value, 1)); return Value{value[0] != 0};
    case Tag::date_time: TRY(check_size(value, 11)); return Value{DateTime{std::string(value)}};
    case Tag::resolution:
      TRY(check_size(value, 9));
      return Value{Resolution{integer_at(value, 0), integer_at(value, 4), static_cast<std::int8_t>(value[8])}};
    case Tag::range: TRY(check_size(value, 8)); return Value{Range{integer_at(value, 0), integer_at(value, 4)}};
    default: TRY(check_size(value, 4)); return Value{integer_at(value, 0)};
  }
}

// Any value but a collection.
Result<Value> plain_value(std::uint8_t raw_tag, std::string_view value) {
  const Tag tag = static_cast<Tag>(raw_tag);
  if (is_out_of_band(raw_tag)) return Value{};
  switch (tag) {
    case Tag::integer:
    case Tag::enumeration:
    case Tag::boolean:
    case Tag::date_time:
    case Tag::resolution:
    case Tag::range: return fixed_size_value(tag, value);
    case Tag::text_with_language:
    case Tag::name_with_language: return local_text(value);
    default:
      if (raw_tag == end_collection_tag || raw_tag == member_name_tag) return bad("a collection's tag stands alone");
      if (raw_tag == extension_tag && value.size() < 4) return bad("an extension value is without its tag");
      return Value{std::string(value)};
  }
}

// The second pass. `bytes` is a whole message, framed rightly: every field lies inside.
class Builder {
 public:
  Builder(std::string_view bytes, const DecodeLimits& limits) : bytes_(bytes), limits_(limits) {}

  Result<Message> message() {
    Message message;
    message.version_major = byte_at(bytes_, 0);
    message.version_minor = byte_at(bytes_, 1);
    message.code = static_cast<std::uint16_t>(short_at(bytes_, 2));
    message.request_id = integer_at(bytes_, 4);
    while (peek() != static_cast<std::uint8_t>(Tag::end)) {
      if (!is_delimiter(peek()))
        TRY(attribute(message.groups));
      else
        TRY(group(message.groups));
    }
    return message;
  }

 private:
  std::uint8_t peek() const { return byte_at(bytes_, at_); }

  Field next() {
    const std::uint8_t tag = byte_at(bytes_, at_);
    const std::size_t name_length = short_at(bytes_, at_ + 1);
    const std::size_t value_at = at_ + 3 + name_length;
    const std::size_t value_length = short_at(bytes_, value_at);
    const Field field{tag, bytes_.substr(at_ + 3, name_length), bytes_.substr(value_at + 2, value_length)};
    at_ = value_at + 2 + value_length;
    return field;
  }

  Result<void> group(std::vector<Group>& groups) {
    const Tag tag = static_cast<Tag>(byte_at(bytes_, at_++));
    if ((tag == Tag::operation) != groups.empty()) return bad("the operation group must come first, and once");
    groups.push_back(Group{tag, {}});
    return {};
  }

  Result<void> attribute(std::vector<Group>& groups) {
    if (groups.empty()) return bad("an attribute stands outside of any group");
    auto& attributes = groups.back().attributes;
    const Field field = next();
    if (!field.name.empty()) {
      TRY(begin(attributes, field.name, field.tag));
    } else if (attributes.empty()) {
      return bad("a further value has no attribute before it");
    }
    return value(attributes.back(), field, 1);
  }

  Result<void> begin(std::vector<Attribute>& attributes, std::string_view name, std::uint8_t tag) {
    TRY(check_name(name));
    if (++attributes_ > limits_.attributes_max) return too_much("the message has too many attributes");
    attributes.push_back(Attribute{std::string(name), static_cast<Tag>(tag), {}});
    return {};
  }

  Result<void> value(Attribute& attribute, const Field& field, int depth) {
    const Tag tag = static_cast<Tag>(field.tag);
    if (++values_ > limits_.values_max) return too_much("the message has too many values");
    if (!may_stand_beside(attribute.tag, tag)) return bad("an attribute mixes syntaxes that do not go together");
    if (attribute.tag == Tag::keyword && tag == Tag::name) attribute.tag = Tag::name;
    if (tag != Tag::collection) {
      attribute.values.push_back(TRY(plain_value(field.tag, field.value)));
      return {};
    }
    if (!field.value.empty()) return bad("the begin of a collection has a value");
    attribute.values.emplace_back(TRY(collection(depth)));
    return {};
  }

  // The members up to and with the end tag; its begin has been read.
  Result<Collection> collection(int depth) {
    if (depth > limits_.depth_max) return too_much("collections are nested too deep");
    Collection members;
    bool awaits_value = false;
    while (!is_delimiter(peek())) {
      const Field field = next();
      if (!field.name.empty()) return bad("a collection's member has a name of its own");
      if (field.tag == end_collection_tag) {
        if (awaits_value || !field.value.empty()) return bad("a collection does not end properly");
        return members;
      }
      if (field.tag == member_name_tag) {
        if (awaits_value) return bad("a collection's member has no value");
        TRY(begin(members, field.value, peek()));
        awaits_value = true;
        continue;
      }
      if (members.empty()) return bad("a collection begins without a member name");
      TRY(value(members.back(), field, depth + 1));
      awaits_value = false;
    }
    return bad("a collection is not closed");
  }

  std::string_view bytes_;
  const DecodeLimits& limits_;
  std::size_t at_ = header_bytes;
  int attributes_ = 0;
  int values_ = 0;
};

}  // namespace

Result<std::optional<Decoded>> decode(std::string_view bytes, const DecodeLimits& limits) {
  const std::string_view window = bytes.substr(0, limits.message_bytes);
  const std::size_t end = TRY(find_end(window));
  if (end == std::string_view::npos) {
    if (bytes.size() >= limits.message_bytes) return too_much("the message has too many bytes");
    return std::optional<Decoded>{};
  }
  Message message = TRY(Builder(window.substr(0, end), limits).message());
  return std::optional<Decoded>{Decoded{std::move(message), end}};
}

}  // namespace tsuke::ipp
