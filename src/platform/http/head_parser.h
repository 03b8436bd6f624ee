// The head of a request: RFC 9112, and stricter where leniency is how requests are smuggled.
//
//   head         = *CRLF request-line *( field CRLF ) CRLF       every line ends in CRLF; a bare CR or LF is refused
//   request-line = method SP target SP "HTTP/" DIGIT "." DIGIT CRLF
//   method       = 1*32tchar
//   target       = "/" *visible | "http" ["s"] "://" authority [ "/" *visible ] | "*"      visible = %x21-7E except "#"
//   field        = 1*tchar ":" OWS value OWS                      no space before ":", no folded lines
//   value        = *( HTAB | SP | %x21-7E | %x80-FF )
//
// Invariants of a head that parsed: HTTP/1.1 has exactly one Host; at most one of Content-Length and Transfer-Encoding
// frames the body; the path is absolute, decoded, and holds no "." or ".." segment, encoded slash or NUL.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "platform/http/http.h"

namespace tsuke::http {

// Why a request was refused: the status to answer before closing.
struct Refusal {
  int status = 400;
  std::string_view why;
};

// Finds the end of a head in bytes that arrive piece by piece.
class HeadScanner {
 public:
  explicit HeadScanner(const Limits& limits) : limits_(limits) {}
  // All bytes so far, from the first of the head. The length of the head once it is whole, nothing while it is not.
  // Refuses with 400 (a bare LF, bytes that cannot begin a request), 414 and 431.
  std::optional<std::size_t> scan(std::string_view bytes, std::optional<Refusal>& refusal);

 private:
  const Limits& limits_;
  std::size_t scanned_ = 0;
  std::size_t line_start_ = 0;
  bool in_fields_ = false;
};

struct Head {
  Headers headers;
  std::string method;
  std::string path;
  std::vector<std::pair<std::string, std::string>> query;
  int minor_version = 1;
  bool chunked = false;
  std::int64_t content_length = 0;  // 0 without a body
  bool has_length = false;
  bool keep_alive = true;
  bool expects_continue = false;
};

// Parses a whole head. On refusal the head is not to be used.
std::optional<Refusal> parse_head(std::string_view bytes, Head& head);

}  // namespace tsuke::http
