#include "platform/http/head_parser.h"

#include <algorithm>
#include <charconv>

#include "platform/http/text.h"

namespace tsuke::http {

namespace {

constexpr std::size_t method_bytes_max = 32;
constexpr std::size_t fields_max = 100;
constexpr std::size_t length_digits_max = 18;

using Refused = std::optional<Refusal>;

Refused bad(std::string_view why) { return Refusal{400, why}; }

bool is_visible(char c) { return c > 0x20 && c < 0x7f; }
bool is_value_byte(char c) { return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f); }

Refused parse_version(std::string_view version, Head& head) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (version.size() != 8 || !version.starts_with("HTTP/") || !digit(version[5]) || version[6] != '.' ||
      !digit(version[7]))
    return bad("the version is malformed");
  if (version[5] != '1') return Refusal{505, "only HTTP/1.0 and HTTP/1.1 are spoken here"};
  head.minor_version = version[7] == '0' ? 0 : 1;
  return {};
}

bool has_dot_segment(std::string_view path) {
  std::string_view rest = path;
  while (!rest.empty()) {
    const std::string_view segment = cut(rest, '/');
    if (segment == "." || segment == "..") return true;
  }
  return false;
}

Refused parse_query(std::string_view query, Head& head) {
  while (!query.empty()) {
    std::string_view value = cut(query, '&');
    if (value.empty()) continue;
    const std::string_view name = cut(value, '=');
    auto decoded_name = percent_decode(name, true);
    auto decoded_value = percent_decode(value, true);
    if (!decoded_name.ok() || !decoded_value.ok()) return bad("the query is not percent-encoded rightly");
    head.query.emplace_back(decoded_name.take(), decoded_value.take());
  }
  return {};
}

Refused parse_path(std::string_view path, Head& head) {
  for (std::size_t at = path.find('%'); at != std::string_view::npos; at = path.find('%', at + 1))
    if (equal_ignoring_case(path.substr(at, 3), "%2f")) return bad("a slash in a path segment is not served here");
  auto decoded = percent_decode(path);
  if (!decoded.ok()) return bad("the path is not percent-encoded rightly");
  if (has_dot_segment(decoded.value())) return bad("dot segments are not served here");
  head.path = decoded.take();
  return {};
}

// `authority` is what an absolute target names; it then stands for the Host field.
Refused parse_target(std::string_view target, Head& head, std::string_view& authority) {
  if (!std::all_of(target.begin(), target.end(), [](char c) { return is_visible(c) && c != '#'; }))
    return bad("the target holds bytes that must be encoded");
  if (target == "*") {
    head.path = "*";
    return {};
  }
  const std::size_t scheme = target.find("://");
  if (!target.starts_with('/') && (scheme == 4 || scheme == 5) &&
      (equal_ignoring_case(target.substr(0, scheme), "http") ||
       equal_ignoring_case(target.substr(0, scheme), "https"))) {
    target.remove_prefix(scheme + 3);
    const std::size_t end = std::min(target.find_first_of("/?"), target.size());
    authority = target.substr(0, end);
    if (authority.empty()) return bad("the target names no host");
    target.remove_prefix(end);
    if (target.empty()) target = "/";
  }
  if (!target.starts_with('/')) return bad("the target is not a path");
  const std::string_view path = cut(target, '?');
  if (auto refusal = parse_path(path, head)) return refusal;
  return parse_query(target, head);
}

Refused parse_request_line(std::string_view line, Head& head, std::string_view& authority) {
  const std::size_t first = line.find(' ');
  const std::size_t second = first == std::string_view::npos ? first : line.find(' ', first + 1);
  if (second == std::string_view::npos) return bad("the request line has no three parts");
  const std::string_view method = line.substr(0, first);
  if (method.size() > method_bytes_max || !is_token(method)) return bad("the method is malformed");
  if (auto refusal = parse_version(line.substr(second + 1), head)) return refusal;
  head.method = method;
  return parse_target(line.substr(first + 1, second - first - 1), head, authority);
}

Refused parse_field(std::string_view line, Head& head) {
  if (line.front() == ' ' || line.front() == '\t') return bad("folded header lines are not accepted");
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) return bad("a header name is malformed");
  const std::string_view value = trim(line.substr(colon + 1));
  if (!std::all_of(value.begin(), value.end(), is_value_byte)) return bad("a header value holds control bytes");
  head.headers.add(std::string(line.substr(0, colon)), std::string(value));
  return {};
}

Refused note_length(std::string_view value, Head& head) {
  if (value.empty() || value.size() > length_digits_max) return bad("the Content-Length is absurd");
  std::int64_t length = 0;
  const auto [end, failure] = std::from_chars(value.data(), value.data() + value.size(), length);
  if (failure != std::errc() || end != value.data() + value.size() || value.front() == '-')
    return bad("the Content-Length is no number");
  if (head.has_length && head.content_length != length) return bad("two Content-Lengths differ");
  head.has_length = true;
  head.content_length = length;
  return {};
}

Refused note_transfer_encoding(std::string_view value, Head& head) {
  if (head.minor_version == 0) return bad("HTTP/1.0 knows no Transfer-Encoding");
  if (head.chunked) return bad("two Transfer-Encodings");
  if (!equal_ignoring_case(value, "chunked")) return Refusal{501, "only the chunked Transfer-Encoding is understood"};
  head.chunked = true;
  return {};
}

void note_connection(std::string_view value, Head& head) {
  while (!value.empty()) {
    const std::string_view option = trim(cut(value, ','));
    if (equal_ignoring_case(option, "close")) head.keep_alive = false;
    if (equal_ignoring_case(option, "keep-alive") && head.minor_version == 0) head.keep_alive = true;
  }
}

bool begins_request(char c) { return c == '\r' || c == '\n' || is_token({&c, 1}); }

bool is_authority(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return is_visible(c) && std::string_view("/?#@\\\"<>^`{|},;").find(c) == std::string_view::npos;
  });
}

// What the fields mean for framing and for the connection.
Refused interpret_fields(Head& head) {
  int hosts = 0;
  for (const auto& [name, value] : head.headers.all()) {
    Refused refusal;
    if (equal_ignoring_case(name, "host")) {
      ++hosts;
      if (!is_authority(value)) refusal = bad("the Host is malformed");
    } else if (equal_ignoring_case(name, "content-length")) {
      refusal = note_length(value, head);
    } else if (equal_ignoring_case(name, "transfer-encoding")) {
      refusal = note_transfer_encoding(value, head);
    } else if (equal_ignoring_case(name, "connection")) {
      note_connection(value, head);
    } else if (equal_ignoring_case(name, "expect")) {
      if (!equal_ignoring_case(value, "100-continue")) refusal = Refusal{417, "only 100-continue is understood"};
      head.expects_continue = head.minor_version >= 1;
    }
    if (refusal) return refusal;
  }
  if (hosts > 1) return bad("more than one Host");
  if (hosts == 0 && head.minor_version >= 1) return bad("the Host is missing");
  if (head.chunked && head.has_length) return bad("both Content-Length and Transfer-Encoding");
  return {};
}

}  // namespace

std::optional<std::size_t> HeadScanner::scan(std::string_view bytes, Refused& refusal) {
  const std::size_t request_line_max = limits_.target_bytes + method_bytes_max + 12;
  while (true) {
    // Seen at its first byte, so that bytes of another protocol are not waited for.
    if (!in_fields_ && line_start_ < bytes.size() && !begins_request(bytes[line_start_])) {
      refusal = bad("this is no HTTP request");
      return {};
    }
    const std::size_t end = bytes.find('\n', scanned_);
    const std::size_t line_end = std::min(end, bytes.size());
    if (!in_fields_ && line_end - line_start_ > request_line_max) {
      refusal = Refusal{414, "the target is too long"};
    } else if (line_end > limits_.header_bytes) {
      refusal = Refusal{431, "the header fields are too large"};
    } else if (end != std::string_view::npos && (end == line_start_ || bytes[end - 1] != '\r')) {
      refusal = bad("a line does not end in CR LF");
    }
    scanned_ = line_end;
    if (refusal || end == std::string_view::npos) return {};
    const bool empty_line = end - line_start_ == 1;
    scanned_ = line_start_ = end + 1;
    if (empty_line && in_fields_) return scanned_;
    if (!empty_line) in_fields_ = true;
  }
}

Refused parse_head(std::string_view bytes, Head& head) {
  if (bytes.find('\0') != std::string_view::npos) return bad("NUL in the head");
  std::string_view authority;
  bool first = true;
  std::size_t fields = 0;
  while (!bytes.empty()) {
    const std::size_t end = bytes.find("\r\n");
    if (end == std::string_view::npos) return bad("a line does not end in CR LF");
    const std::string_view line = bytes.substr(0, end);
    bytes.remove_prefix(end + 2);
    if (line.find_first_of("\r\n") != std::string_view::npos) return bad("a bare CR or LF");
    if (line.empty()) continue;  // before the request line, or the head's end
    if (!first && ++fields > fields_max) return Refusal{431, "too many header fields"};
    auto refusal = first ? parse_request_line(line, head, authority) : parse_field(line, head);
    if (refusal) return refusal;
    if (first) head.keep_alive = head.minor_version >= 1;
    first = false;
  }
  if (first) return bad("the request line is missing");
  if (auto refusal = interpret_fields(head)) return refusal;
  if (authority.empty()) return {};
  if (!is_authority(authority)) return bad("the target's host is malformed");
  head.headers.set("Host", std::string(authority));
  return {};
}

}  // namespace tsuke::http
