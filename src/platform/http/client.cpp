#include "platform/http/client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>

#include "base/system_error.h"
#include "platform/http/text.h"

namespace tsuke::http {

namespace {

Error lost(std::string_view why) { return {Reason::unavailable, "connection-lost", std::string(why)}; }
Error timed_out() { return {Reason::unavailable, "timeout", "the server did not answer in time"}; }
Error ended() { return {Reason::unavailable, "ended", "the server closed the connection"}; }
Error not_http() { return {Reason::malformed, "not-http", "the answer is no HTTP"}; }

Result<void> wait_readable(int socket, Duration timeout) {
  pollfd query{socket, POLLIN, 0};
  const int ready = ::poll(&query, 1, static_cast<int>(timeout.micros / 1000));
  if (ready == 0) return timed_out();
  if (ready < 0) return lost(system_message(errno));
  return {};
}

}  // namespace

std::string_view ClientResponse::header(std::string_view name) const {
  for (const auto& [field, value] : headers)
    if (equal_ignoring_case(field, name)) return value;
  return {};
}

Client::Client(std::string address, int port, Duration timeout)
    : address_(std::move(address)), port_(port), timeout_(timeout) {}

Client::~Client() { close(); }

void Client::close() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
  buffer_.clear();
  stream_text_.clear();
}

Result<void> Client::connect() {
  if (socket_ >= 0) return {};
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(port_));
  if (::inet_pton(AF_INET, address_.c_str(), &to.sin_addr) != 1) return lost("the address is not an IPv4 address");
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket_ < 0) return lost(system_message(errno));
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0) return {};
  const Error failure = lost(system_message(errno));
  close();
  return failure;
}

Result<void> Client::send_raw(std::string_view bytes) {
  TRY(connect());
  while (!bytes.empty()) {
    const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return lost(system_message(errno));
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

Result<void> Client::receive() {
  if (socket_ < 0) return lost("not connected");
  TRY(wait_readable(socket_, timeout_));
  char piece[16 << 10];
  const ssize_t count = ::recv(socket_, piece, sizeof piece, 0);
  if (count == 0) return ended();
  if (count < 0) return lost(system_message(errno));
  buffer_.append(piece, static_cast<std::size_t>(count));
  return {};
}

Result<std::string> Client::take_line() {
  std::size_t end = 0;
  while ((end = buffer_.find("\r\n")) == std::string::npos) TRY(receive());
  std::string line = buffer_.substr(0, end);
  buffer_.erase(0, end + 2);
  return line;
}

Result<std::string> Client::take_bytes(std::size_t count) {
  while (buffer_.size() < count) TRY(receive());
  std::string bytes = buffer_.substr(0, count);
  buffer_.erase(0, count);
  return bytes;
}

Result<ClientResponse> Client::read_head() {
  ClientResponse response;
  do {  // an interim "100 Continue" is passed over
    const std::string line = TRY(take_line());
    if (!line.starts_with("HTTP/1.") || line.size() < 12) return not_http();
    const auto [end, failure] = std::from_chars(line.data() + 9, line.data() + 12, response.status);
    if (failure != std::errc() || end != line.data() + 12) return not_http();
    response.headers.clear();
    for (std::string field = TRY(take_line()); !field.empty(); field = TRY(take_line())) {
      const std::size_t colon = field.find(':');
      if (colon == std::string::npos) return not_http();
      response.headers.emplace_back(field.substr(0, colon), trim(std::string_view(field).substr(colon + 1)));
    }
  } while (response.status < 200);
  chunked_ = equal_ignoring_case(response.header("transfer-encoding"), "chunked");
  close_after_ = equal_ignoring_case(response.header("connection"), "close");
  return response;
}

Result<bool> Client::next_chunk() {
  const std::string line = TRY(take_line());
  std::size_t size = 0;
  const auto [end, failure] = std::from_chars(line.data(), line.data() + line.size(), size, 16);
  if (failure != std::errc() || end == line.data()) return not_http();
  stream_text_ += TRY(take_bytes(size));
  TRY(take_line());
  return size != 0;
}

Result<ClientResponse> Client::read_response(bool head_request) {
  ClientResponse response = TRY(read_head());
  const std::string_view length = response.header("content-length");
  if (head_request || response.status == 204 || response.status == 304) {
    // no body
  } else if (chunked_) {
    stream_text_.clear();
    while (TRY(next_chunk())) {}
    response.body = std::exchange(stream_text_, {});
  } else if (!length.empty()) {
    std::size_t count = 0;
    std::from_chars(length.data(), length.data() + length.size(), count);
    response.body = TRY(take_bytes(count));
  } else {
    Result<void> more;
    while ((more = receive()).ok()) {}
    if (more.error().code != "ended") return more.take_error();
    response.body = std::exchange(buffer_, {});
    close_after_ = true;
  }
  if (close_after_) close();
  return response;
}

Result<ClientResponse> Client::request(std::string_view method, std::string_view target, std::string_view body,
                                       const Fields& fields) {
  std::string bytes(method);
  bytes.append(" ").append(target).append(" HTTP/1.1\r\nHost: ");
  bytes.append(address_).append(":").append(std::to_string(port_)).append("\r\n");
  for (const auto& [name, value] : fields) bytes.append(name).append(": ").append(value).append("\r\n");
  if (!body.empty() || method == "POST" || method == "PUT" || method == "PATCH")
    bytes.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
  bytes.append("\r\n").append(body);
  // An idle connection may have been closed meanwhile.
  if (socket_ >= 0 && closed_by_server(Duration{0})) close();
  Result<void> sent = send_raw(bytes);
  Result<ClientResponse> answer =
      sent.ok() ? read_response(method == "HEAD") : Result<ClientResponse>(sent.take_error());
  if (!answer.ok()) close();  // an answer that still comes must not be taken for the next one's
  return answer;
}

Result<ClientResponse> Client::get(std::string_view target, const Fields& fields) {
  return request("GET", target, {}, fields);
}

Result<ClientResponse> Client::open_stream(std::string_view target, const Fields& fields) {
  std::string bytes = "GET " + std::string(target) + " HTTP/1.1\r\nHost: " + address_ + "\r\n";
  for (const auto& [name, value] : fields) bytes.append(name).append(": ").append(value).append("\r\n");
  TRY(send_raw(bytes + "\r\n"));
  stream_text_.clear();
  return read_head();
}

Result<std::optional<std::string>> Client::next_line(Duration timeout) {
  const Duration usual = std::exchange(timeout_, timeout);
  Result<bool> more = true;
  std::size_t end = 0;
  while ((end = stream_text_.find('\n')) == std::string::npos && more.ok() && more.value()) more = next_chunk();
  timeout_ = usual;
  if (end == std::string::npos) {
    if (!more.ok()) return more.take_error();
    return std::optional<std::string>();
  }
  std::string line = stream_text_.substr(0, end);
  stream_text_.erase(0, end + 1);
  if (line.ends_with('\r')) line.pop_back();
  return std::optional(std::move(line));
}

bool Client::closed_by_server(Duration timeout) {
  if (socket_ < 0) return true;
  if (!buffer_.empty() || !wait_readable(socket_, timeout).ok()) return false;
  char byte = 0;
  return ::recv(socket_, &byte, 1, MSG_PEEK | MSG_DONTWAIT) <= 0;
}

}  // namespace tsuke::http
