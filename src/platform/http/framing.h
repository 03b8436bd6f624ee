// Where a body ends: Content-Length or chunked (RFC 9112 section 7.1). Pure: bytes in, steps out.
//
//   chunked-body = *chunk last-chunk *trailer CRLF
//   chunk        = 1*15HEXDIG [ ";" extension ] CRLF data CRLF        a size of 0 is the last-chunk, without data
//   trailer      = field CRLF                                          read and forgotten
//
// Every line ends in CRLF and is at most 4096 bytes; at most 64 trailer lines.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tsuke::http {

class Framing {
 public:
  enum class Kind { piece, more, end, malformed };
  struct Step {
    Kind kind = Kind::more;
    std::size_t skip = 0;   // framing bytes before the piece: used up
    std::size_t piece = 0;  // then so many bytes of the body (kind piece)
  };

  static Framing of_length(std::int64_t bytes) { return Framing(State::length, bytes); }
  static Framing chunked() { return Framing(State::size_line, 0); }

  // Looks at the unused bytes from the front; what it reports as skip and piece counts as used.
  Step advance(std::string_view bytes);
  // Bytes of the body still to come, as far as announced.
  std::int64_t remaining() const { return remaining_; }
  bool ended() const { return state_ == State::ended; }
  bool broken() const { return state_ == State::broken; }

 private:
  enum class State { length, size_line, data, data_end, trailer, ended, broken };
  Framing(State state, std::int64_t remaining) : state_(state), remaining_(remaining) {
    if (state == State::length && remaining == 0) state_ = State::ended;
  }
  Step piece(std::string_view bytes, std::size_t skipped);
  bool take_line(std::string_view line);  // false when malformed

  State state_;
  std::int64_t remaining_;
  int trailers_ = 0;
};

}  // namespace tsuke::http
