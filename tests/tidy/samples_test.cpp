// Each rule on a small bad sample, and beside it on a good one: a rule that cannot fail proves nothing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules.h"

namespace tsuke::tidy {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* cmake = R"(find_package(CURL REQUIRED)
tsuke_library(base LIBS OpenSSL::Crypto)
tsuke_library(platform/store DEPS base LIBS PkgConfig::SQLITE)
tsuke_library(rules DEPS base DEPS_TEST platform/store LIBS_TEST rapidcheck)
)";

struct File {
  std::string path, text;
};

Tree tree_of(const std::vector<File>& files, std::string_view folders = cmake) {
  Tree tree;
  tree.folders = parse_folders(folders);
  for (const File& file : files) tree.sources.push_back(Source::create(file.path, file.text));
  return tree;
}

std::vector<std::string> told(const Faults& faults) {
  std::vector<std::string> all;
  for (const Fault& fault : faults) all.push_back(fault.path + ":" + std::to_string(fault.line) + " " + fault.what);
  return all;
}

std::string lines(int count, const std::string& line = "x();\n") {
  std::string text;
  for (int i = 0; i < count; ++i) text += line;
  return text;
}

TEST(Blanking, LeavesCodeAlone) {
  const Source source = Source::create(
      "a.cpp", "int a = 1'000; // sleep_for\n/* b\n c */ char d = '\"'; auto e = \"f\\\"g\" R\"x(h)\"i)x\"; j");
  EXPECT_EQ(source.code, "int a = 1'000;             \n    \n      char d = ' '; auto e = \"    \" R\"        \"; j");
  ASSERT_EQ(source.literals.size(), 2u);
  EXPECT_EQ(source.literals[0].text, "f\\\"g");
  EXPECT_EQ(source.literals[1].text, "h)\"i");
  EXPECT_EQ(source.literals[1].line, 3);
}

TEST(Folders, AreReadFromTheBuild) {
  const auto folders = parse_folders(cmake);
  ASSERT_THAT(folders, SizeIs(3));
  EXPECT_EQ(folders[2].name, "rules");
  EXPECT_THAT(folders[2].imports, ElementsAre("base"));
  EXPECT_THAT(folders[2].test_imports, ElementsAre("platform/store"));
}

TEST(Imports, UndeclaredOnesAreFound) {
  const File store{"src/platform/store/store.h", ""}, base{"src/base/ids.h", ""};
  EXPECT_THAT(
      told(foreign_imports(tree_of(
          {store, base, {"src/rules/quote.cpp", "#include \"base/ids.h\"\n#include \"platform/store/store.h\"\n"}}))),
      ElementsAre("src/rules/quote.cpp:2 rules does not declare that it imports from platform/store"));
  EXPECT_THAT(foreign_imports(tree_of({store, {"src/rules/quote_test.cpp", "#include \"platform/store/store.h\"\n"}})),
              IsEmpty());
  EXPECT_THAT(told(foreign_imports(tree_of({{"src/new/a.cpp", ""}}))),
              ElementsAre(HasSubstr("not declared in src/folders.cmake")));
}

TEST(Imports, FoldersStandTopToBottom) {
  EXPECT_THAT(told(foreign_imports(tree_of({}, "tsuke_library(rules DEPS base)\ntsuke_library(base)\n"))),
              ElementsAre(HasSubstr("rules imports base, which is not declared above it")));
}

TEST(Libraries, StrayOnesAreFound) {
  EXPECT_THAT(told(foreign_libraries(tree_of(
                  {{"src/rules/a.cpp", "#include <boost/asio.hpp>\n#include <vector>\n#include <cups/cups.h>\n"},
                   {"src/platform/store/b.cpp", "#include <sqlite3.h>\n#include <openssl/ssl.h>\n"}}))),
              ElementsAre(HasSubstr("src/rules/a.cpp:1"), HasSubstr("src/rules/a.cpp:3"),
                          HasSubstr("src/platform/store/b.cpp:2 <openssl/ssl.h>")));
}

TEST(Headers, ShowingALibraryIsFoundThroughOthers) {
  const File user{"src/rules/a.cpp", "#include \"platform/store/store.h\"\n"};
  const File shown{"src/platform/store/store.h", "#include <string>\n#include \"platform/store/inner.h\"\n"};
  const File inner{"src/platform/store/inner.h", "#include <sqlite3.h>\n#include <sys/types.h>\n"};
  EXPECT_THAT(told(leaking_headers(tree_of({user, shown, inner}))),
              ElementsAre("src/platform/store/inner.h:1 shows <sqlite3.h> to other folders"));
  EXPECT_THAT(leaking_headers(tree_of({shown, inner})), IsEmpty());
}

TEST(DeadFiles, AreFound) {
  EXPECT_THAT(told(dead_files(tree_of({{"src/rules/a.h", ""},
                                       {"src/rules/b.h", ""},
                                       {"src/rules/b.cpp", "#include \"rules/b.h\"\n"},
                                       {"web/src/main.ts", "import { c } from './c'\nimport D from './D.svelte'"},
                                       {"web/src/c.ts", ""},
                                       {"web/src/D.svelte", ""},
                                       {"web/src/E.svelte", ""}}))),
              ElementsAre("src/rules/a.h:0 is included nowhere", "web/src/E.svelte:0 is imported nowhere"));
}

TEST(Sizes, LongFilesAndLinesAreFound) {
  EXPECT_THAT(long_files(tree_of({{"src/rules/a.cpp", lines(400)}})), IsEmpty());
  EXPECT_THAT(told(long_files(tree_of({{"web/src/a.svelte", lines(401)}}))),
              ElementsAre("web/src/a.svelte:0 has 401 lines"));
  EXPECT_THAT(long_lines(tree_of({{"src/rules/a.cpp", std::string(160, 'a')}})), IsEmpty());
  EXPECT_THAT(long_lines(tree_of({{"src/rules/a.cpp", "\n" + std::string(161, 'a')}})), SizeIs(1));
  EXPECT_THAT(long_lines(tree_of({{"src/rules/a.cpp", lines(60, "紙")}})), IsEmpty());
}

TEST(Sizes, FunctionsAreMeasured) {
  const std::string text = "namespace a {\nstruct B : C {\n  B(int d)\n      : d_{d}, e_(f({1})) {\n" + lines(3) +
                           "  }\n  int d_{0};\n};\n" +
                           "const std::vector<int> table{1, 2};\nTEST(Some, Thing) {\n  if (x) {\n    y();\n  "
                           "}\n}\n#define NO(x) \\\n  { x }\n" +
                           "Result<void> g(\n    int h) {\n  auto i = [&] {\n    j();\n  };\n}\n}\n";
  std::vector<std::pair<int, int>> found;
  for (const Function& function : functions(Source::create("a.cpp", text)))
    found.emplace_back(function.line, function.lines);
  EXPECT_THAT(found, ElementsAre(std::pair(3, 6), std::pair(12, 5), std::pair(19, 6)));
}

TEST(Sizes, LongFunctionsAreFound) {
  EXPECT_THAT(long_functions(tree_of({{"src/rules/a.cpp", "void f() {\n" + lines(68) + "}\n"}})), IsEmpty());
  EXPECT_THAT(told(long_functions(tree_of({{"src/rules/a.cpp", "\nvoid f() {\n" + lines(69) + "}\n"}}))),
              ElementsAre("src/rules/a.cpp:2 a function of 71 lines: void f() {"));
}

TEST(Calls, BannedOnesAreFound) {
  const std::string bad =
      "std::this_thread::sleep_for(x);\nsprintf(a, b);\n::sleep(1);\nrand();\nstd::system(\"ls\");\n";
  EXPECT_THAT(banned_calls(tree_of({{"tests/a.cpp", bad}})), SizeIs(5));
  EXPECT_THAT(banned_calls(tree_of(
                  {{"tests/a.cpp", "snprintf(a); // sleep(1)\nuntil_sleep(2); \"rand()\"; std::printf(b);\n"}})),
              IsEmpty());
  EXPECT_THAT(told(banned_calls(tree_of({{"src/rules/a.cpp", "std::cout << 1;\nstd::printf(b);\n"}}))), SizeIs(2));
  EXPECT_THAT(banned_calls(tree_of({{"src/app/main.cpp", "std::cout << 1;\n"}})), IsEmpty());
}

TEST(Clocks, ReadsOutsideTimeAreFound) {
  const std::string bad =
      "auto a = std::chrono::system_clock::now();\nauto b = time(nullptr);\nclock_gettime(c, "
      "&d);\nboost::asio::steady_timer fine;\n";
  EXPECT_THAT(clock_reads(tree_of({{"src/rules/a.cpp", bad}})), SizeIs(3));
  EXPECT_THAT(clock_reads(tree_of({{"src/base/time.cpp", bad}})), IsEmpty());
}

TEST(Money, FloatingPointIsFound) {
  EXPECT_THAT(
      floating_point(tree_of({{"src/flow/charge/a.cpp", "double a;\nauto b = 0.5;\nauto c = 1e6;\nfloat d;\n"}})),
      SizeIs(4));
  EXPECT_THAT(floating_point(tree_of(
                  {{"src/rules/a.cpp", "auto a = 0x1e6 + 1'000 + b.c1; // 0.5\nauto d = \"2.5\"; double_entry();\n"}})),
              IsEmpty());
  EXPECT_THAT(floating_point(tree_of({{"src/platform/a.cpp", "double a = 0.5;\n"}})), IsEmpty());
}

TEST(Sql, OutsideQueriesIsFound) {
  const std::string good =
      "constexpr Query find{\"find\", R\"sql(\n  SELECT a FROM b)sql\"};\nconst std::vector<Migration> all = {{1, "
      "\"b\", \"CREATE TABLE b (a BIGINT);\"}};\nask(\"UPDATE your settings\");\n";
  EXPECT_THAT(stray_sql(tree_of({{"src/rules/a.cpp", good}})), IsEmpty());
  EXPECT_THAT(told(stray_sql(tree_of(
                  {{"src/rules/a.cpp", good + "in.run(\"DELETE FROM b\");\nin.run(\"UPDATE b SET a = 1\");\n"}}))),
              ElementsAre(HasSubstr(":5 SQL"), HasSubstr(":6 SQL")));
  const std::string parts =
      "#define A_SELECT \\\n  \"SELECT a FROM b \"\nconstexpr const char* c = \"DELETE FROM b\";\n";
  EXPECT_THAT(stray_sql(tree_of({{"src/rules/a.cpp", parts}})), IsEmpty());
  EXPECT_THAT(stray_sql(tree_of({{"src/rules/a.cpp", "#define A 1\nf(\"SELECT a FROM b \")\n"}})), SizeIs(1));
  EXPECT_THAT(stray_sql(tree_of({{"src/platform/store/a.cpp", "in.run(\"DELETE FROM b\");\n"}})), IsEmpty());
}

TEST(Tries, AroundAwaitAreFound) {
  EXPECT_THAT(
      told(tries_around_awaits(tree_of({{"src/rules/a.cpp", "\nconst auto a = TRY(f(1,\n  co_await g()));\n"}}))),
      ElementsAre(HasSubstr(":2 TRY around co_await")));
  EXPECT_THAT(tries_around_awaits(
                  tree_of({{"src/rules/a.cpp", "CO_TRY(const auto a, co_await g());\nTRY(f()); co_await g();\n"}})),
              IsEmpty());
}

TEST(Forgotten, LambdasInAwaitsAndTriesInListsAreFound) {
  const std::string bad =
      "co_await f(a, [&](int b) { return b; });\nreturn object({{\"a\", b},\n {\"c\", d ? TRY(e()) : f}});\n";
  EXPECT_THAT(told(forgotten_by_the_compiler(tree_of({{"src/rules/a.cpp", bad}}))),
              ElementsAre(HasSubstr(":1 a lambda"), HasSubstr(":3 TRY")));
  const std::string good =
      "const auto f = [&](int b) { return b; };\nco_await g(f, a[1]);\nh([&] {});\n"
      "const auto c = TRY(d());\nreturn object({{\"a\", c}});\n";
  EXPECT_THAT(forgotten_by_the_compiler(tree_of({{"src/rules/a.cpp", good}})), IsEmpty());
}

TEST(Leftovers, AreFound) {
  const std::string bad = std::string("// TO") + "DO: later\nTEST(A, DISAB" + "LED_b)\nGTEST_" + "SKIP();\n";
  EXPECT_THAT(leftover_markers(tree_of({{"web/src/a.ts", bad}})), SizeIs(3));
  EXPECT_THAT(leftover_markers(tree_of({{"src/a.cpp", "mkdtemp(\"a.XXXXXX\"); // shackles\n"}})), IsEmpty());
}

TEST(Words, DifferencesAreFound) {
  Tree tree;
  tree.words = {{"en", R"({"a":"1 {x}","b":"2","c":"3"})"}, {"ja", R"({"a":"{x} 1","b":"","d":"4"})"}};
  EXPECT_THAT(told(unequal_words(tree)),
              ElementsAre("web/words/ja.json:0 lacks b", "web/words/ja.json:0 lacks c", "web/words/en.json:0 lacks d"));
  tree.words = {{"en", R"({"a":"1 {x}"})"}, {"ja", R"({"a":"{y} 1"})"}};
  EXPECT_THAT(unequal_words(tree), SizeIs(2));
  tree.words = {{"en", R"({"a":"{n, plural, one {# page} other {# pages}} {x}"})"}, {"ja", R"({"a":"{x} {n}"})"}};
  EXPECT_THAT(unequal_words(tree), IsEmpty());
}

TEST(Chains, TheDeepestIsFound) {
  EXPECT_THAT(deepest_chain(tree_of({{"src/base/a.h", "#include \"base/b.h\"\n"},
                                     {"src/base/b.h", "#include \"base/a.h\"\n"},
                                     {"src/base/c.cpp", "#include \"base/a.h\"\n"}})),
              ElementsAre("src/base/c.cpp", "src/base/a.h", "src/base/b.h"));
}

}  // namespace
}  // namespace tsuke::tidy
