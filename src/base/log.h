// Log lines: one event, then name=value facts. Never a secret: queue tokens, passwords and document titles stay out.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace tsuke::log {

enum class Level { debug, info, warning, error, off };

struct Fact {
  std::string_view name;
  std::string value;
  Fact(std::string_view n, std::string v) : name(n), value(std::move(v)) {}
  Fact(std::string_view n, std::string_view v) : name(n), value(v) {}
  Fact(std::string_view n, const char* v) : name(n), value(v) {}
  Fact(std::string_view n, long long v) : name(n), value(std::to_string(v)) {}
  Fact(std::string_view n, long v) : name(n), value(std::to_string(v)) {}
  Fact(std::string_view n, unsigned long v) : name(n), value(std::to_string(v)) {}
  Fact(std::string_view n, int v) : name(n), value(std::to_string(v)) {}
};

// Lines go to standard error, at info and above until told otherwise.
void set_level(Level level);
// From now on lines are appended to this file instead; stays on standard error when it cannot be opened.
void to_file(const std::string& path);

void debug(std::string_view event, std::initializer_list<Fact> facts = {});
void info(std::string_view event, std::initializer_list<Fact> facts = {});
void warning(std::string_view event, std::initializer_list<Fact> facts = {});
void error(std::string_view event, std::initializer_list<Fact> facts = {});

}  // namespace tsuke::log
