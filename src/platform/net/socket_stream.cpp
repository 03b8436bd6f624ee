#include "platform/net/socket_stream.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>

#include <cerrno>
#include <cstring>

#include "platform/net/socket_stream_base.h"

namespace tsuke::net {

Error timed_out() { return {Reason::unavailable, "timeout", "the other side was silent for too long"}; }
Error connection_lost() { return {Reason::unavailable, "connection-lost", "the connection was lost"}; }

Result<void> to_result(Outcome outcome) {
  switch (outcome) {
    case Outcome::ready: return {};
    case Outcome::timeout: return timed_out();
    default: return connection_lost();
  }
}

SocketStream::SocketStream(std::shared_ptr<Core> core, std::shared_ptr<Descriptor> socket, Peer peer)
    : core_(std::move(core)), socket_(std::move(socket)), peer_(std::move(peer)) {}

SocketStream::~SocketStream() { socket_->close(); }

Task<Result<void>> SocketStream::wait_readable(Duration timeout) {
  if (has_buffered()) co_return Result<void>{};
  co_return to_result(co_await socket_->readiness(Direction::read, timeout));
}

bool SocketStream::peer_closed() const {
  if (socket_->closed()) return true;
  pollfd query{socket_->fd(), POLLRDHUP, 0};
  return ::poll(&query, 1, 0) == 1 && (query.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

void SocketStream::watch_closed(std::function<void()> on_closed) {
  if (!on_closed) return socket_->watch_readable({});
  socket_->watch_readable([this, on_closed = std::move(on_closed)] {
    if (peer_closed()) on_closed();
  });
}

void SocketStream::end_writing() {
  if (!socket_->closed()) ::shutdown(socket_->fd(), SHUT_WR);
}

namespace {

class PlainStream final : public SocketStream {
 public:
  using SocketStream::SocketStream;

  Task<Result<std::size_t>> read_some(std::span<char> into, Duration timeout) override {
    const std::shared_ptr<Descriptor> socket = socket_;  // the stream may go while this waits
    while (!socket->closed()) {
      const ssize_t count = ::recv(socket->fd(), into.data(), into.size(), MSG_DONTWAIT);
      if (count >= 0) co_return static_cast<std::size_t>(count);
      if (errno == EINTR) continue;
      if (errno != EAGAIN) break;
      const Outcome outcome = co_await socket->readiness(Direction::read, timeout);
      if (outcome == Outcome::timeout) co_return timed_out();
      if (outcome == Outcome::lost) break;
    }
    co_return connection_lost();
  }

  Task<Result<void>> write(std::string_view bytes, Duration timeout) override {
    const std::shared_ptr<Descriptor> socket = socket_;
    while (!bytes.empty()) {
      if (socket->closed()) co_return connection_lost();
      const ssize_t count = ::send(socket->fd(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
      if (count >= 0) {
        bytes.remove_prefix(static_cast<std::size_t>(count));
        continue;
      }
      if (errno == EINTR) continue;
      if (errno != EAGAIN) co_return connection_lost();
      const Outcome outcome = co_await socket->readiness(Direction::write, timeout);
      if (outcome != Outcome::ready) co_return outcome == Outcome::timeout ? timed_out() : connection_lost();
    }
    co_return Result<void>{};
  }

  bool secure() const override { return false; }

 protected:
  bool has_buffered() const override { return false; }
};

}  // namespace

std::unique_ptr<Stream> make_plain_stream(std::shared_ptr<Core> core, std::shared_ptr<Descriptor> socket, Peer peer) {
  return std::make_unique<PlainStream>(std::move(core), std::move(socket), std::move(peer));
}

Peer describe_peer(const sockaddr_storage& address) {
  char text[INET6_ADDRSTRLEN] = "";
  if (address.ss_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
    ::inet_ntop(AF_INET, &v4.sin_addr, text, sizeof text);
    return {text, (ntohl(v4.sin_addr.s_addr) >> 24) == 127};
  }
  const auto& v6 = reinterpret_cast<const sockaddr_in6&>(address).sin6_addr;
  if (IN6_IS_ADDR_V4MAPPED(&v6)) {
    ::inet_ntop(AF_INET, v6.s6_addr + 12, text, sizeof text);
    return {text, v6.s6_addr[12] == 127};
  }
  ::inet_ntop(AF_INET6, &v6, text, sizeof text);
  return {text, IN6_IS_ADDR_LOOPBACK(&v6) != 0};
}

}  // namespace tsuke::net
