#include <algorithm>
#include <array>
#include <regex>
#include <set>

#include "base/json.h"
#include "rules.h"

namespace tsuke::tidy {

namespace {

using Names = std::vector<std::string>;

// Where code (not comments, not literals) holds one of the words.
void find_words(const Source& source, const Names& words, const std::string& why, Faults& faults) {
  for (std::size_t i = 0; i < source.code_lines.size(); ++i)
    for (const std::string& word : words)
      if (find_word(source.code_lines[i], word) != std::string::npos)
        faults.push_back({source.path, static_cast<int>(i) + 1, word + ": " + why});
}

// 0.5, 1e6, 1.f: a number with a point or an exponent. Not 0x1e6, not 1.2.3 of a version in a literal (those are
// blanked).
bool has_decimal(const std::string& line) {
  for (std::size_t i = 0; i < line.size(); ++i) {
    const auto is_digit = [&](std::size_t at) {
      return at < line.size() && std::isdigit(static_cast<unsigned char>(line[at]));
    };
    if (!is_digit(i) || (i > 0 && (std::isalnum(static_cast<unsigned char>(line[i - 1])) || line[i - 1] == '_')))
      continue;
    auto end = i;
    while (is_digit(end) || (end < line.size() && line[end] == '\'')) ++end;
    if (end < line.size() && (line[end] == '.' || line[end] == 'e' || line[end] == 'E')) return true;
    i = end;
  }
  return false;
}

// A Query, a Migration, or a named constant that these are made of.
bool stands_in_a_query(const Source& source, const Literal& literal) {
  std::string_view before = std::string_view(source.code).substr(0, literal.offset);
  if (const auto end = before.rfind(';'); end != std::string_view::npos) before.remove_prefix(end + 1);
  for (const char* word : {"Query", "Migration", "constexpr const char*"})
    if (find_word(before, word) != std::string_view::npos) return true;
  // On a #define, which ends with a line that does not go on.
  const auto definition = before.rfind("#define ");
  if (definition == std::string_view::npos) return false;
  before.remove_prefix(definition);
  for (auto end = before.find('\n'); end != std::string_view::npos; end = before.find('\n', end + 1))
    if (before[end - 1] != '\\') return false;
  return true;
}

bool is_sql(std::string_view text) {
  const auto begin = text.find_first_not_of(" \n");
  if (begin == std::string_view::npos) return false;
  text.remove_prefix(begin);
  for (const char* opening : {"SELECT ", "INSERT INTO ", "DELETE FROM ", "CREATE TABLE ", "CREATE INDEX ",
                              "CREATE UNIQUE ", "ALTER TABLE ", "DROP TABLE ", "WITH RECURSIVE "})
    if (text.starts_with(opening)) return true;
  return text.starts_with("UPDATE ") && text.find(" SET ") != std::string_view::npos;
}

// The names of "{payer} paid {count, plural, one {# page} other {# pages}}": payer and count.
std::set<std::string> placeholders(const std::string& text) {
  std::set<std::string> found;
  int depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '{' && depth++ == 0) found.insert(text.substr(at + 1, text.find_first_of(",}", at) - at - 1));
    if (text[at] == '}') --depth;
  }
  return found;
}

void compare_words(const std::string& path, const Json& from, const Json& to, const std::string& above,
                   Faults& faults) {
  for (const auto& [name, value] : from.members()) {
    const std::string key = above + name;
    const Json& other = to[name];
    if (value.is_object()) {
      compare_words(path, value, other, key + ".", faults);
    } else if (!other.is_text() || other.text().empty()) {
      faults.push_back({path, 0, "lacks " + key});
    } else if (placeholders(value.text()) != placeholders(other.text())) {
      faults.push_back({path, 0, "has other placeholders in " + key});
    }
  }
}

}  // namespace

Faults banned_calls(const Tree& tree) {
  static const Names everywhere{"sleep_for", "sleep_until", "usleep(", "nanosleep(", "::sleep(",  "system(",
                                "popen(",    "strcpy(",     "strcat(", "sprintf(",   "vsprintf(", "rand(",
                                "srand(",    "gets(",       "tmpnam(", "mktemp(",    "alloca("};
  static const Names of_programs{"std::cout", "std::cerr", "printf(", "puts(", "std::puts"};
  static const std::array speakers{"src/app/add_to_device.cpp", "src/app/commands.cpp", "src/app/main.cpp",
                                   "src/app/pages_command.cpp", "src/app/server.cpp",   "src/app/demo/narrator.cpp",
                                   "src/agent/commands.cpp"};
  Faults faults;
  for (const Source& source : tree.sources) {
    if (!source.is_cpp()) continue;
    find_words(source, everywhere, "banned", faults);
    const bool may_speak = std::find(speakers.begin(), speakers.end(), source.path) != speakers.end();
    if (source.in("src") && !source.is_test() && !may_speak)
      find_words(source, of_programs, "a library does not print", faults);
  }
  return faults;
}

Faults clock_reads(const Tree& tree) {
  static const Names clocks{"system_clock",  "steady_clock", "high_resolution_clock",
                            "clock_gettime", "gettimeofday", "time(nullptr)",
                            "time(NULL)",    "time(0)",      "GetTimeOfDay"};
  Faults faults;
  for (const Source& source : tree.sources)
    if (source.is_cpp() && source.path != "src/base/time.cpp")
      find_words(source, clocks, "clocks are read in base/time", faults);
  return faults;
}

Faults floating_point(const Tree& tree) {
  Faults faults;
  for (const Source& source : tree.sources) {
    if (!source.is_cpp() || !(source.in("src/rules") || source.in("src/books") || source.in("src/flow"))) continue;
    find_words(source, {"float", "double"}, "money is whole", faults);
    for (std::size_t i = 0; i < source.code_lines.size(); ++i)
      if (!source.code_lines[i].starts_with('#') && has_decimal(source.code_lines[i]))
        faults.push_back({source.path, static_cast<int>(i) + 1, "a decimal literal: money is whole"});
  }
  return faults;
}

Faults stray_sql(const Tree& tree) {
  Faults faults;
  for (const Source& source : tree.sources) {
    // A schema.cpp is all migrations; tests look into the rows.
    const bool may = source.in("src/platform/store") || source.is_test() || source.path.ends_with("/schema.cpp");
    if (!source.is_cpp() || !source.in("src") || may) continue;
    for (const Literal& literal : source.literals)
      if (is_sql(literal.text) && !stands_in_a_query(source, literal))
        faults.push_back({source.path, literal.line, "SQL that is no named Query and no Migration"});
  }
  return faults;
}

Faults tries_around_awaits(const Tree& tree) {
  Faults faults;
  for (const Source& source : tree.sources) {
    for (auto at = find_word(source.code, "TRY("); at != std::string::npos;
         at = find_word(source.code, "TRY(", at + 1)) {
      auto end = at + 4;
      for (int depth = 1; end < source.code.size() && depth > 0; ++end)
        depth += source.code[end] == '(' ? 1 : source.code[end] == ')' ? -1 : 0;
      const std::string_view inside = std::string_view(source.code).substr(at, end - at);
      if (find_word(inside, "co_await") == std::string_view::npos) continue;
      const auto line =
          std::count(source.code.begin(), source.code.begin() + static_cast<std::ptrdiff_t>(at), '\n') + 1;
      faults.push_back({source.path, static_cast<int>(line), "TRY around co_await: use CO_TRY"});
    }
  }
  return faults;
}

// What g++ 12 forgets or frees twice: a function object made within an await, and what a list had made when a TRY ends
// it.
Faults forgotten_by_the_compiler(const Tree& tree) {
  static const std::regex lambda(R"(co_await[^;]*?[(,]\s*\[[^\]"]*\]\s*[({])");
  static const std::regex pair_with_try(R"(\{"[^"]*",[^;{}]*\bTRY\()");
  Faults faults;
  for (const Source& source : tree.sources) {
    if (!source.path.ends_with(".cpp") || source.path.find("_test") != std::string::npos) continue;
    const auto find = [&](const std::regex& pattern, const char* what) {
      for (std::sregex_iterator at(source.code.begin(), source.code.end(), pattern), end; at != end; ++at) {
        const auto line = std::count(source.code.begin(), source.code.begin() + at->position(), '\n') + 1;
        faults.push_back({source.path, static_cast<int>(line), what});
      }
    };
    find(lambda, "a lambda within co_await: give it a name first");
    find(pair_with_try, "TRY within a list: take the value out before");
  }
  return faults;
}

Faults leftover_markers(const Tree& tree) {
  // In pieces, so that this file is not a finding.
  static const Names markers{
      "TO"
      "DO",
      "FIX"
      "ME",
      "XX"
      "X",
      "HA"
      "CK",
      "GTEST_"
      "SKIP"};
  static const std::string disabled =
      "DISAB"
      "LED_";
  Faults faults;
  for (const Source& source : tree.sources)
    for (std::size_t i = 0; i < source.lines.size(); ++i) {
      for (const std::string& marker : markers)
        if (find_word(source.lines[i], marker) != std::string::npos)
          faults.push_back({source.path, static_cast<int>(i) + 1, marker + " left over"});
      if (source.lines[i].find(disabled) != std::string::npos)
        faults.push_back({source.path, static_cast<int>(i) + 1, "a test that does not run"});
    }
  return faults;
}

Faults unequal_words(const Tree& tree) {
  Faults faults;
  const auto parsed = [&](const std::string& language) {
    const auto json = Json::parse(tree.words.at(language));
    if (!json.ok()) faults.push_back({"web/words/" + language + ".json", 0, json.error().what});
    return json.ok() ? json.value() : Json();
  };
  const Json en = parsed("en"), ja = parsed("ja");
  compare_words("web/words/ja.json", en, ja, "", faults);
  compare_words("web/words/en.json", ja, en, "", faults);
  return faults;
}

}  // namespace tsuke::tidy
