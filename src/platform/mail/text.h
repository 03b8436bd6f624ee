// Small steps with the text of heads and commands.
#pragma once

#include <string>
#include <string_view>

namespace tsuke::mail {

inline bool is_space(char c) { return c == ' ' || c == '\t'; }
// Small ASCII letters; everything else as it is.
std::string lower(std::string_view text);
std::string_view trimmed(std::string_view text);  // of spaces and tabs
// Two hexadecimal digits as a byte, or -1.
int hex_byte(std::string_view two);

// Steps over a structured field: blanks and comments (RFC 5322 §3.2.2, nested) between words.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  void skip();  // blanks and comments
  bool at_end() const { return rest_.empty(); }
  char next() const { return rest_.empty() ? '\0' : rest_.front(); }
  bool take(char wanted);  // after blanks and comments
  // A quoted string without its quotes, or everything up to one of `ends`, a blank, a comment or a quote.
  std::string word(std::string_view ends);

 private:
  std::string_view rest_;
};

}  // namespace tsuke::mail
