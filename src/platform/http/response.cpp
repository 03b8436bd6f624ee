#include "platform/http/response.h"

#include <charconv>
#include <exception>

#include "base/log.h"
#include "platform/http/http_date.h"

namespace tsuke::http {

namespace {

// A body up to this size shares the write with its head: copying it costs less than a system call.
constexpr std::size_t joined_bytes_max = 32 << 10;

void append_number(std::string& to, std::size_t number, int base) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, number, base).ptr;
  to.append(digits, end);
}

// A value that carries foreign text cannot break out of its line.
void append_field(std::string& to, std::string_view name, std::string_view value) {
  to.append(name).append(": ");
  for (const char c : value) to.push_back(c == '\r' || c == '\n' || c == '\0' ? ' ' : c);
  to.append("\r\n");
}

bool may_have_body(int status) { return status >= 200 && status != 204 && status != 304; }

std::string head_of(const Response& response, std::size_t body_bytes, Manner manner, bool chunked) {
  std::string head;
  head.reserve(512 + (body_bytes <= joined_bytes_max ? body_bytes : 0));
  head.append("HTTP/1.1 ");
  append_number(head, static_cast<std::size_t>(response.status), 10);
  head.append(" ").append(phrase_of(response.status)).append("\r\n");
  head.append("Date: ").append(http_date_now()).append("\r\n");  // agents compare their clock with it
  for (const auto& [name, value] : response.headers.all()) append_field(head, name, value);
  if (chunked) {
    head.append("Transfer-Encoding: chunked\r\n");
  } else if (may_have_body(response.status) && !response.stream) {
    head.append("Content-Length: ");
    append_number(head, body_bytes, 10);
    head.append("\r\n");
  }
  if (!manner.keep_alive) head.append("Connection: close\r\n");
  if (manner.keep_alive && manner.minor_version == 0) head.append("Connection: keep-alive\r\n");
  head.append("\r\n");
  return head;
}

class ChunkWriter final : public BodyWriter {
 public:
  ChunkWriter(net::Stream& stream, bool chunked, Duration write_silence)
      : stream_(stream), chunked_(chunked), write_silence_(write_silence) {}

  Task<Result<void>> write(std::string_view piece) override {
    if (piece.empty()) co_return Result<void>{};  // an empty chunk would be the end
    if (!chunked_) co_return note(co_await stream_.write(piece, write_silence_));
    std::string framed;
    append_number(framed, piece.size(), 16);
    framed.append("\r\n");
    if (piece.size() <= joined_bytes_max) {
      framed.append(piece).append("\r\n");
      co_return note(co_await stream_.write(framed, write_silence_));
    }
    CO_TRY_VOID(note(co_await stream_.write(framed, write_silence_)));
    CO_TRY_VOID(note(co_await stream_.write(piece, write_silence_)));
    co_return note(co_await stream_.write("\r\n", write_silence_));
  }

  bool closed() const override { return failed_ || stream_.peer_closed(); }

  Task<Result<void>> finish() {
    if (!chunked_) co_return Result<void>{};
    co_return co_await stream_.write("0\r\n\r\n", write_silence_);
  }

 private:
  Result<void> note(Result<void> result) {
    if (!result.ok()) failed_ = true;
    return result;
  }

  net::Stream& stream_;
  bool chunked_;
  Duration write_silence_;
  bool failed_ = false;
};

Error body_failed() { return {Reason::unavailable, "body-failed", "the body could not be made to its end"}; }

Task<Result<void>> run_stream(const Response& response, BodyWriter& writer) {
  try {
    co_return co_await response.stream(writer);
  } catch (const std::exception& failure) { log::error("body-stream-failed", {{"why", failure.what()}}); } catch (...) {
    log::error("body-stream-failed", {{"why", "an exception of unknown kind"}});
  }
  co_return body_failed();
}

Task<Result<void>> send_stream(net::Stream& stream, Response& response, Manner manner, Duration write_silence) {
  const bool chunked = manner.minor_version >= 1;
  const std::string head = head_of(response, 0, manner, chunked);
  CO_TRY_VOID(co_await stream.write(head, write_silence));
  if (manner.head_only) co_return Result<void>{};
  ChunkWriter writer(stream, chunked, write_silence);
  CO_TRY_VOID(co_await run_stream(response, writer));
  co_return co_await writer.finish();
}

}  // namespace

Task<Result<void>> send_response(net::Stream& stream, Response& response, Manner manner, Duration write_silence) {
  if (response.stream && may_have_body(response.status)) {
    co_return co_await send_stream(stream, response, manner, write_silence);
  }
  const std::string_view body = response.shared_body ? *response.shared_body : response.body;
  const bool with_body = !manner.head_only && may_have_body(response.status);
  std::string head = head_of(response, body.size(), manner, false);
  if (with_body && body.size() <= joined_bytes_max) head.append(body);
  CO_TRY_VOID(co_await stream.write(head, write_silence));
  if (!with_body || body.size() <= joined_bytes_max) co_return Result<void>{};
  co_return co_await stream.write(body, write_silence);
}

std::string_view phrase_of(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Content";
    case 426: return "Upgrade Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    case 505: return "HTTP Version Not Supported";
    default: return status < 400 ? "OK" : "Error";
  }
}

int status_of(Reason reason) {
  switch (reason) {
    case Reason::malformed: return 400;
    case Reason::not_authenticated: return 401;
    case Reason::not_permitted: return 403;
    case Reason::not_found: return 404;
    case Reason::conflict: return 409;
    case Reason::limit_reached: return 429;
    case Reason::too_large: return 413;
    case Reason::unsupported: return 422;
    case Reason::gone: return 410;
    case Reason::unconfirmed: return 409;
    case Reason::unavailable: return 503;
    case Reason::internal: return 500;
  }
  return 500;
}

Response json_response(const Json& value, int status) {
  Response response;
  response.status = status;
  response.headers.add("Content-Type", "application/json");
  response.body = value.dump();
  return response;
}

Response empty_response(int status) {
  Response response;
  response.status = status;
  return response;
}

namespace {

Response problem(int status, std::string_view code, std::string_view detail) {
  Json members = Json::object();
  members.set("type", "urn:tsuke:problem:" + std::string(code));
  members.set("title", phrase_of(status));
  members.set("status", status);
  members.set("detail", detail);
  members.set("code", code);
  Response response = json_response(members, status);
  response.headers.set("Content-Type", "application/problem+json");
  return response;
}

}  // namespace

Response problem_response(const Error& error) {
  const std::string_view code = error.code.empty() ? to_string(error.reason) : std::string_view(error.code);
  return problem(status_of(error.reason), code, error.what);
}

Response refusal_response(int status, std::string_view why) {
  Response response = problem(status, "bad-request", why);
  response.close = true;
  return response;
}

}  // namespace tsuke::http
