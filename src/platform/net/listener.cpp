#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/log.h"
#include "base/system_error.h"
#include "platform/net/socket_stream.h"

namespace tsuke::net {

namespace {

constexpr Duration first_byte_time = seconds(20);
constexpr Duration handshake_time = seconds(20);
constexpr Duration pause_when_exhausted = milliseconds(100);
constexpr unsigned char tls_handshake_record = 0x16;

// What the accepting coroutine and the connections share; each keeps it alive.
struct Service {
  std::shared_ptr<Core> core;
  std::shared_ptr<Descriptor> socket;
  TlsContext tls;  // null: plain only
  ListenOptions options;
  std::function<Task<void>(std::unique_ptr<Stream>)> serve;
  int open = 0;
  SourcePlace waiting_for_room;
};

// One open connection, for as long as it lives.
class Seat {
 public:
  explicit Seat(std::shared_ptr<Service> service) : service_(std::move(service)) { ++service_->open; }
  Seat(const Seat&) = delete;
  Seat& operator=(const Seat&) = delete;
  ~Seat() {
    --service_->open;
    service_->core->settle_all(service_->waiting_for_room, Outcome::ready);
  }

 private:
  std::shared_ptr<Service> service_;
};

bool plain_is_served(const Service& service, const Peer& peer) {
  return peer.loopback || service.options.plain_from_anywhere;
}

// True when the client begins with a TLS handshake; looks without taking the byte.
Task<Result<bool>> begins_with_tls(std::shared_ptr<Descriptor> socket) {
  while (!socket->closed()) {
    unsigned char first = 0;
    const ssize_t count = ::recv(socket->fd(), &first, 1, MSG_PEEK | MSG_DONTWAIT);
    if (count == 1) co_return first == tls_handshake_record;
    if (count == 0) break;
    if (errno == EINTR) continue;
    if (errno != EAGAIN) break;
    if (co_await socket->readiness(Direction::read, first_byte_time) != Outcome::ready) break;
  }
  co_return Error{Reason::unavailable, "connection-lost", "the client said nothing"};
}

Task<std::unique_ptr<Stream>> make_stream(std::shared_ptr<Service> service, std::shared_ptr<Descriptor> socket,
                                          Peer peer) {
  bool secure = false;
  if (service->tls) {
    const Result<bool> first = co_await begins_with_tls(socket);
    if (!first.ok()) co_return nullptr;
    secure = first.value();
  }
  if (!secure) {
    if (!plain_is_served(*service, peer)) co_return nullptr;
    co_return make_plain_stream(service->core, std::move(socket), std::move(peer));
  }
  auto made = co_await accept_tls(service->core, std::move(socket), std::move(peer), service->tls, handshake_time);
  if (!made.ok()) co_return nullptr;
  co_return made.take();
}

Task<void> serve_client(std::shared_ptr<Service> service, std::shared_ptr<Descriptor> socket, Peer peer) {
  const Seat seat(service);
  auto stream = co_await make_stream(service, socket, std::move(peer));
  if (stream == nullptr) {
    socket->close();
    co_return;
  }
  socket.reset();
  co_await service->serve(std::move(stream));
}

void take_in(const std::shared_ptr<Service>& service, int fd, const sockaddr_storage& address) {
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  spawn(serve_client(service, service->core->adopt(fd), describe_peer(address)));
}

// Says what went wrong once per spell, not once per try.
void report_accept_failure(int error, int& last_reported) {
  if (error != last_reported) log::warning("accept-refused", {{"why", system_message(error)}});
  last_reported = error;
}

bool out_of_resources(int error) { return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM; }

Task<void> accept_clients(std::shared_ptr<Service> service) {
  const std::shared_ptr<Descriptor> socket = service->socket;
  int last_reported = 0;
  while (!socket->closed()) {
    if (service->open >= service->options.connections_max) {
      Wait room(*service->core, hours(1), &service->waiting_for_room);
      co_await room;
      continue;
    }
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    const int fd =
        ::accept4(socket->fd(), reinterpret_cast<sockaddr*>(&address), &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd >= 0) {
      last_reported = 0;
      take_in(service, fd, address);
      continue;
    }
    const int error = errno;
    if (error == EAGAIN) {
      co_await socket->readiness(Direction::read, hours(1));
    } else if (out_of_resources(error)) {
      report_accept_failure(error, last_reported);
      Wait pause(*service->core, pause_when_exhausted);
      co_await pause;
    } else if (error != EINTR && error != ECONNABORTED) {
      report_accept_failure(error, last_reported);
      Wait pause(*service->core, pause_when_exhausted);
      co_await pause;
    }
  }
}

class SocketListener final : public Listener {
 public:
  SocketListener(std::shared_ptr<Service> service, int port) : service_(std::move(service)), port_(port) {}
  ~SocketListener() override { close(); }
  int port() const override { return port_; }
  void close() override {
    service_->socket->close();
    service_->core->settle_all(service_->waiting_for_room, Outcome::lost);
  }

 private:
  std::shared_ptr<Service> service_;
  int port_;
};

Error listen_failure(const ListenOptions& options, int error) {
  const std::string where = options.address + ":" + std::to_string(options.port);
  if (error == EADDRINUSE)
    return {Reason::unavailable, "address-in-use", where + " is in use by another program; choose another port"};
  if (error == EACCES)
    return {Reason::unavailable, "address-not-permitted", where + " needs a right that this process does not have"};
  return {Reason::unavailable, "address-unavailable", "cannot listen on " + where + ": " + system_message(error)};
}

struct Address {
  sockaddr_storage storage{};
  socklen_t length = 0;
};

Result<Address> numeric_address(const ListenOptions& options) {
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(options.address.c_str(), std::to_string(options.port).c_str(), &hints, &found) != 0)
    return Error{Reason::malformed, "bad-address", options.address + " is not a numeric address to listen on"};
  Address address;
  std::memcpy(&address.storage, found->ai_addr, found->ai_addrlen);
  address.length = found->ai_addrlen;
  ::freeaddrinfo(found);
  return address;
}

int port_of(int fd) {
  sockaddr_storage bound{};
  socklen_t length = sizeof bound;
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&bound), &length);
  if (bound.ss_family == AF_INET6) return ntohs(reinterpret_cast<sockaddr_in6&>(bound).sin6_port);
  return ntohs(reinterpret_cast<sockaddr_in&>(bound).sin_port);
}

Result<int> open_socket(const ListenOptions& options) {
  const Address address = TRY(numeric_address(options));
  const int family = address.storage.ss_family;
  const int fd = ::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return listen_failure(options, errno);
  const int on = 1;
  const int off = 0;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (family == AF_INET6) ::setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);  // "::" serves IPv4 too
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&address.storage), address.length) == 0 &&
      ::listen(fd, SOMAXCONN) == 0)
    return fd;
  const int error = errno;
  ::close(fd);
  return listen_failure(options, error);
}

}  // namespace

Result<std::unique_ptr<Listener>> listen(Loop& loop, ListenOptions options,
                                         std::function<Task<void>(std::unique_ptr<Stream>)> serve) {
  auto service = std::make_shared<Service>();
  service->core = core_of(loop);
  if (!options.tls.certificate_file.empty() || !options.tls.key_file.empty())
    service->tls = TRY(make_tls_context(options.tls));
  const int fd = TRY(open_socket(options));
  service->options = std::move(options);
  service->serve = std::move(serve);
  service->socket = service->core->adopt(fd);
  spawn(accept_clients(service));
  return std::unique_ptr<Listener>(std::make_unique<SocketListener>(std::move(service), port_of(fd)));
}

}  // namespace tsuke::net
