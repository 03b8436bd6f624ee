#include "base/json.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <algorithm>

namespace tsuke {

namespace {

constexpr int max_depth = 64;

Error malformed(std::string what) { return {Reason::malformed, "bad-json", std::move(what)}; }

Result<Json> convert(const boost::json::value& from);

Result<Json> convert_object(const boost::json::object& from) {
  Json::Object members;
  members.reserve(from.size());
  for (const auto& member : from) members.emplace_back(std::string(member.key()), TRY(convert(member.value())));
  return Json(std::move(members));
}

Result<Json> convert(const boost::json::value& from) {
  switch (from.kind()) {
    case boost::json::kind::null: return Json();
    case boost::json::kind::bool_: return Json(from.get_bool());
    case boost::json::kind::int64: return Json(std::int64_t{from.get_int64()});
    case boost::json::kind::string: return Json(std::string(from.get_string()));
    case boost::json::kind::object: return convert_object(from.get_object());
    case boost::json::kind::array: {
      Json::Array items;
      items.reserve(from.get_array().size());
      for (const auto& item : from.get_array()) items.push_back(TRY(convert(item)));
      return Json(std::move(items));
    }
    case boost::json::kind::uint64:
    case boost::json::kind::double_: return malformed("write numbers as whole numbers below 2^63");
  }
  return malformed("unknown kind of value");
}

// In well-formed JSON every member has one colon outside the texts; the library keeps one of a repeated name, so that
// fewer members than colons tell of a repetition.
std::size_t colons(std::string_view text) {
  std::size_t count = 0;
  bool inside = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (inside && text[i] == '\\')
      ++i;
    else if (text[i] == '"')
      inside = !inside;
    else if (!inside && text[i] == ':')
      ++count;
  }
  return count;
}

std::size_t members_within(const Json& value) {
  std::size_t count = value.members().size();
  for (const auto& member : value.members()) count += members_within(member.second);
  for (const Json& item : value.items()) count += members_within(item);
  return count;
}

void write_text(std::string& out, std::string_view text) {
  static constexpr char hex[] = "0123456789abcdef";
  out.push_back('"');
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (c == '\n')
      out += "\\n";
    else if (byte < 0x20) {
      out += "\\u00";
      out.push_back(hex[byte >> 4]);
      out.push_back(hex[byte & 15]);
    } else
      out.push_back(c);
  }
  out.push_back('"');
}

void write(std::string& out, const Json& value) {
  if (value.is_null()) {
    out += "null";
    return;
  }
  if (value.is_bool()) {
    out += value.boolean() ? "true" : "false";
    return;
  }
  if (value.is_integer()) {
    out += std::to_string(value.integer());
    return;
  }
  if (value.is_text()) {
    write_text(out, value.text());
    return;
  }
  const char* separator = "";
  if (value.is_array()) {
    out.push_back('[');
    for (const Json& item : value.items()) {
      out += separator;
      write(out, item);
      separator = ",";
    }
    out.push_back(']');
    return;
  }
  out.push_back('{');
  for (const auto& [name, member] : value.members()) {
    out += separator;
    write_text(out, name);
    out.push_back(':');
    write(out, member);
    separator = ",";
  }
  out.push_back('}');
}

const Json& null_value() {
  static const Json value;
  return value;
}

}  // namespace

bool Json::boolean(bool fallback) const { return is_bool() ? std::get<1>(held_) : fallback; }
std::int64_t Json::integer(std::int64_t fallback) const { return is_integer() ? std::get<2>(held_) : fallback; }

const std::string& Json::text() const {
  static const std::string none;
  return is_text() ? std::get<3>(held_) : none;
}

const Json::Array& Json::items() const {
  static const Array none;
  return is_array() ? std::get<4>(held_) : none;
}

const Json::Object& Json::members() const {
  static const Object none;
  return is_object() ? std::get<5>(held_) : none;
}

const Json& Json::operator[](std::string_view name) const {
  for (const auto& [member, value] : members())
    if (member == name) return value;
  return null_value();
}

bool Json::has(std::string_view name) const {
  return std::any_of(members().begin(), members().end(), [&](const Member& member) { return member.first == name; });
}

Json& Json::set(std::string_view name, Json value) {
  if (is_null()) held_ = Object{};
  assert(is_object());
  for (auto& [member, held] : std::get<5>(held_))
    if (member == name) {
      held = std::move(value);
      return *this;
    }
  std::get<5>(held_).emplace_back(std::string(name), std::move(value));
  return *this;
}

Json& Json::push(Json value) {
  if (is_null()) held_ = Array{};
  assert(is_array());
  std::get<4>(held_).push_back(std::move(value));
  return *this;
}

std::string Json::dump() const {
  std::string out;
  write(out, *this);
  return out;
}

Result<Json> Json::parse(std::string_view text) {
  boost::json::parse_options options;
  options.max_depth = max_depth;
  boost::json::error_code failure;
  const boost::json::value parsed = boost::json::parse(text, failure, {}, options);
  if (failure) return malformed("the body is not JSON: " + failure.message());
  Json value = TRY(convert(parsed));
  if (members_within(value) != colons(text)) return malformed("a member name stands twice; write each once");
  return value;
}

}  // namespace tsuke
