#include "base/page.h"

#include <charconv>
#include <climits>

namespace tsuke {

namespace {

Error bad_pages() { return {Reason::malformed, "bad-pages", "the pages are not written as they should be"}; }

Error too_many() { return {Reason::limit_reached, "too-many-pages", "there are more pages than can be taken"}; }

// run = count ":" width "x" height ["c"]
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}
  bool at_end() const { return text_.empty(); }
  bool take(char wanted) {
    const bool there = !text_.empty() && text_.front() == wanted;
    if (there) text_.remove_prefix(1);
    return there;
  }
  bool take(int& number, int most) {
    const auto [end, problem] = std::from_chars(text_.data(), text_.data() + text_.size(), number);
    if (problem != std::errc{} || number < 1 || number > most) return false;
    text_.remove_prefix(static_cast<std::size_t>(end - text_.data()));
    return true;
  }

 private:
  std::string_view text_;
};

}  // namespace

std::string to_text(const Pages& pages) {
  std::string text;
  for (std::size_t start = 0; start < pages.size();) {
    std::size_t end = start;
    while (end < pages.size() && pages[end] == pages[start]) ++end;
    const Page& page = pages[start];
    text += (text.empty() ? "" : " ") + std::to_string(end - start) + ":" + std::to_string(page.size.width_hmm) + "x" +
            std::to_string(page.size.height_hmm) + (page.color ? "c" : "");
    start = end;
  }
  return text;
}

Result<Pages> pages_from_text(std::string_view text, int count_max) {
  Pages pages;
  Cursor cursor(text);
  while (!cursor.at_end()) {
    int count = 0;
    Page page;
    if (!pages.empty() && !cursor.take(' ')) return bad_pages();
    if (!cursor.take(count, INT_MAX) || !cursor.take(':')) return bad_pages();
    if (!cursor.take(page.size.width_hmm, side_hmm_max) || !cursor.take('x')) return bad_pages();
    if (!cursor.take(page.size.height_hmm, side_hmm_max)) return bad_pages();
    page.color = cursor.take('c');
    if (count > count_max - static_cast<int>(pages.size())) return too_many();
    pages.insert(pages.end(), static_cast<std::size_t>(count), page);
  }
  return pages;
}

}  // namespace tsuke
