#include "tree.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <tuple>

#include "blank.h"

namespace tsuke::tidy {

namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> split_lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

bool is_word_letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

bool is_wanted(const fs::path& path) {
  static const std::vector<std::string> endings{".h", ".cpp", ".ts", ".svelte", ".mjs", ".css"};
  return std::find(endings.begin(), endings.end(), path.extension()) != endings.end();
}

void read_folder(const fs::path& root, const std::string& folder, Tree& tree) {
  if (!fs::exists(root / folder)) return;
  for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
    if (!entry.is_regular_file() || !is_wanted(entry.path())) continue;
    tree.sources.push_back(Source::create(fs::relative(entry.path(), root).generic_string(), read_file(entry.path())));
  }
}

}  // namespace

bool operator<(const Fault& a, const Fault& b) {
  return std::tie(a.path, a.line, a.what) < std::tie(b.path, b.line, b.what);
}

std::size_t find_word(std::string_view text, std::string_view word, std::size_t from) {
  for (auto at = text.find(word, from); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const bool starts = at == 0 || !is_word_letter(word.front()) || !is_word_letter(text[at - 1]);
    const auto end = at + word.size();
    const bool ends = end == text.size() || !is_word_letter(word.back()) || !is_word_letter(text[end]);
    if (starts && ends) return at;
  }
  return std::string_view::npos;
}

Source Source::create(std::string path, std::string text) {
  Source made;
  made.path = std::move(path);
  made.text = std::move(text);
  made.lines = split_lines(made.text);
  if (made.is_cpp()) {
    made.code = blank(made.text, made.literals);
    made.code_lines = split_lines(made.code);
  }
  return made;
}

bool Source::is_cpp() const { return path.ends_with(".h") || path.ends_with(".cpp"); }
bool Source::is_header() const { return path.ends_with(".h"); }
bool Source::in(std::string_view folder) const {
  return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

bool Source::is_test() const {
  if (in("tests") || in("bench")) return true;
  const std::string name = fs::path(path).stem().string();
  return name.ends_with("_test") || name.ends_with("_testing") || name == "testing" || name.starts_with("test_");
}

std::vector<Source::Include> Source::includes() const {
  std::vector<Include> found;
  for (std::size_t i = 0; i < code_lines.size(); ++i) {
    if (!code_lines[i].starts_with("#include ")) continue;
    const std::string& line = lines[i];
    const bool angled = line.find('<') != std::string::npos;
    const auto begin = line.find(angled ? '<' : '"') + 1;
    found.push_back(
        {static_cast<int>(i) + 1, line.substr(begin, line.find(angled ? '>' : '"', begin) - begin), angled});
  }
  return found;
}

std::vector<Folder> parse_folders(std::string_view cmake) {
  static constexpr std::string_view opening = "tsuke_library(";
  std::vector<Folder> folders;
  std::istringstream in{std::string(cmake)};
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with(opening)) continue;
    std::istringstream words(line.substr(opening.size(), line.rfind(')') - opening.size()));
    Folder folder;
    std::string word, list;
    words >> folder.name;
    while (words >> word) {
      if (word == "DEPS" || word == "LIBS" || word == "DEPS_TEST" || word == "LIBS_TEST")
        list = word;
      else if (list == "DEPS")
        folder.imports.push_back(word);
      else if (list == "DEPS_TEST")
        folder.test_imports.push_back(word);
    }
    folders.push_back(folder);
  }
  return folders;
}

const Folder* Tree::folder_of(const Source& source) const {
  const Folder* best = nullptr;
  for (const Folder& folder : folders)
    if (source.in("src/" + folder.name) && (!best || folder.name.size() > best->name.size())) best = &folder;
  return best;
}

Tree read_tree(const std::string& root) {
  Tree tree;
  tree.folders = parse_folders(read_file(fs::path(root) / "src/folders.cmake"));
  for (const char* folder : {"src", "tests", "bench", "web/src"}) read_folder(root, folder, tree);
  std::sort(tree.sources.begin(), tree.sources.end(), [](const Source& a, const Source& b) { return a.path < b.path; });
  for (const char* language : {"en", "ja"})
    tree.words[language] = read_file(fs::path(root) / "web/words" / (std::string(language) + ".json"));
  return tree;
}

}  // namespace tsuke::tidy
