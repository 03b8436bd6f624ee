#include "blank.h"

#include <cctype>

namespace tsuke::tidy {

namespace {

class Blanker {
 public:
  Blanker(const std::string& text, std::vector<Literal>& literals) : text_(text), out_(text), literals_(literals) {}

  std::string run() {
    while (at_ < text_.size()) step();
    return out_;
  }

 private:
  void step() {
    if (starts("//")) return erase(text_.find('\n', at_));
    if (starts("/*")) return erase(past("*/", at_ + 2));
    if (starts("R\"") && !letter_before()) return raw_literal();
    if (text_[at_] == '"') return literal();
    if (text_[at_] == '\'' && !letter_before()) return character();
    advance();
  }

  bool starts(const char* what) const { return text_.compare(at_, std::char_traits<char>::length(what), what) == 0; }
  // 1'000 is a number; u'x' we do not write.
  bool letter_before() const { return at_ > 0 && std::isalnum(static_cast<unsigned char>(text_[at_ - 1])); }
  std::size_t past(const std::string& what, std::size_t from) const {
    const auto found = text_.find(what, from);
    return found == std::string::npos ? text_.size() : found + what.size();
  }

  void advance() {
    if (text_[at_] == '\n') ++line_;
    ++at_;
  }
  void erase(std::size_t end) {
    for (end = std::min(end, text_.size()); at_ < end; advance())
      if (text_[at_] != '\n') out_[at_] = ' ';
  }

  void raw_literal() {
    const auto open = text_.find('(', at_);
    const std::string close = ")" + text_.substr(at_ + 2, open - at_ - 2) + "\"";
    const auto end = past(close, open);
    literals_.push_back({line_, at_, text_.substr(open + 1, end - close.size() - open - 1)});
    ++at_;
    advance();
    erase(end - 1);
    advance();
  }

  std::size_t end_of_quoted(char quote) const {
    auto end = at_ + 1;
    while (end < text_.size() && text_[end] != quote && text_[end] != '\n') end += text_[end] == '\\' ? 2 : 1;
    return std::min(end, text_.size());
  }

  void literal() {
    const auto end = end_of_quoted('"');
    literals_.push_back({line_, at_, text_.substr(at_ + 1, end - at_ - 1)});
    advance();
    erase(end);
    if (at_ < text_.size()) advance();
  }

  void character() {
    const auto end = end_of_quoted('\'');
    advance();
    erase(end);
    if (at_ < text_.size()) advance();
  }

  const std::string& text_;
  std::string out_;
  std::vector<Literal>& literals_;
  std::size_t at_ = 0;
  int line_ = 1;
};

}  // namespace

std::string blank(const std::string& text, std::vector<Literal>& literals) { return Blanker(text, literals).run(); }

}  // namespace tsuke::tidy
