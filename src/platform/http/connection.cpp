#include "platform/http/head_parser.h"
#include "platform/http/http.h"
#include "platform/http/input.h"
#include "platform/http/request_body.h"
#include "platform/http/response.h"

namespace tsuke::http {

namespace {

constexpr std::size_t head_buffer_bytes = 4 << 10;
constexpr std::size_t lingering_bytes_max = 256 << 10;
constexpr Duration lingering_silence = seconds(2);

// What outlives a request on a connection: kept small, since most connections are idle most of the time.
struct Connection {
  net::Stream& stream;
  const Router& router;
  const Limits& limits;
  Input input{stream};
};

// Waits without a buffer for the next request; false when there will be none.
Task<bool> wait_for_request(Connection& connection) {
  if (!connection.input.bytes().empty()) co_return true;
  connection.input.release_if_empty();
  const auto readable = co_await connection.stream.wait_readable(connection.limits.idle);
  co_return readable.ok();
}

struct HeadOutcome {
  bool ended = false;  // the client has gone, or never began
  std::size_t bytes = 0;
  std::optional<Refusal> refusal;
};

// Receives until a whole head is there.
Task<HeadOutcome> receive_head(Connection& connection) {
  HeadScanner scanner(connection.limits);
  HeadOutcome outcome;
  Duration left = connection.limits.header_time;
  Duration started{};
  while (true) {
    const auto length = scanner.scan(connection.input.bytes(), outcome.refusal);
    if (length) outcome.bytes = *length;
    if (length || outcome.refusal) co_return outcome;
    // The first receive follows a sign of life: only a head in pieces needs the clock.
    if (!connection.input.bytes().empty()) {
      const Duration now = monotonic_now();
      if (started.micros == 0) started = now;
      left = connection.limits.header_time - (now - started);
    }
    const auto count = co_await connection.input.receive(head_buffer_bytes, left);
    if (!count.ok() && count.error().code == "timeout" && !connection.input.bytes().empty()) {
      outcome.refusal = Refusal{408, "the request did not come in time"};
      co_return outcome;
    }
    if (!count.ok() || count.value() == 0) {
      outcome.ended = true;
      co_return outcome;
    }
  }
}

// Closing at once would destroy an answer that the client has not read yet while it still sends: read over a little.
Task<void> linger(Connection& connection) {
  connection.stream.end_writing();
  std::size_t seen = 0;
  while (seen < lingering_bytes_max) {
    connection.input.take(connection.input.bytes().size());
    const auto count = co_await connection.input.receive(16 << 10, lingering_silence);
    if (!count.ok() || count.value() == 0) break;
    seen += count.value();
  }
}

Task<void> refuse(Connection& connection, Refusal refusal) {
  Response response = refusal_response(refusal.status, refusal.why);
  const auto sent =
      co_await send_response(connection.stream, response, {.keep_alive = false}, connection.limits.write_silence);
  if (sent.ok()) co_await linger(connection);
}

Request make_request(Head& head, net::Stream& stream, Body& body) {
  Request request;
  request.method = std::move(head.method);
  request.path = std::move(head.path);
  request.query = std::move(head.query);
  request.headers = std::move(head.headers);
  request.secure = stream.secure();
  request.from_loopback = stream.from_loopback();
  request.peer_address = stream.peer_address();
  request.body = &body;
  request.connection = &stream;
  return request;
}

// Answers one request whose head was parsed; true when the connection can carry another.
Task<bool> answer(Connection& connection, Head& head) {
  RequestBody body(connection.input, connection.stream, head, connection.limits);
  Request request = make_request(head, connection.stream, body);
  const bool head_only = request.method == "HEAD";
  Response response = co_await connection.router.serve(request);
  const bool delimited = !response.stream || head.minor_version >= 1;
  const bool reusable = head.keep_alive && !response.close && delimited && body.little_left();
  const Manner manner{.head_only = head_only, .minor_version = head.minor_version, .keep_alive = reusable};
  const auto sent = co_await send_response(connection.stream, response, manner, connection.limits.write_silence);
  if (!sent.ok()) co_return false;
  // The client has its answer before what it still sends is read over.
  const bool at_next = co_await body.finish();
  if (!at_next) co_await linger(connection);
  co_return reusable&& at_next;
}

// Everything a request needs lives in this frame and goes with it.
Task<bool> serve_request(Connection& connection) {
  HeadOutcome outcome = co_await receive_head(connection);
  if (outcome.ended) co_return false;
  Head head;
  if (!outcome.refusal) outcome.refusal = parse_head(connection.input.bytes().substr(0, outcome.bytes), head);
  if (!outcome.refusal && !is_known_coding(head.headers.get("content-encoding")))
    outcome.refusal = Refusal{415, "of content codings only gzip and deflate are understood"};
  if (outcome.refusal) {
    co_await refuse(connection, *outcome.refusal);
    co_return false;
  }
  connection.input.take(outcome.bytes);
  co_return co_await answer(connection, head);
}

}  // namespace

Task<void> serve_connection(net::Loop&, std::unique_ptr<net::Stream> stream, const Router& router, Limits limits) {
  Connection connection{*stream, router, limits};
  while (co_await wait_for_request(connection)) {
    const bool more = co_await serve_request(connection);
    if (!more) break;
  }
}

}  // namespace tsuke::http
