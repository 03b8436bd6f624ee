#include "platform/ipp/message.h"

#include <algorithm>
#include <chrono>

namespace tsuke::ipp {
namespace {

template <typename T>
std::vector<Value> as_values(std::vector<T> held) {
  std::vector<Value> values;
  values.reserve(held.size());
  for (auto& each : held) values.emplace_back(std::move(each));
  return values;
}

const Value* first_value(const Group& group, std::string_view name) {
  const Attribute* found = group.find(name);
  return found && !found->values.empty() ? &found->values.front() : nullptr;
}

std::optional<std::string> text_in(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* local = std::get_if<LocalText>(&value)) return local->text;
  return {};
}

void begin_operation(Message& message) {
  Group& operation = message.add_group(Tag::operation);
  operation.add(strings("attributes-charset", Tag::charset, {"utf-8"}));
  operation.add(strings("attributes-natural-language", Tag::language, {"en"}));
}

}  // namespace

bool operator==(const Attribute& a, const Attribute& b) {
  return a.tag == b.tag && a.name == b.name && a.values == b.values;
}

Attribute integer(std::string name, std::int32_t value) { return {std::move(name), Tag::integer, {value}}; }
Attribute integers(std::string name, std::vector<std::int32_t> values) {
  return {std::move(name), Tag::integer, as_values(std::move(values))};
}
Attribute enumeration(std::string name, std::int32_t value) { return {std::move(name), Tag::enumeration, {value}}; }
Attribute enumerations(std::string name, std::vector<std::int32_t> values) {
  return {std::move(name), Tag::enumeration, as_values(std::move(values))};
}
Attribute boolean(std::string name, bool value) { return {std::move(name), Tag::boolean, {value}}; }
Attribute text(std::string name, std::string value) { return {std::move(name), Tag::text, {std::move(value)}}; }
Attribute name(std::string name, std::string value) { return {std::move(name), Tag::name, {std::move(value)}}; }
Attribute keyword(std::string name, std::string value) { return {std::move(name), Tag::keyword, {std::move(value)}}; }
Attribute keywords(std::string name, std::vector<std::string> values) {
  return strings(std::move(name), Tag::keyword, std::move(values));
}
Attribute uri(std::string name, std::string value) { return {std::move(name), Tag::uri, {std::move(value)}}; }
Attribute strings(std::string name, Tag tag, std::vector<std::string> values) {
  return {std::move(name), tag, as_values(std::move(values))};
}
Attribute range(std::string name, std::int32_t lower, std::int32_t upper) {
  return {std::move(name), Tag::range, {Range{lower, upper}}};
}
Attribute resolution(std::string name, std::int32_t dpi) {
  return {std::move(name), Tag::resolution, {Resolution{dpi, dpi}}};
}
Attribute collection(std::string name, Collection members) {
  return {std::move(name), Tag::collection, {std::move(members)}};
}
Attribute collections(std::string name, std::vector<Collection> values) {
  return {std::move(name), Tag::collection, as_values(std::move(values))};
}
Attribute no_value(std::string name) { return {std::move(name), Tag::no_value, {std::monostate{}}}; }
Attribute unsupported_value(std::string name) { return {std::move(name), Tag::unsupported, {std::monostate{}}}; }

// DateAndTime of RFC 2579: year:2 month day hour minute second deci-second direction hours minutes.
Attribute date_time(std::string name, std::int64_t unix_micros) {
  using namespace std::chrono;
  const sys_time<microseconds> at{microseconds{unix_micros}};
  const auto day = floor<days>(at);
  const year_month_day date{day};
  const hh_mm_ss time{at - day};
  const int year = static_cast<int>(date.year());
  const auto octet = [](auto number) { return static_cast<char>(number); };
  std::string octets{octet(year >> 8),
                     octet(year),
                     octet(static_cast<unsigned>(date.month())),
                     octet(static_cast<unsigned>(date.day())),
                     octet(time.hours().count()),
                     octet(time.minutes().count()),
                     octet(time.seconds().count()),
                     octet(time.subseconds().count() / 100'000),
                     '+',
                     '\0',
                     '\0'};
  return {std::move(name), Tag::date_time, {DateTime{std::move(octets)}}};
}

const Attribute* Group::find(std::string_view name) const {
  const auto found = std::find_if(attributes.begin(), attributes.end(), [&](const auto& a) { return a.name == name; });
  return found == attributes.end() ? nullptr : &*found;
}

Group& Group::add(Attribute attribute) {
  attributes.push_back(std::move(attribute));
  return *this;
}

std::optional<std::int32_t> Group::integer(std::string_view name) const {
  const Value* value = first_value(*this, name);
  const auto* number = value ? std::get_if<std::int32_t>(value) : nullptr;
  return number ? std::optional(*number) : std::nullopt;
}

std::optional<bool> Group::boolean(std::string_view name) const {
  const Value* value = first_value(*this, name);
  const auto* truth = value ? std::get_if<bool>(value) : nullptr;
  return truth ? std::optional(*truth) : std::nullopt;
}

std::optional<std::string> Group::text(std::string_view name) const {
  const Value* value = first_value(*this, name);
  return value ? text_in(*value) : std::nullopt;
}

std::vector<std::string> Group::texts(std::string_view name) const {
  std::vector<std::string> found;
  const Attribute* attribute = find(name);
  if (!attribute) return found;
  for (const Value& value : attribute->values)
    if (auto text = text_in(value)) found.push_back(std::move(*text));
  return found;
}

std::vector<std::int32_t> Group::integers(std::string_view name) const {
  std::vector<std::int32_t> found;
  const Attribute* attribute = find(name);
  if (!attribute) return found;
  for (const Value& value : attribute->values)
    if (const auto* number = std::get_if<std::int32_t>(&value)) found.push_back(*number);
  return found;
}

const Collection* Group::collection(std::string_view name) const {
  const Value* value = first_value(*this, name);
  return value ? std::get_if<Collection>(value) : nullptr;
}

const Group& Message::group(Tag tag) const {
  static const Group none;
  const auto found = std::find_if(groups.begin(), groups.end(), [&](const Group& group) { return group.tag == tag; });
  return found == groups.end() ? none : *found;
}

Group& Message::add_group(Tag tag) { return groups.emplace_back(Group{tag, {}}); }

Message make_response(const Message& request, std::uint16_t status, std::string_view status_message) {
  Message response;
  response.version_major = request.version_major;
  response.version_minor = request.version_minor;
  response.code = status;
  response.request_id = request.request_id;
  begin_operation(response);
  if (!status_message.empty()) response.groups.front().add(text("status-message", std::string(status_message)));
  return response;
}

Message make_request(std::uint16_t operation, std::string_view uri_text, std::string_view target_name) {
  Message request;
  request.code = operation;
  begin_operation(request);
  request.groups.front().add(uri(std::string(target_name), std::string(uri_text)));
  return request;
}

}  // namespace tsuke::ipp
