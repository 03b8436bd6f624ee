//   encoded-word = "=?" charset ["*" language] "?" ("B" / "Q") "?" text "?="
//
// Blanks between two encoded words are no part of the text.
#include "platform/mail/encoded_words.h"

#include <optional>

#include "base/bytes.h"
#include "platform/mail/charset.h"
#include "platform/mail/text.h"

namespace tsuke::mail {

namespace {

struct Word {
  std::string charset;
  std::string bytes;
  std::size_t length = 0;  // of the encoded word itself
};

std::string decode_q(std::string_view text) {
  std::string bytes;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const int coded = text[at] == '=' ? hex_byte(text.substr(at + 1, 2)) : -1;
    if (coded >= 0) at += 2;
    bytes.push_back(coded >= 0 ? static_cast<char>(coded) : text[at] == '_' ? ' ' : text[at]);
  }
  return bytes;
}

// RFC 2047 allows 75; programs write longer ones. Without a limit, a text full of beginnings would be read again and
// again to its end.
constexpr std::size_t word_bytes_max = 1000;

// The encoded word at the text's beginning, if there is one.
std::optional<Word> word_at(std::string_view text) {
  if (!text.starts_with("=?")) return std::nullopt;
  text = text.substr(0, word_bytes_max);
  const auto charset_end = text.find('?', 2);
  if (charset_end == std::string_view::npos || charset_end + 2 >= text.size() || text[charset_end + 2] != '?')
    return std::nullopt;
  const char coding = text[charset_end + 1];
  const auto begin = charset_end + 3;
  const auto end = text.find("?=", begin);
  if (end == std::string_view::npos) return std::nullopt;
  Word word;
  word.length = end + 2;
  word.charset = lower(text.substr(2, charset_end - 2));
  word.charset = word.charset.substr(0, word.charset.find('*'));
  const std::string_view coded = text.substr(begin, end - begin);
  if (coding == 'Q' || coding == 'q') {
    word.bytes = decode_q(coded);
    return word;
  }
  if (coding != 'B' && coding != 'b') return std::nullopt;
  auto bytes = from_base64(coded);
  if (!bytes.ok()) return std::nullopt;
  word.bytes = bytes.take();
  return word;
}

}  // namespace

std::string decode_words(std::string_view text) {
  std::string decoded;
  while (!text.empty()) {
    auto word = word_at(text);
    if (!word) {
      decoded.push_back(text.front());
      text.remove_prefix(1);
      continue;
    }
    std::string_view whole = text;
    text.remove_prefix(word->length);
    for (;;) {
      const auto blanks = std::min(text.find_first_not_of(" \t"), text.size());
      const auto more = word_at(text.substr(blanks));
      if (!more || more->charset != word->charset) break;
      word->bytes += more->bytes;
      text.remove_prefix(blanks + more->length);
    }
    whole.remove_suffix(text.size());
    decoded += to_utf8(word->charset, word->bytes).value_or(std::string(whole));
    const auto blanks = std::min(text.find_first_not_of(" \t"), text.size());
    if (word_at(text.substr(blanks))) text.remove_prefix(blanks);
  }
  return decoded;
}

}  // namespace tsuke::mail
