#include "platform/http/framing.h"

#include <gtest/gtest.h>

#include <string>

namespace tsuke::http {
namespace {

struct Decoded {
  std::string body;
  std::string unused;
  Framing::Kind kind;
};

// Feeds the bytes in pieces of this size, as a connection would.
Decoded decode(Framing framing, std::string_view bytes, std::size_t piece_size = 1000) {
  Decoded decoded{.kind = Framing::Kind::more};
  std::string held;
  while (true) {
    const Framing::Step step = framing.advance(held);
    decoded.body += held.substr(step.skip, step.piece);
    held.erase(0, step.skip + step.piece);
    decoded.kind = step.kind;
    if (step.kind == Framing::Kind::piece) continue;
    if (step.kind != Framing::Kind::more || bytes.empty()) break;
    held += bytes.substr(0, piece_size);
    bytes.remove_prefix(std::min(piece_size, bytes.size()));
  }
  decoded.unused = held + std::string(bytes);
  return decoded;
}

Framing::Kind kind_of(std::string_view bytes) { return decode(Framing::chunked(), bytes).kind; }

TEST(Framing, ALengthEndsTheBody) {
  const Decoded decoded = decode(Framing::of_length(5), "helloGET");
  EXPECT_EQ("hello", decoded.body);
  EXPECT_EQ("GET", decoded.unused);
  EXPECT_EQ(Framing::Kind::end, decoded.kind);
  EXPECT_EQ(Framing::Kind::end, decode(Framing::of_length(0), "GET").kind);
  EXPECT_EQ(Framing::Kind::more, decode(Framing::of_length(5), "hell").kind);
}

TEST(Framing, ChunksJoinHoweverTheBytesArrive) {
  const std::string bytes = "5\r\nhello\r\n00A;name=\"v\"\r\n, world!!!\r\n0\r\nTrailer: x\r\n\r\nGET";
  for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
    const Decoded decoded = decode(Framing::chunked(), bytes, piece);
    EXPECT_EQ("hello, world!!!", decoded.body) << piece;
    EXPECT_EQ("GET", decoded.unused) << piece;
    EXPECT_EQ(Framing::Kind::end, decoded.kind) << piece;
  }
}

TEST(Framing, RefusesChunksThatCouldBeReadTwoWays) {
  for (const std::string_view bytes :
       {"\r\n", "g\r\n", "-1\r\n", "+1\r\na\r\n", "0x1\r\na\r\n", " 1\r\na\r\n", "1 \r\na\r\n", "1\na\n0\n\n",
        "5\r\nhelloX\r\n", "5\r\nhello\n", "10000000000000000\r\n", "ffffffffffffffffffff\r\n", "1;\x01\r\na\r\n",
        "1;a\rb\r\na\r\n", "0\r\nBad\n\r\n"})
    EXPECT_EQ(Framing::Kind::malformed, kind_of(bytes)) << bytes;
}

TEST(Framing, BoundsLinesAndTrailers) {
  EXPECT_EQ(Framing::Kind::malformed, kind_of("1;" + std::string(5000, 'a')));
  std::string trailers = "0\r\n";
  for (int i = 0; i < 65; ++i) trailers += "X: y\r\n";
  EXPECT_EQ(Framing::Kind::malformed, kind_of(trailers));
  EXPECT_EQ(Framing::Kind::more, kind_of("0\r\nX: y\r\n"));
}

}  // namespace
}  // namespace tsuke::http
