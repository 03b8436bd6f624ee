#include "platform/mail/text.h"

namespace tsuke::mail {

std::string lower(std::string_view text) {
  std::string small(text);
  for (char& c : small)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return small;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

int hex_byte(std::string_view two) {
  if (two.size() != 2) return -1;
  int value = 0;
  for (const char c : two) {
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                             : -1;
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

void Scanner::skip() {
  int depth = 0;
  while (!rest_.empty()) {
    const char c = rest_.front();
    if (depth == 0 && !is_space(c) && c != '(') return;
    if (c == '(') ++depth;
    if (c == ')') --depth;
    rest_.remove_prefix(c == '\\' && rest_.size() > 1 ? 2 : 1);
  }
}

bool Scanner::take(char wanted) {
  skip();
  if (next() != wanted) return false;
  rest_.remove_prefix(1);
  return true;
}

std::string Scanner::word(std::string_view ends) {
  skip();
  std::string text;
  if (next() != '"') {
    while (!rest_.empty() && !is_space(next()) && next() != '(' && next() != '"' &&
           ends.find(next()) == std::string_view::npos) {
      text.push_back(next());
      rest_.remove_prefix(1);
    }
    return text;
  }
  rest_.remove_prefix(1);
  while (!rest_.empty() && next() != '"') {
    if (next() == '\\' && rest_.size() > 1) rest_.remove_prefix(1);
    text.push_back(next());
    rest_.remove_prefix(1);
  }
  if (!rest_.empty()) rest_.remove_prefix(1);
  return text;
}

}  // namespace tsuke::mail
