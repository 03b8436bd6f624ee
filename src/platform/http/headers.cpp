#include <algorithm>
#include <cassert>

#include "base/bytes.h"
#include "platform/http/http.h"
#include "platform/http/text.h"

namespace tsuke::http {

void Headers::set(std::string name, std::string value) {
  std::erase_if(fields_, [&](const auto& field) { return equal_ignoring_case(field.first, name); });
  fields_.emplace_back(std::move(name), std::move(value));
}

void Headers::add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }

std::string_view Headers::get(std::string_view name) const {
  for (const auto& [field, value] : fields_)
    if (equal_ignoring_case(field, name)) return value;
  return {};
}

bool Headers::has(std::string_view name) const {
  return std::any_of(fields_.begin(), fields_.end(),
                     [&](const auto& field) { return equal_ignoring_case(field.first, name); });
}

std::string_view Request::query_value(std::string_view name) const {
  for (const auto& [key, value] : query)
    if (key == name) return value;
  return {};
}

std::string_view Request::parameter(std::string_view name) const {
  const auto found = parameters.find(name);
  assert(found != parameters.end());  // the route's pattern names it
  return found->second;
}

std::string_view Request::cookie(std::string_view name) const {
  for (const auto& [field, value] : headers.all()) {
    if (!equal_ignoring_case(field, "cookie")) continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      std::string_view pair = trim(cut(rest, ';'));
      const std::string_view key = cut(pair, '=');
      if (key == name) return pair;
    }
  }
  return {};
}

namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

Result<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    char byte = text[at];
    if (byte == '+' && plus_is_space) byte = ' ';
    if (byte == '%') {
      const int high = at + 2 < text.size() ? hex_digit(text[at + 1]) : -1;
      const int low = at + 2 < text.size() ? hex_digit(text[at + 2]) : -1;
      if (high < 0 || low < 0)
        return Error{Reason::malformed, "bad-percent-encoding", "after % two hexadecimal digits must follow"};
      byte = static_cast<char>(high * 16 + low);
      at += 2;
    }
    if (byte == '\0') return Error{Reason::malformed, "bad-percent-encoding", "NUL is not accepted here"};
    decoded.push_back(byte);
  }
  return decoded;
}

std::optional<std::pair<std::string, std::string>> basic_credentials(const Headers& headers) {
  std::string_view rest = headers.get("authorization");
  if (!equal_ignoring_case(cut(rest, ' '), "basic")) return {};
  auto decoded = from_base64(trim(rest));
  if (!decoded.ok()) return {};
  const std::string text = decoded.take();
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos) return {};
  return std::pair(text.substr(0, colon), text.substr(colon + 1));
}

}  // namespace tsuke::http
