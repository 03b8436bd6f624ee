#include "line.h"

#include <charconv>
#include <fstream>
#include <sstream>

namespace tsuke::scenarios {

namespace {

std::optional<std::int64_t> number_in(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || end != text.data() + text.size()) return {};
  return value;
}

// Words with single spaces between them, without the commas that end them.
std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) {
    if (word.back() == ',') word.pop_back();
    if (!word.empty()) words.push_back(word);
  }
  return words;
}

std::vector<std::string> items_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> items;
  for (std::string part; std::getline(in, part, ',');) {
    std::string item;
    for (const std::string& word : words_of(part)) item += (item.empty() ? "" : " ") + word;
    if (!item.empty()) items.push_back(item);
  }
  return items;
}

std::string without_comment(const std::string& text) {
  for (std::size_t at = text.find('#'); at != std::string::npos; at = text.find('#', at + 1))
    if (at == 0 || text[at - 1] == ' ' || text[at - 1] == '\t') return text.substr(0, at);
  return text;
}

// "3.5" as 35 and 10.
std::optional<Rate> decimal_in(std::string_view text) {
  const std::size_t point = text.find('.');
  std::string digits(text.substr(0, point));
  Rate decimal{0, 1};
  if (point != std::string_view::npos) {
    digits += text.substr(point + 1);
    for (std::size_t place = point + 1; place < text.size(); ++place) decimal.denominator *= 10;
  }
  const auto numerator = number_in(digits);
  if (!numerator) return {};
  decimal.numerator = *numerator;
  return decimal;
}

}  // namespace

Error mistake(std::string what) { return {Reason::malformed, "scenario-mistake", std::move(what)}; }
bool is_mistake(const Error& error) { return error.code == "scenario-mistake"; }

Result<std::vector<Line>> read_lines(const std::string& path) {
  std::ifstream file(path);
  if (!file) return Error{Reason::unavailable, "no-file", "cannot read " + path};
  std::vector<Line> lines;
  std::string text;
  for (int number = 1; std::getline(file, text); ++number) {
    const std::string said = without_comment(text);
    const std::size_t arrow = said.find("->");
    Line line{number, text, words_of(said.substr(0, arrow)), {}};
    if (arrow != std::string::npos) line.expected = items_of(said.substr(arrow + 2));
    if (!line.words.empty() || !line.expected.empty()) lines.push_back(std::move(line));
  }
  return lines;
}

bool Words::accept(std::string_view word) {
  if (peek() != word) return false;
  ++next_;
  return true;
}

std::optional<std::int64_t> Words::accept_count(std::string_view word) {
  if (next_ + 1 >= words_.size()) return {};
  const auto number = number_in(words_[next_]);
  const std::string& unit = words_[next_ + 1];
  if (!number || (unit != word && unit != std::string(word) + "s")) return {};
  next_ += 2;
  return number;
}

Result<std::string> Words::take(std::string_view what) {
  if (empty()) return mistake("expected " + std::string(what) + " at the end of the line");
  return words_[next_++];
}

Result<std::int64_t> Words::take_number(std::string_view what) {
  const std::string word = TRY(take(what));
  const auto number = number_in(word);
  if (!number) return mistake("expected " + std::string(what) + ", not " + word);
  return *number;
}

Result<UnitPrice> Words::take_price() {
  const std::string word = TRY(take("a price"));
  const auto decimal = decimal_in(word);
  if (!decimal || 1000 % decimal->denominator != 0) return mistake("expected a price such as 28 or 0.5, not " + word);
  return UnitPrice{decimal->numerator * (1000 / decimal->denominator)};
}

Result<Rate> Words::take_rate() {
  const std::string word = TRY(take("a rate"));
  const auto decimal = decimal_in(std::string_view(word).substr(0, word.size() - 1));
  if (word.back() != '%' || !decimal) return mistake("expected a rate such as 3.5%, not " + word);
  return Rate{decimal->numerator, decimal->denominator * 100};
}

Result<Duration> Words::take_duration() {
  const std::string word = TRY(take("a time"));
  const auto number = number_in(std::string_view(word).substr(0, word.size() - 1));
  if (number && word.back() == 's') return seconds(*number);
  if (number && word.back() == 'm') return minutes(*number);
  if (number && word.back() == 'h') return hours(*number);
  return mistake("expected a time such as 30s, 10m or 24h, not " + word);
}

Result<void> Words::end() const {
  if (empty()) return {};
  return mistake("did not understand \"" + words_[next_] + "\"");
}

}  // namespace tsuke::scenarios
