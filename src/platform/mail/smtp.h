// SMTP's lines and commands (RFC 5321), as far as a server takes them that never passes mail on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tsuke::mail {

inline constexpr std::size_t command_bytes_max = 1000;      // §4.5.3.1.4 asks for 512, with extensions for more
inline constexpr std::size_t text_line_bytes_max = 32'768;  // §4.5.3.1.6 asks for 1000; programs write longer ones

// A line ends with CR LF and with nothing else: a bare CR or LF is read as a line's end by some programs and not by
// others, by which mail has been smuggled past them.
struct LineScan {
  enum class Found { line, more_needed, bare_break, too_long } found = Found::more_needed;
  std::size_t length = 0;  // without its CR LF
};
LineScan scan_line(std::string_view bytes, std::size_t bytes_max);

enum class Verb { helo, ehlo, mail, rcpt, data, rset, noop, quit, vrfy, unknown };

struct Command {
  Verb verb = Verb::unknown;
  std::string local_part, domain;          // of MAIL FROM and RCPT TO; both empty for <>
  std::optional<std::int64_t> size_bytes;  // of MAIL FROM, as it was announced
  std::string_view problem;                // the reply to give instead of doing it; empty: nothing is wrong
};
// A command's line without its end.
Command parse_command(std::string_view line);

}  // namespace tsuke::mail
