#include <algorithm>

#include "rules.h"

namespace tsuke::tidy {

namespace {

constexpr int file_lines_max = 400;
constexpr int function_lines_max = 70;
constexpr std::size_t line_letters_max = 160;

// Follows the braces of clang-formatted code and says which pair is a function's body.
class FunctionFinder {
 public:
  explicit FunctionFinder(const Source& source) : source_(source), code_(source.code) {}

  std::vector<Function> run() {
    for (at_ = 0; at_ < code_.size(); ++at_) step(code_[at_]);
    return std::move(found_);
  }

 private:
  enum class Kind { outside, type, body, other };
  struct Open {
    Kind kind;
    int line;
    std::string head;
  };

  void step(char c) {
    if (at_line_start() && c == '#') return skip_directive();
    if (c == '\n') ++line_;
    if (c == '{') return open();
    if (c == '}') return close();
    if (c == ';') return forget();
    if (head_.empty() && std::isspace(static_cast<unsigned char>(c))) return;
    if (head_.empty()) head_line_ = line_;
    head_ += c;
  }

  bool at_line_start() const { return at_ == 0 || code_[at_ - 1] == '\n'; }
  void skip_directive() {
    while (at_ < code_.size() && (code_[at_] != '\n' || code_[at_ - 1] == '\\')) line_ += code_[at_++] == '\n';
    --at_;
  }
  void forget() { head_.clear(); }

  Kind kind_of_next() const {
    const bool at_shore = open_.empty() || open_.back().kind == Kind::outside || open_.back().kind == Kind::type;
    if (!at_shore) return Kind::other;
    if (find_word(head_, "namespace") != std::string::npos || head_.starts_with("extern \"")) return Kind::outside;
    const bool called = head_.find('(') != std::string::npos;
    if (called) return Kind::body;
    for (const char* word : {"class", "struct", "union"})
      if (find_word(head_, word) != std::string::npos) return Kind::type;
    return Kind::other;
  }

  void open() {
    open_.push_back({kind_of_next(), head_line_, head_});
    head_.clear();
  }

  char next_letter() const {
    auto next = at_ + 1;
    while (next < code_.size() && std::isspace(static_cast<unsigned char>(code_[next]))) ++next;
    return next < code_.size() ? code_[next] : '\0';
  }

  void close() {
    if (open_.empty()) return;
    Open ended = open_.back();
    open_.pop_back();
    const char next = next_letter();
    // A member's or an argument's braces before the body: the head goes on.
    if (ended.kind == Kind::body && (next == ',' || next == '{' || next == ')')) {
      head_ = ended.head;
      head_line_ = ended.line;
      return;
    }
    if (ended.kind == Kind::body)
      found_.push_back(
          {source_.path, source_.lines[static_cast<std::size_t>(ended.line) - 1], ended.line, line_ - ended.line + 1});
    head_.clear();
  }

  const Source& source_;
  const std::string& code_;
  std::size_t at_ = 0;
  int line_ = 1;
  int head_line_ = 1;
  std::string head_;  // text since the last brace or semicolon
  std::vector<Open> open_;
  std::vector<Function> found_;
};

// Not the bytes: Japanese takes three for a letter.
std::size_t letters(const std::string& line) {
  return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace

std::vector<Function> functions(const Source& source) { return FunctionFinder(source).run(); }

Faults long_files(const Tree& tree) {
  Faults faults;
  for (const Source& source : tree.sources)
    if (source.lines.size() > file_lines_max)
      faults.push_back({source.path, 0, "has " + std::to_string(source.lines.size()) + " lines"});
  return faults;
}

Faults long_functions(const Tree& tree) {
  Faults faults;
  for (const Source& source : tree.sources) {
    if (!source.is_cpp()) continue;
    for (const Function& function : functions(source))
      if (function.lines > function_lines_max)
        faults.push_back({source.path, function.line,
                          "a function of " + std::to_string(function.lines) + " lines: " + function.head});
  }
  return faults;
}

Faults long_lines(const Tree& tree) {
  Faults faults;
  for (const Source& source : tree.sources) {
    if (!source.is_cpp()) continue;
    for (std::size_t i = 0; i < source.lines.size(); ++i)
      if (letters(source.lines[i]) > line_letters_max)
        faults.push_back(
            {source.path, static_cast<int>(i) + 1, "a line of " + std::to_string(letters(source.lines[i]))});
  }
  return faults;
}

}  // namespace tsuke::tidy
