#include "doors/ipp/wire.h"

#include <algorithm>
#include <charconv>
#include <memory>
#include <utility>

#include "base/bytes.h"

namespace tsuke::ippdoor {
namespace {

constexpr std::string_view content_type = "application/ipp";
constexpr std::string_view status_code_prefix = "ipp-status-";

// A message's first eight bytes are enough to answer it.
std::optional<ipp::Message> salvage_header(std::string_view bytes) {
  if (bytes.size() < 8) return std::nullopt;
  const auto byte = [&](std::size_t at) { return static_cast<std::uint8_t>(bytes[at]); };
  ipp::Message message;
  message.version_major = byte(0);
  message.version_minor = byte(1);
  message.code = static_cast<std::uint16_t>(byte(2) << 8 | byte(3));
  message.request_id = static_cast<std::int32_t>(std::uint32_t{byte(4)} << 24 | std::uint32_t{byte(5)} << 16 |
                                                 std::uint32_t{byte(6)} << 8 | byte(7));
  return message;
}

// Other versions are answered in the nearest one that we speak.
void answer_in_known_version(const ipp::Message& request, ipp::Message& answer) {
  if (request.version_major == 1 || request.version_major == 2) return;
  answer.version_major = request.version_major < 1 ? 1 : 2;
  answer.version_minor = request.version_major < 1 ? 1 : 0;
}

int http_status_of(const Error& error) {
  switch (error.reason) {
    case Reason::too_large: return 413;
    case Reason::unavailable: return error.code == "timeout" ? 408 : 503;
    default: return 400;
  }
}

// The bytes so far were no message: HTTP's status, and IPP's where there is a request-id to answer.
http::Response broken(std::string_view bytes, const Error& error) {
  const auto header = salvage_header(bytes);
  http::Response response;
  if (header) {
    response = to_http(refuse(*header, status_of(error), error.what), http_status_of(error));
  } else {
    response = http::problem_response(error);
    response.status = http_status_of(error);
  }
  response.close = true;
  return response;
}

Task<Received> read_message(http::Request& request) {
  std::string bytes;
  while (true) {
    Result<std::string_view> piece = co_await request.body->read();
    if (!piece.ok()) co_return Received{std::nullopt, broken(bytes, piece.error())};
    if (piece.value().empty()) {
      const Error truncated{Reason::malformed, "bad-ipp", "the request ends in the middle of its IPP message"};
      co_return Received{std::nullopt, broken(bytes, truncated)};
    }
    bytes.append(piece.value());
    Result<std::optional<ipp::Decoded>> decoded = ipp::decode(bytes);
    if (!decoded.ok()) co_return Received{std::nullopt, broken(bytes, decoded.error())};
    if (!decoded.value()) continue;
    Incoming incoming{&request, std::move(decoded.value()->message), {}};
    incoming.rest = bytes.substr(decoded.value()->consumed_bytes);
    co_return Received{std::move(incoming), {}};
  }
}

bool is_ipp(std::string_view type) {
  const std::string_view bare = type.substr(0, type.find(';'));
  return bare.substr(0, bare.find_last_not_of(' ') + 1) == content_type;
}

const char* missing_basics(const ipp::Message& message) {
  if (message.request_id < 1) return "the request-id must be 1 or more";
  if (message.groups.empty() || message.groups.front().tag != ipp::Tag::operation)
    return "a request begins with the operation attributes";
  const auto& first = message.groups.front().attributes;
  if (first.size() < 2 || first[0].name != "attributes-charset" || first[0].tag != ipp::Tag::charset)
    return "attributes-charset must come first";
  if (first[1].name != "attributes-natural-language" || first[1].tag != ipp::Tag::language)
    return "attributes-natural-language must come second";
  return nullptr;
}

bool has_target(const ipp::Group& operation) {
  for (const std::string_view name : {"printer-uri", "job-uri", "system-uri"}) {
    const ipp::Attribute* target = operation.find(name);
    if (target && target->tag == ipp::Tag::uri && target->values.size() == 1) return true;
  }
  return false;
}

bool is_utf8(std::string_view charset) {
  constexpr std::string_view name = "utf-8";
  if (charset.size() != name.size()) return false;
  for (std::size_t i = 0; i < name.size(); ++i)
    if ((charset[i] | 0x20) != (name[i] | 0x20)) return false;
  return true;
}

struct StatusOfCode {
  std::string_view code;
  std::uint16_t status;
};
constexpr std::uint16_t too_many_jobs = 0x050B;
constexpr StatusOfCode statuses[] = {
    {"bad-print-settings", ipp::status::attributes_or_values_not_supported},
    {"bad-report", ipp::status::attributes_or_values_not_supported},
    {"too-many-jobs", too_many_jobs},
    {"not-fetchable", ipp::status::not_fetchable},
    {"bad-gzip", ipp::status::compression_error},
};

std::optional<std::uint16_t> status_in(std::string_view code) {
  if (code.starts_with(status_code_prefix)) {
    int status = 0;
    const std::string_view digits = code.substr(status_code_prefix.size());
    std::from_chars(digits.data(), digits.data() + digits.size(), status);
    return static_cast<std::uint16_t>(status);
  }
  for (const StatusOfCode& known : statuses)
    if (known.code == code) return known.status;
  return std::nullopt;
}

}  // namespace

Task<Received> receive(http::Request& request, std::int64_t body_bytes_max) {
  if (!is_ipp(request.headers.get("Content-Type"))) {
    http::Response response =
        http::problem_response({Reason::unsupported, "not-ipp", "send an IPP message, as application/ipp"});
    response.status = 415;
    co_return Received{std::nullopt, std::move(response)};
  }
  // A body that is announced as too large gets an answer in IPP's own words: nothing of it is read beyond the message.
  request.body->set_limit(std::max(body_bytes_max, request.body->announced_bytes().value_or(0)));
  Received received = co_await read_message(request);
  if (!received.incoming) co_return received;
  if (auto wrong = check_message(received.incoming->message)) {
    received.refusal = to_http(*wrong);
    received.incoming.reset();
  }
  co_return received;
}

std::optional<ipp::Message> check_message(const ipp::Message& message) {
  if (message.version_major != 1 && message.version_major != 2) {
    return refuse(message, ipp::status::version_not_supported, "this service speaks IPP 1.1 and 2.0");
  }
  if (const char* missing = missing_basics(message)) return refuse(message, ipp::status::bad_request, missing);
  if (!is_utf8(message.operation().text("attributes-charset").value_or("")))
    return refuse(message, ipp::status::charset_not_supported, "this service speaks utf-8");
  if (!has_target(message.operation())) return refuse(message, ipp::status::bad_request, "printer-uri is missing");
  return std::nullopt;
}

http::Response to_http(const ipp::Message& answer, int http_status) {
  http::Response response;
  response.status = http_status;
  response.headers.set("Content-Type", std::string(content_type));
  response.headers.set("Cache-Control", "no-store");
  response.body = ipp::encode(answer);
  return response;
}

ipp::Message refuse(const ipp::Message& request, std::uint16_t status, std::string_view sentence) {
  ipp::Message answer = ipp::make_response(request, status, sentence.substr(0, 255));
  answer_in_known_version(request, answer);
  return answer;
}

ipp::Message refuse(const ipp::Message& request, const Error& error) {
  return refuse(request, status_of(error), error.what);
}

std::uint16_t status_of(const Error& error) {
  if (const auto named = status_in(error.code)) return *named;
  switch (error.reason) {
    case Reason::malformed: return ipp::status::bad_request;
    case Reason::not_authenticated: return ipp::status::not_authenticated;
    case Reason::not_permitted: return ipp::status::not_authorized;
    case Reason::not_found: return ipp::status::not_found;
    case Reason::conflict:
    case Reason::limit_reached: return ipp::status::not_possible;
    case Reason::too_large: return ipp::status::request_entity_too_large;
    case Reason::unsupported: return ipp::status::attributes_or_values_not_supported;
    case Reason::gone: return ipp::status::gone;
    // A full disk, too. Of the statuses that mean "later", CUPS keeps the job and tries again on this one and on
    // server-error-busy; on server-error-temporary-error it gives up to the queue's error policy.
    case Reason::unavailable: return ipp::status::service_unavailable;
    case Reason::unconfirmed:
    case Reason::internal: break;
  }
  return ipp::status::internal_error;
}

Error refusal(std::uint16_t status, std::string sentence) {
  return {Reason::conflict, std::string(status_code_prefix) + std::to_string(status), std::move(sentence)};
}

http::Response challenge() {
  http::Response response = http::problem_response(
      {Reason::not_authenticated, "not-authenticated", "sign in with an app password from your account page"});
  response.status = 401;
  response.headers.set("WWW-Authenticate", "Basic realm=\"Tsuke\"");
  return response;
}

}  // namespace tsuke::ippdoor
