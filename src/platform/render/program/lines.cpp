#include "platform/render/program/lines.h"

#include <string_view>

namespace tsuke::render {

namespace {

constexpr int tab_width = 8;
// Not at the beginning of a line (JIS X 4051).
constexpr std::u32string_view closing_marks = U"、。，．」』）］｝〉》】〕？！";

bool ends_line(char32_t letter) {
  return letter == '\n' || letter == '\r' || letter == '\v' || letter == 0x85 || letter == 0x2028 || letter == 0x2029;
}

class Setter {
 public:
  Setter(const Width& width, int columns, int lines_per_page)
      : width_(width), columns_(columns), lines_per_page_(static_cast<std::size_t>(lines_per_page)) {}

  void add(char32_t letter) {
    if (letter == '\f') return end_page();
    if (ends_line(letter)) return end_line();
    if (letter == '\t') return add_tab();
    const int width = width_(letter);
    if (used_ + width > columns_ && !may_hang(letter)) wrap();
    line_ += letter;
    used_ += width;
  }
  std::vector<Lines> finish() {
    if (!line_.empty()) end_line();
    if (!page_.empty() || pages_.empty()) pages_.push_back(std::move(page_));
    return std::move(pages_);
  }

 private:
  bool may_hang(char32_t letter) const {
    return used_ <= columns_ && closing_marks.find(letter) != std::u32string_view::npos;
  }
  void add_tab() {
    do { add(' '); } while (used_ % tab_width != 0 && used_ < columns_);
  }
  // The words after the last space go on in the next line.
  void wrap() {
    const auto space = line_.find_last_of(U' ');
    const bool after_words = space != std::u32string::npos && line_.find_first_not_of(U' ') < space;
    std::u32string rest = after_words ? line_.substr(space + 1) : U"";
    if (after_words) line_.resize(space);
    end_line();
    line_ = std::move(rest);
    for (const char32_t letter : line_) used_ += width_(letter);
  }
  void end_line() {
    if (page_.size() == lines_per_page_) {
      pages_.push_back(std::move(page_));
      page_.clear();
    }
    page_.push_back(std::move(line_));
    line_.clear();
    used_ = 0;
  }
  void end_page() {
    if (!line_.empty()) end_line();
    if (page_.empty()) return;
    pages_.push_back(std::move(page_));
    page_.clear();
  }

  const Width& width_;
  int columns_;
  std::size_t lines_per_page_;
  std::vector<Lines> pages_;
  Lines page_;
  std::u32string line_;
  int used_ = 0;
};

}  // namespace

std::vector<Lines> set_pages(const std::u32string& text, const Width& width, int columns, int lines_per_page) {
  Setter setter(width, columns, lines_per_page);
  char32_t before = 0;
  for (const char32_t letter : text) {
    if (!(before == '\r' && letter == '\n')) setter.add(letter);
    before = letter;
  }
  return setter.finish();
}

}  // namespace tsuke::render
