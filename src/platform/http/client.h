// A plain, blocking HTTP/1.1 client for tests, the demo and the benchmark: http only, one connection, keep-alive.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace tsuke::http {

struct ClientResponse {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::string_view header(std::string_view name) const;  // case-insensitive; empty when absent
};

class Client {
 public:
  using Fields = std::vector<std::pair<std::string, std::string>>;

  // Connects at the first request, and again when the server has closed in between.
  Client(std::string address, int port, Duration timeout = seconds(10));
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // Sends a request and reads the whole answer. A Host header is added, and Content-Length when there is a body or the
  // method carries one. Fails with unavailable (refused, lost, timeout) or malformed (the answer is no HTTP); the
  // connection is closed then.
  Result<ClientResponse> request(std::string_view method, std::string_view target, std::string_view body = {},
                                 const Fields& fields = {});
  Result<ClientResponse> get(std::string_view target, const Fields& fields = {});

  // Sends a GET and reads the head only; next_line then yields the body's lines as they come, without their end.
  Result<ClientResponse> open_stream(std::string_view target, const Fields& fields = {});
  // Nothing at the stream's end. Fails with unavailable ("timeout") when no whole line came in time.
  Result<std::optional<std::string>> next_line(Duration timeout);

  // The bytes as they are, for tests of framing.
  Result<void> send_raw(std::string_view bytes);
  // One answer to what was sent raw. `head_request` tells that it has no body.
  Result<ClientResponse> read_response(bool head_request = false);
  // True when the server has closed and nothing is left to read; waits up to the timeout.
  bool closed_by_server(Duration timeout);
  void close();
  // For what next_line and others wait: the kernel's descriptor, or -1.
  int descriptor() const { return socket_; }

 private:
  Result<void> connect();
  Result<void> receive();  // appends at least one byte to buffer_; unavailable "ended" at the end
  Result<std::string> take_line();
  Result<std::string> take_bytes(std::size_t count);
  Result<ClientResponse> read_head();
  Result<bool> next_chunk();  // false at the last

  std::string address_;
  int port_;
  Duration timeout_;
  int socket_ = -1;
  std::string buffer_;
  std::string stream_text_;  // decoded bytes of an open stream
  bool chunked_ = false;
  bool close_after_ = false;
};

}  // namespace tsuke::http
