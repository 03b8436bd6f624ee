// The house rules, held to the whole tree. What is known to break one is named here with its reason; the list may only
// shrink.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>

#include "rules.h"

namespace tsuke::tidy {
namespace {

struct Exception {
  std::string rule;
  std::string path;
  std::string word;  // that the fault's text holds
  std::string why;
};

const std::vector<Exception> exceptions{
    {"calls", "src/printing/printer_test.cpp", "usleep(",
     "asks a real printer again and again, as an agent's own patience does"},
    {"calls", "src/printing/stand_in_testing.h", "usleep(", "another program's start has no signal to wait for"},
    {"calls", "src/doors/ipp/ipptool_test.cpp", "system(", "runs ipptool"},
    {"leftovers", "src/platform/convert/office_test.cpp",
     "GTEST_"
     "SKIP",
     "the machine's own LibreOffice may lack a part"},
    {"calls", "src/platform/convert/testing.h", "system(", "runs qpdf and poppler's tools as a second opinion"},
};

const Tree& tree() {
  static const Tree read = read_tree(TSUKE_ROOT);
  return read;
}

std::string to_text(const Fault& fault) { return fault.path + ":" + std::to_string(fault.line) + ": " + fault.what; }

// Every fault must be a named exception, and every exception of the rule must still be needed.
void expect_tidy(const std::string& rule, Faults faults) {
  std::sort(faults.begin(), faults.end());
  std::vector<bool> needed(exceptions.size(), false);
  for (const Fault& fault : faults) {
    bool known = false;
    for (std::size_t i = 0; i < exceptions.size(); ++i) {
      const Exception& exception = exceptions[i];
      if (exception.rule != rule || exception.path != fault.path ||
          fault.what.find(exception.word) == std::string::npos)
        continue;
      known = needed[i] = true;
    }
    if (!known) ADD_FAILURE() << rule << ": " << to_text(fault);
  }
  for (std::size_t i = 0; i < exceptions.size(); ++i)
    if (exceptions[i].rule == rule && !needed[i])
      ADD_FAILURE() << "no longer needed: the exception of " << exceptions[i].path << " from " << rule
                    << "; take it out";
}

TEST(Tidy, HasATreeToRead) {
  EXPECT_GT(tree().sources.size(), 200u);
  EXPECT_GT(tree().folders.size(), 15u);
  for (const char* path : {"src/base/json.h", "src/app/main.cpp", "web/src/main.ts", "tests/tidy/tidy_test.cpp"})
    EXPECT_TRUE(std::any_of(tree().sources.begin(), tree().sources.end(), [&](const Source& source) {
      return source.path == path;
    })) << path;
}

TEST(Tidy, ImportsRunDownwardsAndAreDeclared) { expect_tidy("imports", foreign_imports(tree())); }
TEST(Tidy, EachLibraryIsSpokenToInItsFolder) { expect_tidy("libraries", foreign_libraries(tree())); }
TEST(Tidy, HeadersShowNothingThirdParty) { expect_tidy("headers", leaking_headers(tree())); }
TEST(Tidy, NoFileIsDead) { expect_tidy("dead", dead_files(tree())); }
TEST(Tidy, FilesAreShort) { expect_tidy("file-length", long_files(tree())); }
TEST(Tidy, FunctionsAreShort) { expect_tidy("function-length", long_functions(tree())); }
TEST(Tidy, LinesAreShort) { expect_tidy("line-length", long_lines(tree())); }
TEST(Tidy, NoBannedCalls) { expect_tidy("calls", banned_calls(tree())); }
TEST(Tidy, ClocksAreReadInOnePlace) { expect_tidy("clocks", clock_reads(tree())); }
TEST(Tidy, MoneyIsWhole) { expect_tidy("floating-point", floating_point(tree())); }
TEST(Tidy, SqlIsNamed) { expect_tidy("sql", stray_sql(tree())); }
TEST(Tidy, NoTryAroundAwait) { expect_tidy("try-await", tries_around_awaits(tree())); }
TEST(Tidy, NothingThatTheCompilerForgets) { expect_tidy("forgotten", forgotten_by_the_compiler(tree())); }
TEST(Tidy, NoLeftovers) { expect_tidy("leftovers", leftover_markers(tree())); }
TEST(Tidy, BothLanguagesSayTheSame) { expect_tidy("words", unequal_words(tree())); }

TEST(Tidy, EveryExceptionIsOfARuleAndSaysWhy) {
  for (const Exception& exception : exceptions)
    EXPECT_FALSE(exception.rule.empty() || exception.why.empty()) << exception.path;
}

// The known figures: how beautiful the house is today.
TEST(Tidy, Figures) {
  std::vector<Function> all;
  std::vector<int> lengths;
  const Source* longest_file = &tree().sources.front();
  std::size_t lines = 0;
  for (const Source& source : tree().sources) {
    lines += source.lines.size();
    if (source.lines.size() > longest_file->lines.size()) longest_file = &source;
    if (!source.is_cpp()) continue;
    for (const Function& function : functions(source)) all.push_back(function);
  }
  std::sort(all.begin(), all.end(), [](const Function& a, const Function& b) { return a.lines < b.lines; });
  ASSERT_GT(all.size(), 1000u);
  const std::vector<std::string> chain = deepest_chain(tree());
  std::printf("files %zu, lines %zu, folders %zu, exceptions %zu\n", tree().sources.size(), lines,
              tree().folders.size(), exceptions.size());
  std::printf("longest file: %s, %zu lines\n", longest_file->path.c_str(), longest_file->lines.size());
  std::printf("functions %zu: median %d lines, nine of ten up to %d, longest %d (%s)\n", all.size(),
              all[all.size() / 2].lines, all[all.size() * 9 / 10].lines, all.back().lines, all.back().path.c_str());
  std::printf("deepest include chain: %zu files, from %s to %s\n", chain.size(), chain.front().c_str(),
              chain.back().c_str());
}

}  // namespace
}  // namespace tsuke::tidy
