#include "platform/http/head_parser.h"

#include <gtest/gtest.h>

#include <string>

namespace tsuke::http {
namespace {

using namespace std::string_literals;

// What the server makes of these bytes as one head: 0 when it is accepted.
int status_of_head(std::string_view bytes, Head& head, const Limits& limits = {}) {
  HeadScanner scanner(limits);
  std::optional<Refusal> refusal;
  const auto length = scanner.scan(bytes, refusal);
  if (refusal) return refusal->status;
  if (!length) return -1;
  refusal = parse_head(bytes.substr(0, *length), head);
  return refusal ? refusal->status : 0;
}

int status_of_head(std::string_view bytes) {
  Head head;
  return status_of_head(bytes, head);
}

int status_of_fields(std::string_view fields) {
  return status_of_head("POST / HTTP/1.1\r\nHost: a\r\n" + std::string(fields) + "\r\n\r\n");
}

int status_of_target(std::string_view target) {
  return status_of_head("GET " + std::string(target) + " HTTP/1.1\r\nHost: a\r\n\r\n");
}

TEST(HeadParser, ReadsTargetQueryAndFields) {
  Head head;
  ASSERT_EQ(0, status_of_head("GET /a%20b/c?x=1+2&y=%26&z HTTP/1.1\r\nHost: h:1\r\nX-One:  two \t\r\n\r\n", head));
  EXPECT_EQ("GET", head.method);
  EXPECT_EQ("/a b/c", head.path);
  ASSERT_EQ(3u, head.query.size());
  EXPECT_EQ(std::pair("x"s, "1 2"s), head.query[0]);
  EXPECT_EQ(std::pair("y"s, "&"s), head.query[1]);
  EXPECT_EQ(std::pair("z"s, ""s), head.query[2]);
  EXPECT_EQ("two", head.headers.get("x-one"));
  EXPECT_TRUE(head.keep_alive);
}

TEST(HeadParser, AnAbsoluteTargetNamesTheHost) {
  Head head;
  ASSERT_EQ(0, status_of_head("GET http://real.example:8631/p?q HTTP/1.1\r\nHost: other\r\n\r\n", head));
  EXPECT_EQ("/p", head.path);
  EXPECT_EQ("real.example:8631", head.headers.get("host"));
}

TEST(HeadParser, KeepsAliveAsTheVersionAndTheClientSay) {
  const auto kept = [](std::string_view head_text) {
    Head head;
    EXPECT_EQ(0, status_of_head(head_text, head));
    return head.keep_alive;
  };
  EXPECT_TRUE(kept("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
  EXPECT_FALSE(kept("GET / HTTP/1.1\r\nHost: a\r\nConnection: TE, Close\r\n\r\n"));
  EXPECT_FALSE(kept("GET / HTTP/1.0\r\n\r\n"));
  EXPECT_TRUE(kept("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
}

TEST(HeadParser, IgnoresEmptyLinesBeforeTheRequest) {
  EXPECT_EQ(0, status_of_head("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"));
}

TEST(HeadParser, RefusesMalformedRequestLines) {
  for (const std::string_view line : {"GET /", "GET  / HTTP/1.1", "GET / HTTP/1.1 ", "G(T / HTTP/1.1", "GET / http/1.1",
                                      "GET / HTTP/11", "GET a HTTP/1.1", "GET http:///x HTTP/1.1", "GET\t/\tHTTP/1.1"})
    EXPECT_EQ(400, status_of_head(std::string(line) + "\r\nHost: a\r\n\r\n")) << line;
  EXPECT_EQ(505, status_of_head("GET / HTTP/2.0\r\nHost: a\r\n\r\n"));
  EXPECT_EQ(400, status_of_head("\x16\x03\x01"));
}

TEST(HeadParser, RefusesTargetsThatCouldBeReadTwoWays) {
  for (const std::string_view target : {"/%zz", "/%4", "/%00", "/?a=%00", "/?%g", "/a/../b", "/..", "/%2e%2e/x", "/./a",
                                        "/a%2Fb", "/a%2fb", "/a#b", "/\x80", "/a\x7f"})
    EXPECT_EQ(400, status_of_target(target)) << target;
  EXPECT_EQ(0, status_of_target("/a..b/...?../x"));
}

TEST(HeadParser, RefusesLinesThatDoNotEndInCrLf) {
  EXPECT_EQ(400, status_of_head("GET / HTTP/1.1\nHost: a\n\n"));
  EXPECT_EQ(400, status_of_head("GET / HTTP/1.1\r\nHost: a\n\r\n"));
  EXPECT_EQ(400, status_of_fields("X: a\rb"));
  EXPECT_EQ(400, status_of_fields("X\r: a"));
}

TEST(HeadParser, RefusesFieldsThatSmuggle) {
  for (const std::string& fields :
       {"X : a"s, " X: a"s, "X: a\r\n folded"s, ": a"s, "X"s, "X\0Y: a"s, "X: a\0b"s, "X: \x01"s, "Host: b"s,
        "Content-Length: 5\r\nTransfer-Encoding: chunked"s, "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"s,
        "Content-Length: 5\r\nContent-Length: 6"s, "Content-Length: -1"s, "Content-Length: +1"s,
        "Content-Length: 5, 5"s, "Content-Length:"s, "Content-Length: 0x5"s, "Content-Length: 9999999999999999999"s})
    EXPECT_EQ(400, status_of_fields(fields)) << fields;
  EXPECT_EQ(501, status_of_fields("Transfer-Encoding: gzip, chunked"));
  EXPECT_EQ(501, status_of_fields("Transfer-Encoding: identity"));
  EXPECT_EQ(417, status_of_fields("Expect: something"));
  EXPECT_EQ(400, status_of_head("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"));
  EXPECT_EQ(400, status_of_head("GET / HTTP/1.1\r\n\r\n"));
  EXPECT_EQ(400, status_of_head("GET / HTTP/1.1\r\nHost: a b\r\n\r\n"));
  EXPECT_EQ(0, status_of_fields("Content-Length: 5\r\nContent-Length: 5"));
}

TEST(HeadParser, BoundsTargetFieldsAndTheirNumber) {
  EXPECT_EQ(414, status_of_target("/" + std::string(5000, 'a')));
  EXPECT_EQ(414, status_of_head("GET /" + std::string(5000, 'a')));  // before the line has ended
  EXPECT_EQ(431, status_of_fields("X: " + std::string(17000, 'a')));
  EXPECT_EQ(431, status_of_head("GET / HTTP/1.1\r\nX: " + std::string(17000, 'a')));
  std::string many;
  for (int i = 0; i < 120; ++i) many += "X: 1\r\n";
  EXPECT_EQ(431, status_of_fields(many + "Y: 2"));
}

TEST(HeadScanner, FindsTheSameEndHoweverTheBytesArrive) {
  const std::string bytes = "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /next";
  const Limits limits;
  HeadScanner scanner(limits);
  std::optional<Refusal> refusal;
  for (std::size_t count = 1; count < 27; ++count) EXPECT_FALSE(scanner.scan(bytes.substr(0, count), refusal)) << count;
  EXPECT_EQ(27u, scanner.scan(bytes.substr(0, 27), refusal).value_or(0));
  EXPECT_FALSE(refusal);
  EXPECT_EQ(27u, HeadScanner(limits).scan(bytes, refusal).value_or(0));
}

}  // namespace
}  // namespace tsuke::http
