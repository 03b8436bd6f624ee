// The tree's own text, as the tidy rules read it.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tsuke::tidy {

struct Literal {
  int line = 0;
  std::size_t offset = 0;  // of its opening quote in `code`
  std::string text;
};

// One file. C++ is also kept as `code`: the same text, same length, with comments and the insides of literals blanked.
struct Source {
  std::string path;  // "src/base/json.h"
  std::string text;
  std::string code;
  std::vector<std::string> lines;       // of text
  std::vector<std::string> code_lines;  // of code
  std::vector<Literal> literals;

  static Source create(std::string path, std::string text);
  bool is_cpp() const;
  bool is_header() const;
  // Named *_test.cpp, *_testing.h, testing.h, test_*.h …, or anywhere below tests/ and bench/.
  bool is_test() const;
  bool in(std::string_view folder) const;  // "src/rules" holds "src/rules/quote.h"
  // What stands between the quotes or brackets of each #include, with its line.
  struct Include {
    int line;
    std::string name;
    bool angled;
  };
  std::vector<Include> includes() const;
};

// A folder as src/folders.cmake declares it.
struct Folder {
  std::string name;
  std::vector<std::string> imports;       // DEPS
  std::vector<std::string> test_imports;  // DEPS_TEST
};
std::vector<Folder> parse_folders(std::string_view cmake);

struct Tree {
  std::vector<Source> sources;
  std::vector<Folder> folders;               // in the order declared
  std::map<std::string, std::string> words;  // language → its JSON

  const Folder* folder_of(const Source& source) const;  // null: none is declared
};

// Reads src, tests, bench, web/src and web/words below `root`.
Tree read_tree(const std::string& root);

struct Fault {
  std::string path;
  int line = 0;
  std::string what;
};
bool operator<(const Fault& a, const Fault& b);

// True when `word` stands in the text as a whole identifier (its own ends may be other characters); the position from
// `from` on.
std::size_t find_word(std::string_view text, std::string_view word, std::size_t from = 0);

}  // namespace tsuke::tidy
