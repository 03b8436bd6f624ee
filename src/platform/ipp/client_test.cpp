#include "platform/ipp/client.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <future>

#include "platform/ipp/codes.h"
#include "platform/ipp/loopback_server_testing.h"

namespace tsuke::ipp {
namespace {

std::unique_ptr<Client> client_of(const LoopbackServer& server, Duration timeout = seconds(20)) {
  return Client::create({.uri = server.uri(), .user = "device-1", .password = "s:cret", .timeout = timeout}).take();
}

Message request() { return make_request(op::get_jobs, "ipp://127.0.0.1/ipp/print"); }
std::string answer(std::uint16_t status = status::ok) { return encode(make_response(request(), status)); }
std::string with_length(const std::string& body) {
  return "HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

// Reads one request without a document; yields head and body.
std::string read_request(LoopbackConnection& connection) {
  const std::string head = connection.read_until("\r\n\r\n");
  return head + connection.read_exactly(encode(request()).size());
}
void answer_once(LoopbackConnection& connection) {
  read_request(connection);
  connection.write(with_length(answer()));
}

TEST(Client, RefusesOtherAddresses) {
  for (const char* uri :
       {"", "http://host/", "ipp:", "ipp:///path", "socket://host:9100", "ipp://u:p@host/", "ipp://h/a b"})
    EXPECT_FALSE(Client::create({.uri = uri}).ok()) << uri;
  EXPECT_TRUE(Client::create({.uri = "ipps://[::1]:8631/ipp/device/7"}).ok());
  EXPECT_TRUE(Client::create({.uri = "ipp://host"}).ok());
}

TEST(Client, SendsBasicCredentialsAndReadsTheAnswer) {
  std::promise<std::string> seen;
  LoopbackServer server({[&](LoopbackConnection& connection) {
    seen.set_value(read_request(connection));
    connection.write("HTTP/1.1 100 Continue\r\n\r\n" + with_length(answer(status::not_found)));
  }});
  const auto result = client_of(server)->send(request());
  ASSERT_TRUE(result.ok()) << result.error().what;
  EXPECT_EQ(result.value().code, status::not_found);
  const std::string text = seen.get_future().get();
  EXPECT_NE(text.find("POST /ipp/print HTTP/1.1\r\n"), std::string::npos);
  EXPECT_NE(text.find("Authorization: Basic ZGV2aWNlLTE6czpjcmV0\r\n"), std::string::npos);
  EXPECT_NE(text.find("Content-Type: application/ipp\r\n"), std::string::npos);
  EXPECT_TRUE(text.ends_with(encode(request())));
}

TEST(Client, ConnectsOnlyWhereEveryAddressIsAllowed) {
  LoopbackServer server({answer_once, answer_once});
  std::vector<std::string> seen;
  bool allowed = false;
  ClientOptions options{.uri = server.uri()};
  options.check_address = [&](std::string_view address, int port) -> Result<void> {
    seen.push_back(std::string(address) + " " + std::to_string(port));
    if (!allowed) return Error{Reason::not_permitted, "address-not-allowed", "no"};
    return {};
  };
  const auto client = Client::create(options).take();
  EXPECT_EQ(client->send(request()).error().code, "address-not-allowed");
  const std::string here = "127.0.0.1 " + std::to_string(server.port());
  EXPECT_EQ(seen, std::vector<std::string>{here});
  allowed = true;
  EXPECT_TRUE(client->send(request()).ok());
  EXPECT_EQ(seen, (std::vector<std::string>{here, here}));  // the refused one never reached the server
  // Figures that a system call takes for an address mean what they mean.
  options.uri = "ipp://2130706433:" + std::to_string(server.port()) + "/ipp/print";
  EXPECT_TRUE(Client::create(options).take()->send(request()).ok());
  EXPECT_EQ(seen.back(), here);
}

TEST(Client, OneAddressOfSeveralThatIsNotAllowedRefusesTheName) {
  std::vector<std::string> seen;
  ClientOptions options{.uri = "ipp://localhost:1/"};
  options.check_address = [&](std::string_view address, int) -> Result<void> {
    seen.emplace_back(address);
    if (address == "127.0.0.1") return {};
    return Error{Reason::not_permitted, "address-not-allowed", "no"};
  };
  const auto sent = Client::create(options).take()->send(request());
  const bool has_both = std::count(seen.begin(), seen.end(), "::1") > 0;
  EXPECT_EQ(sent.error().code, has_both ? "address-not-allowed" : "no-connection");
}

TEST(Client, KeepsTheConnectionAndReplacesOneThatHasGone) {
  LoopbackServer server({[](LoopbackConnection& connection) {
                           answer_once(connection);
                           answer_once(connection);
                         },
                         answer_once});
  const auto client = client_of(server);
  for (int turn = 0; turn < 3; ++turn) EXPECT_TRUE(client->send(request()).ok()) << turn;
}

TEST(Client, ReconnectsOnceWhenTheKeptConnectionDiesUnderTheRequest) {
  LoopbackServer server({[](LoopbackConnection& connection) {
                           answer_once(connection);
                           read_request(connection);  // and closes without a word
                         },
                         answer_once});
  const auto client = client_of(server);
  EXPECT_TRUE(client->send(request()).ok());
  EXPECT_TRUE(client->send(request()).ok());
}

TEST(Client, SendsADocumentInChunks) {
  std::promise<std::string> seen;
  LoopbackServer server({[&](LoopbackConnection& connection) {
    seen.set_value(connection.read_until("\r\n0\r\n\r\n"));
    connection.write(with_length(answer()));
  }});
  std::vector<std::string> pieces{"%PDF-1.4 one", "two", ""};
  std::size_t next = 0;
  const auto result = client_of(server)->send(
      request(), [&]() -> Result<std::string_view> { return std::string_view(pieces[next++]); });
  ASSERT_TRUE(result.ok()) << result.error().what;
  const std::string text = seen.get_future().get();
  EXPECT_NE(text.find("Transfer-Encoding: chunked\r\n"), std::string::npos);
  for (const std::string& word : {std::string("%PDF-1.4 one"), std::string("two")})
    EXPECT_NE(text.find(word), std::string::npos) << word;
}

TEST(Client, NeverSendsADocumentTwice) {
  int asked = 0;
  LoopbackServer server({[](LoopbackConnection& connection) {
                           answer_once(connection);
                           connection.read_until("\r\n0\r\n\r\n");
                         },
                         answer_once});
  const auto client = client_of(server);
  ASSERT_TRUE(client->send(request()).ok());
  const auto result = client->send(request(), [&]() -> Result<std::string_view> {
    return ++asked == 1 ? std::string_view("document") : std::string_view{};
  });
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().reason, Reason::unavailable);
  EXPECT_EQ(asked, 2);
  EXPECT_TRUE(client->send(request()).ok());
}

TEST(Client, HandsOverTheDocumentThatFollowsTheAnswer) {
  const std::string document(300'000, 'd');
  LoopbackServer server({[&](LoopbackConnection& connection) {
    read_request(connection);
    const std::string body = answer();
    connection.write("HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (const std::string& piece : {body.substr(0, 5), body.substr(5), document}) {
      char size[16];
      std::snprintf(size, sizeof size, "%zx\r\n", piece.size());
      connection.write(size + piece + "\r\n");
    }
    connection.write("0\r\n\r\n");
    answer_once(connection);
  }});
  std::string taken;
  const auto client = client_of(server);
  const auto result = client->send(request(), {}, [&](std::string_view piece) -> Result<void> {
    taken.append(piece);
    return {};
  });
  ASSERT_TRUE(result.ok()) << result.error().what;
  EXPECT_EQ(taken, document);
  EXPECT_TRUE(client->send(request()).ok());
}

Result<Message> against(std::string raw) {
  LoopbackServer server({[&](LoopbackConnection& connection) {
    read_request(connection);
    connection.write(raw);
  }});
  return client_of(server)->send(request());
}

TEST(Client, AnAnswerToAnotherRequestIsNone) {
  LoopbackServer server({[](LoopbackConnection& connection) {
                           read_request(connection);
                           Message other = request();
                           other.request_id = 77;
                           connection.write(with_length(encode(make_response(other, status::ok))));
                         },
                         answer_once});
  const auto client = client_of(server);
  const auto stray = client->send(request());
  ASSERT_FALSE(stray.ok());
  EXPECT_EQ(stray.error().code, "wrong-request-id");
  EXPECT_TRUE(client->send(request()).ok());  // on a new connection: what else the old one holds is not believed
}

TEST(Client, AnAnswerWithoutEndIsGivenUp) {
  LoopbackServer server({[](LoopbackConnection& connection) {
    read_request(connection);
    const std::string body = answer();
    connection.write("HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nTransfer-Encoding: chunked\r\n\r\n");
    char size[16];
    std::snprintf(size, sizeof size, "%zx\r\n", body.size());
    connection.write(size + body + "\r\n");
    for (int piece = 0; piece < 4096; ++piece) connection.write("400\r\n" + std::string(1024, 'x') + "\r\n");
    connection.read_until("the client goes");
  }});
  const auto result = client_of(server)->send(request());
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, "endless-answer");
}

TEST(Client, NamesWhatWentWrong) {
  const auto refused =
      against("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().reason, Reason::not_authenticated);
  const auto page = against("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n<html></html>");
  ASSERT_FALSE(page.ok());
  EXPECT_EQ(page.error().reason, Reason::malformed);
  const auto broken = against("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
  ASSERT_FALSE(broken.ok());
  EXPECT_EQ(broken.error().code, "http-status");
}

TEST(Client, ACutDocumentIsAFailure) {
  const std::string body = answer() + "half a docu";
  const auto by_length =
      against("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size() + 4) + "\r\n\r\n" + body);
  EXPECT_FALSE(by_length.ok());
  char size[16];
  std::snprintf(size, sizeof size, "%zx\r\n", body.size());
  const auto by_chunk = against("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + (size + body) + "\r\n");
  EXPECT_FALSE(by_chunk.ok());
}

TEST(Client, SilencePastTheTimeoutIsUnavailable) {
  std::promise<void> end;
  auto ended = end.get_future();
  LoopbackServer server({[&](LoopbackConnection& connection) {
    read_request(connection);
    ended.wait();
  }});
  const auto result = client_of(server, milliseconds(600))->send(request());
  end.set_value();
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().reason, Reason::unavailable);
}

TEST(Client, CancelEndsAWaitFromAnotherThread) {
  std::promise<void> asked, end;
  auto ended = end.get_future();
  LoopbackServer server({[&](LoopbackConnection& connection) {
    read_request(connection);
    asked.set_value();
    ended.wait();
  }});
  const auto client = client_of(server, seconds(600));
  auto waiting = std::async(std::launch::async, [&] { return client->send(request()); });
  asked.get_future().wait();
  client->cancel();
  const auto result = waiting.get();
  end.set_value();
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, "cancelled");
  EXPECT_FALSE(client->send(request()).ok());
}

TEST(Client, NobodyThereIsUnavailable) {
  std::string uri;
  { uri = LoopbackServer({}).uri(); }
  const auto result = Client::create({.uri = uri}).take()->send(request());
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, "no-connection");
}

}  // namespace
}  // namespace tsuke::ipp
