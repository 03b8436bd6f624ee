#include "platform/http/client.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tsuke::http {
namespace {

// A socket on which nobody answers but the test itself.
class Listener {
 public:
  Listener() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::bind(socket_, reinterpret_cast<sockaddr*>(&at), sizeof at), 0);
    EXPECT_EQ(::listen(socket_, 8), 0);
  }
  ~Listener() { ::close(socket_); }
  int port() const {
    sockaddr_in at{};
    socklen_t size = sizeof at;
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&at), &size);
    return ntohs(at.sin_port);
  }
  int accept() const { return ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC); }

 private:
  int socket_;
};

void answer(int connection, const std::string& body) {
  const std::string text = "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  ASSERT_EQ(::send(connection, text.data(), text.size(), MSG_NOSIGNAL), static_cast<ssize_t>(text.size()));
}

TEST(ClientTest, ALateAnswerIsNotTakenForTheNextOnes) {
  const Listener listener;
  Client client("127.0.0.1", listener.port(), milliseconds(20));
  EXPECT_EQ(client.get("/first").error().code, "timeout");
  const int first = listener.accept();
  answer(first, "the answer to the first");
  EXPECT_EQ(client.descriptor(), -1);
  ASSERT_TRUE(client.send_raw("GET /second HTTP/1.1\r\nHost: x\r\n\r\n").ok());
  const int second = listener.accept();
  answer(second, "the answer to the second");
  EXPECT_EQ(client.read_response().value().body, "the answer to the second");
  ::close(first);
  ::close(second);
}

}  // namespace
}  // namespace tsuke::http
