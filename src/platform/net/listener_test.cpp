// Streams over real sockets: plain and TLS on one port, limits, and every order of ending.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <openssl/ssl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>
#include <tuple>
#include <vector>

#include "base/bytes.h"
#include "base/log.h"
#include "platform/net/net.h"

namespace tsuke::net {
namespace {

Task<void> echo(std::unique_ptr<Stream> stream) {
  char buffer[4096];
  while (true) {
    const auto count = co_await stream->read_some(buffer, seconds(10));
    if (!count.ok() || count.value() == 0) co_return;
    const auto written = co_await stream->write(std::string_view(buffer, count.value()), seconds(10));
    if (!written.ok()) co_return;
  }
}

// A folder that vanishes with the test.
class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / ("tsuke-net-" + to_hex(random_bytes(8)))) {}
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

int connect_to(int port) {
  sockaddr_in to{.sin_family = AF_INET, .sin_port = htons(static_cast<std::uint16_t>(port))};
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval patience{10, 0};
  ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  EXPECT_EQ(0, ::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to));
  return fd;
}

// Sends and waits for the same bytes to come back.
std::string echoed(int fd, std::string_view bytes) {
  EXPECT_EQ(static_cast<ssize_t>(bytes.size()), ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL));
  std::string back(bytes.size(), '\0');
  const ssize_t count = ::recv(fd, back.data(), back.size(), MSG_WAITALL);
  back.resize(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
  return back;
}

class TlsClient {
 public:
  TlsClient(int fd, const std::string& authority, const std::string& host, int version_max = 0)
      : fd_(fd), context_(SSL_CTX_new(TLS_client_method())) {
    SSL_CTX_load_verify_file(context_, authority.c_str());
    SSL_CTX_set_verify(context_, SSL_VERIFY_PEER, nullptr);
    if (version_max != 0) SSL_CTX_set_max_proto_version(context_, version_max);
    if (version_max != 0) SSL_CTX_set_security_level(context_, 0);
    ssl_ = SSL_new(context_);
    SSL_set_fd(ssl_, fd);
    SSL_set1_host(ssl_, host.c_str());
    connected_ = SSL_connect(ssl_) == 1;
  }
  ~TlsClient() {
    SSL_free(ssl_);
    SSL_CTX_free(context_);
    ::close(fd_);
  }
  bool connected() const { return connected_; }
  std::string echoed(std::string_view bytes) {
    EXPECT_EQ(static_cast<int>(bytes.size()), SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size())));
    std::string back;
    char buffer[4096];
    while (back.size() < bytes.size()) {
      const int count = SSL_read(ssl_, buffer, sizeof buffer);
      if (count <= 0) break;
      back.append(buffer, static_cast<std::size_t>(count));
    }
    return back;
  }
  std::string version() const { return SSL_get_version(ssl_); }

 private:
  int fd_;
  SSL_CTX* context_;
  SSL* ssl_ = nullptr;
  bool connected_ = false;
};

class Listening : public ::testing::Test {
 protected:
  void start(ListenOptions options, std::function<Task<void>(std::unique_ptr<Stream>)> serve = echo) {
    auto made = listen(*loop, std::move(options), std::move(serve));
    ASSERT_TRUE(made.ok()) << made.error().what;
    listener = made.take();
    thread = std::thread([this] { loop->run(); });
  }
  void stop() {
    loop->stop();
    if (thread.joinable()) thread.join();
  }
  void TearDown() override { stop(); }
  TlsFiles certificate() {
    const std::vector<std::string> hosts{"localhost", "127.0.0.1", "printer.example"};
    return ensure_local_certificate(folder.path(), hosts).take();
  }

  Folder folder;
  std::unique_ptr<Loop> loop = Loop::create();
  std::unique_ptr<Listener> listener;
  std::thread thread;
};

TEST_F(Listening, OnePortSpeaksPlainAndTls) {
  start({.tls = certificate()});
  const int plain = connect_to(listener->port());
  EXPECT_EQ("plain text", echoed(plain, "plain text"));
  TlsClient secure(connect_to(listener->port()), folder.path() + "/ca.pem", "localhost");
  ASSERT_TRUE(secure.connected());
  EXPECT_EQ("TLSv1.3", secure.version());
  const std::string much(300'000, 'x');
  EXPECT_EQ("in secret", secure.echoed("in secret"));
  EXPECT_EQ(much.substr(0, 4000), secure.echoed(much.substr(0, 4000)));
  EXPECT_EQ("still here", echoed(plain, "still here"));
  ::close(plain);
}

TEST_F(Listening, TlsIsAtLeast12AndNamesItsHosts) {
  start({.tls = certificate()});
  const std::string authority = folder.path() + "/ca.pem";
  const auto connects = [&](const std::string& host, int version) {
    return TlsClient(connect_to(listener->port()), authority, host, version).connected();
  };
  EXPECT_TRUE(connects("printer.example", 0));
  EXPECT_TRUE(connects("localhost", TLS1_2_VERSION));
  EXPECT_FALSE(connects("localhost", TLS1_1_VERSION));
  EXPECT_FALSE(connects("elsewhere.example", 0));
}

TEST_F(Listening, AFailedHandshakeHarmsNobody) {
  start({.tls = certificate()});
  const int hostile = connect_to(listener->port());
  ASSERT_EQ(5, ::send(hostile, "\x16\x03\x01\xff\xff", 5, MSG_NOSIGNAL));
  const int silent = connect_to(listener->port());
  EXPECT_EQ("fine", echoed(connect_to(listener->port()), "fine"));
  ::close(hostile);
  ::close(silent);
}

TEST_F(Listening, RefusesBadFilesAndAddressesInUse) {
  const auto code = [&](ListenOptions options) {
    auto made = listen(*loop, std::move(options), echo);
    return made.ok() ? std::string("listens") : made.error().code;
  };
  EXPECT_EQ("bad-certificate", code({.tls = {"/nonexistent", "/nonexistent"}}));
  const TlsFiles files = certificate();
  EXPECT_EQ("bad-key", code({.tls = {files.certificate_file, files.certificate_file}}));
  EXPECT_EQ("bad-address", code({.address = "not an address"}));
  start({});
  EXPECT_EQ("address-in-use", code({.port = listener->port()}));
}

TEST_F(Listening, ConnectionsPastTheMostWaitTheirTurn) {
  start({.connections_max = 2});
  const int first = connect_to(listener->port());
  const int second = connect_to(listener->port());
  EXPECT_EQ("1", echoed(first, "1"));
  EXPECT_EQ("2", echoed(second, "2"));
  const int third = connect_to(listener->port());
  ASSERT_EQ(1, ::send(third, "3", 1, MSG_NOSIGNAL));
  char byte = 0;
  EXPECT_EQ(-1, ::recv(third, &byte, 1, MSG_DONTWAIT));
  ::close(first);
  EXPECT_EQ(1, ::recv(third, &byte, 1, 0));
  EXPECT_EQ('3', byte);
  ::close(second);
  ::close(third);
}

TEST_F(Listening, OutlivesATimeWithoutDescriptors) {
  log::set_level(log::Level::off);
  start({});
  const int warm = connect_to(listener->port());
  EXPECT_EQ("warm", echoed(warm, "warm"));
  const int client = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  rlimit before{};
  ::getrlimit(RLIMIT_NOFILE, &before);
  const rlimit none{3, before.rlim_max};
  ::setrlimit(RLIMIT_NOFILE, &none);
  sockaddr_in to{.sin_family = AF_INET, .sin_port = htons(static_cast<std::uint16_t>(listener->port()))};
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(0, ::connect(client, reinterpret_cast<const sockaddr*>(&to), sizeof to));  // the kernel takes it in
  EXPECT_EQ("more", echoed(warm, "more"));                                             // others are served meanwhile
  ::setrlimit(RLIMIT_NOFILE, &before);
  EXPECT_EQ("late", echoed(client, "late"));
  ::close(warm);
  ::close(client);
  log::set_level(log::Level::info);
}

TEST_F(Listening, ClosingTheListenerKeepsOpenConnections) {
  start({});
  const int open = connect_to(listener->port());
  EXPECT_EQ("a", echoed(open, "a"));
  std::atomic<bool> closed = false;
  loop->post([&] {
    listener->close();
    closed = true;
    closed.notify_one();
  });
  closed.wait(false);
  EXPECT_EQ("b", echoed(open, "b"));
  ::close(open);
}

TEST_F(Listening, CloseEndsWhatWaits) {
  std::string outcome;
  start({}, [&](std::unique_ptr<Stream> stream) -> Task<void> {
    Stream* const raw = stream.get();
    loop->post([raw] {
      raw->close();
      raw->close();
    });
    const auto waited = co_await stream->wait_readable(hours(1));
    outcome = waited.ok() ? "readable" : waited.error().code;
    char byte[1];
    outcome += " " + (co_await stream->read_some(byte, hours(1))).error().code;
    outcome += " " + (co_await stream->write("x", hours(1))).error().code;
    loop->stop();
  });
  const int client = connect_to(listener->port());
  thread.join();
  EXPECT_EQ("connection-lost connection-lost connection-lost", outcome);
  ::close(client);
}

TEST_F(Listening, TheEndOfThePeerIsSeenBehindUnreadBytes) {
  std::string seen;
  start({}, [&](std::unique_ptr<Stream> stream) -> Task<void> {
    EXPECT_TRUE((co_await stream->wait_readable(seconds(10))).ok());
    seen += stream->peer_closed() ? "closed" : "open";
    char bytes[8];
    std::ignore = co_await stream->read_some(bytes, seconds(10));
    const auto rest = co_await stream->read_some(bytes, seconds(10));
    seen += rest.ok() ? " " + std::to_string(rest.value()) : " lost";
    seen += stream->peer_closed() ? " closed" : " open";
    loop->stop();
  });
  const int client = connect_to(listener->port());
  ::send(client, "x", 1, MSG_NOSIGNAL);
  ::shutdown(client, SHUT_WR);
  thread.join();
  EXPECT_TRUE(seen == "closed 0 closed" || seen == "open 0 closed") << seen;
  ::close(client);
}

// Every order in which loop, listener and a stream that waits may go.
class EndingOrder : public Listening, public ::testing::WithParamInterface<std::string> {};

TEST_P(EndingOrder, IsClean) {
  std::unique_ptr<Stream> kept;
  std::atomic<bool> parked = false;
  start({.tls = certificate()}, [&](std::unique_ptr<Stream> stream) -> Task<void> {
    kept = std::move(stream);
    parked = true;
    parked.notify_one();
    std::ignore = co_await kept->wait_readable(hours(1));
    char byte[1];
    std::ignore = co_await kept->read_some(byte, hours(1));
    std::ignore = co_await kept->read_some(byte, hours(1));
  });
  const int idle = connect_to(listener->port());     // has said nothing: waits for its first byte
  const int shaking = connect_to(listener->port());  // waits inside the handshake
  ::send(shaking, "\x16", 1, MSG_NOSIGNAL);
  const int served = connect_to(listener->port());
  ::send(served, "x", 1, MSG_NOSIGNAL);
  parked.wait(false);
  stop();
  for (const char what : GetParam()) {
    if (what == 'L') loop.reset();
    if (what == 'l') listener.reset();
    if (what == 's') kept.reset();
  }
  for (const int fd : {idle, shaking, served}) ::close(fd);
  if (!loop) loop = Loop::create();  // for the fixture
}

INSTANTIATE_TEST_SUITE_P(All, EndingOrder, ::testing::Values("Lls", "Lsl", "lLs", "lsL", "sLl", "slL"));

TEST(LocalCertificate, IsKeptWhileItServesAndMadeAnewElse) {
  const Folder folder;
  const auto content = [&](const char* name) {
    std::ifstream file(folder.path() + "/" + name);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  const std::vector<std::string> hosts{"localhost", "::1"};
  ASSERT_TRUE(ensure_local_certificate(folder.path(), hosts).ok());
  const std::string first = content("server.pem");
  struct stat status{};
  ASSERT_EQ(0, ::stat((folder.path() + "/server.key").c_str(), &status));
  EXPECT_EQ(0600u, status.st_mode & 0777u);
  ASSERT_TRUE(ensure_local_certificate(folder.path(), hosts).ok());
  EXPECT_EQ(first, content("server.pem"));
  const std::vector<std::string> more{"localhost", "other.example"};
  ASSERT_TRUE(ensure_local_certificate(folder.path(), more).ok());
  const std::string second = content("server.pem");
  EXPECT_NE(first, second);
  std::ofstream(folder.path() + "/server.key") << "damaged";
  ASSERT_TRUE(ensure_local_certificate(folder.path(), more).ok());
  EXPECT_NE(second, content("server.pem"));
  const std::vector<std::string> nonsense{"999.1.1.1"};
  EXPECT_EQ("bad-host", ensure_local_certificate(folder.path(), nonsense).error().code);
}

}  // namespace
}  // namespace tsuke::net
