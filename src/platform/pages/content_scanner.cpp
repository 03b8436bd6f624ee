#include "platform/pages/content_scanner.h"

#include <algorithm>

namespace tsuke::pages {

namespace {

enum class Kind : unsigned char { regular, white, delimiter };

constexpr auto kinds = [] {
  std::array<Kind, 256> kind{};
  for (const unsigned char c : {'\0', '\t', '\n', '\f', '\r', ' '}) kind[c] = Kind::white;
  for (const unsigned char c : {'(', ')', '<', '>', '[', ']', '{', '}', '/', '%'}) kind[c] = Kind::delimiter;
  return kind;
}();

Kind kind_of(char c) { return kinds[static_cast<unsigned char>(c)]; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_white(char c) { return kind_of(c) == Kind::white; }

int hexadecimal(char c) {
  if (is_digit(c)) return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// What follows the end of an inline image is content again; what follows the letters EI within its data is seldom.
bool looks_like_content(std::string_view text) {
  const auto plain = [](char c) { return is_white(c) ? c != '\0' : c > ' ' && c < 0x7F; };
  return std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(text.size(), 12)),
                     plain);
}

}  // namespace

bool ContentScanner::next(Operation& into) {
  count_ = 0;
  too_many_ = shows_letters_ = false;
  while (!rest_.empty())
    if (step(into)) {
      into.operands = {operands_.data(), count_};
      into.too_many = too_many_;
      into.shows_letters = shows_letters_;
      return true;
    }
  return false;
}

// True when an operator has come.
bool ContentScanner::step(Operation& into) {
  const char c = rest_.front();
  if (is_white(c)) {
    rest_.remove_prefix(1);
    return false;
  }
  if (is_digit(c) || c == '-' || c == '.' || c == '+') {
    take_number();
    return false;
  }
  if (kind_of(c) == Kind::regular) {
    into.name = take_word();
    return into.name != "BI" || take_inline_image(into);
  }
  rest_.remove_prefix(1);
  if (c == '/') add({true, 0, take_word()});
  if (c == '(') take_string();
  if (c == '<') take_hexadecimal();
  if (c == '%') rest_.remove_prefix(std::min(rest_.find_first_of("\r\n"), rest_.size()));
  return false;
}

void ContentScanner::add(const Operand& operand) {
  too_many_ = count_ == operands_max;
  if (!too_many_) operands_[count_++] = operand;
}

std::string_view ContentScanner::take_word() {
  std::size_t length = 0;
  while (length < rest_.size() && kind_of(rest_[length]) == Kind::regular) ++length;
  const std::string_view word = rest_.substr(0, length);
  rest_.remove_prefix(length);
  return word;
}

// Lenient as readers are: what is no digit within a number is passed over.
void ContentScanner::take_number() {
  const std::string_view word = take_word();
  double value = 0, scale = 1;
  bool after_point = false;
  for (const char c : word) {
    if (c == '.') after_point = true;
    if (!is_digit(c)) continue;
    value = value * 10 + (c - '0');
    if (after_point) scale *= 10;
  }
  add({false, (word.front() == '-' ? -value : value) / scale, {}});
}

void ContentScanner::take_string() {
  int depth = 1;
  std::size_t at = 0;
  for (; at < rest_.size() && depth > 0; ++at) {
    const char c = rest_[at];
    if (c == '(') ++depth;
    if (c == ')') --depth;
    if (c == '\\') ++at;
    if (depth > 0) shows_letters_ = true;
  }
  rest_.remove_prefix(std::min(at, rest_.size()));
}

// A second bracket makes a dictionary: its contents are passed over like any other.
void ContentScanner::take_hexadecimal() {
  if (rest_.starts_with('<')) {
    rest_.remove_prefix(1);
    return;
  }
  const std::size_t end = std::min(rest_.find('>'), rest_.size());
  const std::string_view digits = rest_.substr(0, end);
  if (!digits.empty()) shows_letters_ = true;
  rest_.remove_prefix(end);
}

// False when it has no data: what began is passed over.
bool ContentScanner::take_inline_image(Operation& into) {
  const std::string_view dictionary = rest_;
  const auto begins_data = [&](std::size_t at) {
    return rest_.substr(at, 2) == "ID" && at > 0 && kind_of(rest_[at - 1]) != Kind::regular && at + 2 < rest_.size() &&
           is_white(rest_[at + 2]);
  };
  std::size_t at = 0;
  while (at < rest_.size() && at < 4096 && !begins_data(at)) ++at;
  if (at >= rest_.size() || at >= 4096) return false;
  into.dictionary = dictionary.substr(0, at);
  rest_.remove_prefix(at + 3);
  for (std::size_t end = rest_.find("EI"); end != std::string_view::npos; end = rest_.find("EI", end + 1)) {
    const std::string_view after = rest_.substr(end + 2);
    const bool bounded =
        (end == 0 || is_white(rest_[end - 1])) && (after.empty() || kind_of(after[0]) != Kind::regular);
    if (!bounded || !looks_like_content(after)) continue;
    into.data = rest_.substr(0, end);
    rest_ = after;
    return true;
  }
  into.data = rest_;
  rest_ = {};
  return true;
}

std::string name_of(std::string_view written) {
  std::string name = "/";
  for (std::size_t i = 0; i < written.size(); ++i) {
    const bool escaped = written[i] == '#' && i + 2 < written.size() && hexadecimal(written[i + 1]) >= 0 &&
                         hexadecimal(written[i + 2]) >= 0;
    if (!escaped) {
      name += written[i];
      continue;
    }
    name += static_cast<char>(hexadecimal(written[i + 1]) * 16 + hexadecimal(written[i + 2]));
    i += 2;
  }
  return name;
}

}  // namespace tsuke::pages
