// HTTP/1.1 requests, responses and routing, written once against net::Stream.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "base/task.h"
#include "platform/net/net.h"

namespace tsuke::http {

class Headers {
 public:
  void set(std::string name, std::string value);  // replaces
  void add(std::string name, std::string value);
  std::string_view get(std::string_view name) const;  // case-insensitive; empty when absent
  bool has(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& all() const { return fields_; }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

// A request's body as it arrives: Content-Length or chunked, and Content-Encoding gzip/deflate undone. "100 Continue"
// is sent before the first read when the client asked for it; a handler that answers without reading refuses the body.
class Body {
 public:
  virtual ~Body() = default;
  // The next piece; empty at the end. The view lives until the next call. Fails with malformed (bad framing, bad
  // gzip), too_large (past limit()), unavailable (timeout, connection lost).
  virtual Task<Result<std::string_view>> read() = 0;
  // All of it. Fails with too_large when it has more than `limit_bytes`.
  virtual Task<Result<std::string>> read_all(std::size_t limit_bytes) = 0;
  virtual std::optional<std::int64_t> announced_bytes() const = 0;  // Content-Length
  // Bytes past which read() fails, decompressed; 1 MiB until a handler sets it.
  virtual void set_limit(std::int64_t bytes) = 0;
};

struct Request {
  std::string method;
  std::string path;                                        // decoded, without query
  std::vector<std::pair<std::string, std::string>> query;  // decoded
  Headers headers;
  std::map<std::string, std::string, std::less<>> parameters;  // from the route: {job}
  bool secure = false;
  bool from_loopback = false;
  std::string peer_address;
  Body* body = nullptr;
  net::Stream* connection = nullptr;  // for Signal::wait(timeout, connection) in a long poll or an event stream

  std::string_view query_value(std::string_view name) const;  // empty when absent
  std::string_view parameter(std::string_view name) const;    // asserts that the route names it
  std::string_view cookie(std::string_view name) const;
  std::string_view host() const { return headers.get("host"); }
  bool client_gone() const { return connection != nullptr && connection->peer_closed(); }
};

// Writes a response piece by piece (chunked), for documents and event streams.
class BodyWriter {
 public:
  virtual ~BodyWriter() = default;
  // Sends a piece; waits when the client reads slowly. Fails with unavailable when it is gone.
  virtual Task<Result<void>> write(std::string_view piece) = 0;
  // True as soon as the client has closed the connection (seen while waiting for something else).
  virtual bool closed() const = 0;
};

struct Response {
  int status = 200;
  Headers headers;
  std::string body;                                // sent with Content-Length …
  std::shared_ptr<const std::string> shared_body;  // … or this immutable one, not copied …
  // … or this, chunked. The Request lives until it ends. When it fails the connection is cut, so that the client sees
  // the body as incomplete.
  std::function<Task<Result<void>>(BodyWriter&)> stream;
  bool close = false;
};

Response json_response(const Json& value, int status = 200);
Response empty_response(int status = 204);
// RFC 9457 application/problem+json: type "urn:tsuke:problem:<code>", title, status, detail (the error's sentence),
// code. 401 carries no challenge; doors add their own.
Response problem_response(const Error& error);
int status_of(Reason reason);

using Handler = std::function<Task<Response>(Request&)>;

// Routes are declared with the access they need; a server refuses to start with a route that declares none.
//   router.add("GET", "/api/v1/jobs/{job}", Access::person, handler);   "{path*}" at the end takes the rest.
enum class Access { undeclared, open, person, device, token };

struct Route {
  std::string method;
  std::string pattern;
  Access access = Access::undeclared;
  Handler handler;
};

// A literal segment is preferred to a parameter, a parameter to a rest, whatever the order of declaration.
class Router {
 public:
  // Asserts that an access is declared, that the pattern begins with "/" and that no route is declared twice.
  void add(std::string method, std::string pattern, Access access, Handler handler);
  // Answers 404 and 405 (with Allow) as problems. HEAD is served by GET's handler. An exception becomes a 500.
  Task<Response> serve(Request& request) const;
  const std::vector<Route>& routes() const { return routes_; }

 private:
  // One segment deep in the tree of patterns.
  struct Node {
    std::map<std::string, std::size_t, std::less<>> literals;
    std::size_t parameter = 0;             // 0: none, since the root is nobody's child
    std::vector<std::size_t> routes;       // whose pattern ends here
    std::vector<std::size_t> rest_routes;  // whose pattern takes the rest from here
  };
  using Values = std::vector<std::string_view>;
  const std::vector<std::size_t>* find(std::size_t node, std::string_view rest, Values& values) const;
  std::size_t child(std::size_t node, std::string_view segment);

  std::vector<Route> routes_;
  std::vector<Node> nodes_{1};
};

struct Limits {
  std::size_t header_bytes = 16 << 10;
  std::size_t target_bytes = 4 << 10;
  Duration idle = seconds(75);          // between requests
  Duration header_time = seconds(20);   // from first byte to the end of the head
  Duration body_silence = seconds(60);  // longest pause inside a body
  Duration write_silence = seconds(60);
};

// Serves one connection until it ends: keep-alive, pipelined requests in order, Expect: 100-continue, chunked both
// ways. Refuses both Content-Length and Transfer-Encoding, repeated or absurd lengths, bare CR, and header bombs with
// 400/413/ 414/431 and closes. A request's unread body is drained when small, else the connection is closed after the
// answer. The router outlives the connection.
Task<void> serve_connection(net::Loop& loop, std::unique_ptr<net::Stream> stream, const Router& router,
                            Limits limits = {});

// Percent-decoding of a path or query part. Fails with malformed on "%zz" and NUL.
Result<std::string> percent_decode(std::string_view text, bool plus_is_space = false);
// "Basic" credentials of an Authorization header: user and password. Empty optional when there are none.
std::optional<std::pair<std::string, std::string>> basic_credentials(const Headers& headers);

// multipart/form-data, streamed: calls on_part for each part's headers (name, filename, content type), then on_data for
// its bytes. Fails with malformed.
struct Part {
  std::string name;
  std::string file_name;
  std::string content_type;
};
class MultipartReader {
 public:
  // Fails with malformed when the content type names no boundary.
  static Result<std::unique_ptr<MultipartReader>> create(std::string_view content_type, Body& body);
  virtual ~MultipartReader() = default;
  // The next part, or nothing after the last.
  virtual Task<Result<std::optional<Part>>> next() = 0;
  // The next piece of the current part; empty at its end.
  virtual Task<Result<std::string_view>> read() = 0;
};

}  // namespace tsuke::http
