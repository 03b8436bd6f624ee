#include "platform/mail/hand_over.h"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "base/system_error.h"

namespace tsuke::mail {

namespace {

Error unavailable(std::string code, std::string what) {
  return {Reason::unavailable, std::move(code), std::move(what)};
}
Error lost() { return unavailable("connection-lost", "the mail listener closed the connection; try again later"); }

class Connection {
 public:
  explicit Connection(Duration patience) : patience_(patience) {}
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() {
    if (socket_ >= 0) ::close(socket_);
  }

  Result<void> open(const std::string& address, int port) {
    addrinfo hints{};
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (::getaddrinfo(address.c_str(), std::to_string(port).c_str(), &hints, &found) != 0)
      return Error{Reason::malformed, "bad-address", address + " is not a numeric address"};
    socket_ = ::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool connected = socket_ >= 0 && ::connect(socket_, found->ai_addr, found->ai_addrlen) == 0;
    const int failure = errno;
    ::freeaddrinfo(found);
    if (connected) return {};
    return unavailable("server-away", "the mail listener at " + address + ":" + std::to_string(port) +
                                          " is not there: " + system_message(failure) + "; try again later");
  }

  Result<void> send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return lost();
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return {};
  }

  // A whole reply: the text of its last line.
  Result<HandedOver> reply() {
    for (;;) {
      const auto end = buffer_.find("\r\n");
      if (end == std::string::npos) {
        TRY(receive());
        continue;
      }
      const std::string line = buffer_.substr(0, end);
      buffer_.erase(0, end + 2);
      if (line.size() < 3) return lost();
      if (line.size() > 3 && line[3] == '-') continue;
      return HandedOver{std::atoi(line.substr(0, 3).c_str()), line.size() > 4 ? line.substr(4) : ""};
    }
  }

  bool has_something() const {
    pollfd query{socket_, POLLIN, 0};
    return ::poll(&query, 1, 0) > 0;
  }

 private:
  Result<void> receive() {
    pollfd query{socket_, POLLIN, 0};
    const int ready = ::poll(&query, 1, static_cast<int>(patience_.micros / 1000));
    if (ready == 0) return unavailable("timeout", "the mail listener did not answer in time; try again later");
    char piece[4096];
    const ssize_t count = ready < 0 ? -1 : ::recv(socket_, piece, sizeof piece, 0);
    if (count <= 0) return lost();
    buffer_.append(piece, static_cast<std::size_t>(count));
    return {};
  }

  Duration patience_;
  int socket_ = -1;
  std::string buffer_;
};

using Read = std::function<Result<std::size_t>(std::span<char>)>;

// Ends early when the server has said something: it will have no more of it.
Result<void> send_message(Connection& connection, const Read& read) {
  DotStuffing stuffing;
  std::string first_line, wire;
  bool begun = false;
  char piece[32 << 10];
  for (;;) {
    const std::size_t count = TRY(read(piece));
    std::string_view bytes(piece, count);
    if (!begun) {
      first_line += bytes;
      if (count > 0 && first_line.size() < 5) continue;
      bytes = first_line;
      const auto end = bytes.find('\n');
      if (bytes.starts_with("From ") && end == std::string_view::npos && count > 0) continue;
      if (bytes.starts_with("From ")) bytes.remove_prefix(std::min(end, bytes.size() - 1) + 1);
      begun = true;
    }
    stuffing.append(bytes, wire);
    if (count == 0) break;
    TRY(connection.send(wire));
    wire.clear();
    if (connection.has_something()) return {};
  }
  stuffing.finish(wire);
  return connection.send(wire);
}

}  // namespace

Result<HandedOver> hand_over(const Handover& to, const Read& read) {
  for (const std::string& address : {to.sender, to.recipient})
    if (address.find_first_of("\r\n<> ") != std::string::npos)
      return Error{Reason::malformed, "bad-mail-address", "write addresses as name@example.com"};
  Connection connection(to.patience);
  TRY(connection.open(to.address, to.port));
  HandedOver said = TRY(connection.reply());
  for (const std::string& command : {std::string("EHLO localhost"), "MAIL FROM:<" + to.sender + "> BODY=8BITMIME",
                                     "RCPT TO:<" + to.recipient + ">", std::string("DATA")}) {
    if (!said.taken()) return said;
    TRY(connection.send(command + "\r\n"));
    said = TRY(connection.reply());
  }
  if (said.code != 354) return said;
  TRY(send_message(connection, read));
  said = TRY(connection.reply());
  (void)connection.send("QUIT\r\n");
  return said;
}

void DotStuffing::append(std::string_view bytes, std::string& to) {
  for (const char c : bytes) {
    const bool ends_crlf = after_cr_ && c == '\n';  // its line end is written already
    after_cr_ = c == '\r';
    if (ends_crlf) continue;
    if (c == '\n' || c == '\r') {
      to += "\r\n";
      at_line_start_ = true;
      continue;
    }
    if (at_line_start_ && c == '.') to += '.';
    at_line_start_ = false;
    to += c;
  }
}

void DotStuffing::finish(std::string& to) {
  if (!at_line_start_) to += "\r\n";
  to += ".\r\n";
}

}  // namespace tsuke::mail
