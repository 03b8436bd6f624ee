// The rules of the house, one function each: what breaks it. No rule knows of exceptions; tidy_test.cpp names those.
#pragma once

#include <string>
#include <vector>

#include "tree.h"

namespace tsuke::tidy {

using Faults = std::vector<Fault>;

// A folder imports from itself and its DEPS; tests from DEPS_TEST, too. Folders are declared top to bottom.
Faults foreign_imports(const Tree& tree);
// Each third-party library has its folders; nothing third-party in a header that other folders include.
Faults foreign_libraries(const Tree& tree);
Faults leaking_headers(const Tree& tree);
// A header nobody includes; a web module nobody imports.
Faults dead_files(const Tree& tree);

Faults long_files(const Tree& tree);      // above 400 lines
Faults long_functions(const Tree& tree);  // above 70 lines
Faults long_lines(const Tree& tree);      // above 160 bytes of code; 120 is what clang-format aims at

// Calls that have a better place or none: sleeps, C strings, output from libraries, clocks outside base/time.
Faults banned_calls(const Tree& tree);
Faults clock_reads(const Tree& tree);
// float, double and decimal literals where money is.
Faults floating_point(const Tree& tree);
// SQL outside store, named queries and migrations.
Faults stray_sql(const Tree& tree);
// TRY around co_await breaks g++ 12.
Faults tries_around_awaits(const Tree& tree);
// g++ 12 forgets a lambda made within co_await, and what a list had made when a TRY within it returns.
Faults forgotten_by_the_compiler(const Tree& tree);
Faults leftover_markers(const Tree& tree);
// Both languages have the same words, each with the same placeholders.
Faults unequal_words(const Tree& tree);

struct Function {
  std::string path;
  std::string head;  // its first line
  int line = 0;
  int lines = 0;
};
std::vector<Function> functions(const Source& source);

// The longest way from file to file by our own includes.
std::vector<std::string> deepest_chain(const Tree& tree);

}  // namespace tsuke::tidy
