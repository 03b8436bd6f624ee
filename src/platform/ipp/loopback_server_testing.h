// A server of plain sockets on loopback whose every connection is served by a script: what a client test speaks with.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace tsuke::ipp {

class LoopbackConnection {
 public:
  explicit LoopbackConnection(int socket) : socket_(socket) {}
  // All bytes up to and with this mark; what came, when the client goes first.
  std::string read_until(std::string_view mark) {
    std::string bytes;
    char one;
    while (!bytes.ends_with(mark) && ::recv(socket_, &one, 1, 0) == 1) bytes.push_back(one);
    return bytes;
  }
  std::string read_exactly(std::size_t count) {
    std::string bytes(count, '\0');
    const ssize_t got = ::recv(socket_, bytes.data(), count, MSG_WAITALL);
    bytes.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
    return bytes;
  }
  void write(std::string_view bytes) { (void)::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL); }

 private:
  int socket_;
};

class LoopbackServer {
 public:
  using Script = std::function<void(LoopbackConnection&)>;
  // The first connection is served by the first script, and so on; one at a time, each closed at its script's end.
  explicit LoopbackServer(std::vector<Script> scripts) : listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    (void)::bind(listener_, reinterpret_cast<sockaddr*>(&address), size);
    (void)::listen(listener_, 8);
    (void)::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this, scripts = std::move(scripts)] { serve(scripts); });
  }
  ~LoopbackServer() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }
  int port() const { return port_; }
  std::string uri() const { return "ipp://127.0.0.1:" + std::to_string(port_) + "/ipp/print"; }

 private:
  void serve(const std::vector<Script>& scripts) {
    for (const Script& script : scripts) {
      const int socket = ::accept(listener_, nullptr, nullptr);
      if (socket < 0) return;
      LoopbackConnection connection(socket);
      script(connection);
      ::shutdown(socket, SHUT_RDWR);
      ::close(socket);
    }
  }

  int listener_;
  int port_ = 0;
  std::thread thread_;
};

}  // namespace tsuke::ipp
