#include "platform/pages/content_scanner.h"

#include <gtest/gtest.h>

#include <cmath>

namespace tsuke::pages {
namespace {

// "operator:operand,operand …", one line for each operation.
std::string read(std::string_view content) {
  std::string text;
  ContentScanner scanner(content);
  for (Operation operation; scanner.next(operation);) {
    text += std::string(operation.name) + ":";
    for (const Operand& operand : operation.operands)
      text += operand.is_name ? "/" + std::string(operand.name) + ","
                              : std::to_string(std::lround(operand.number * 1000)) + ",";
    if (operation.shows_letters) text += "letters";
    if (operation.name == "BI")
      text += "[" + std::string(operation.dictionary) + "|" + std::string(operation.data) + "]";
    text += "\n";
  }
  return text;
}

TEST(ContentScanner, ReadsOperations) {
  EXPECT_EQ(read("1 0 .5 rg"), "rg:1000,0,500,\n");
  EXPECT_EQ(read("-1 +2. -.25 4.125 re f*"), "re:-1000,2000,-250,4125,\nf*:\n");
  EXPECT_EQ(read("/Cs1 cs/P0 scn"), "cs:/Cs1,\nscn:/P0,\n");
  EXPECT_EQ(read("q%comment Q\nQ"), "q:\nQ:\n");
  EXPECT_EQ(read(""), "");
  EXPECT_EQ(read("1 2 3"), "") << "operands without an operator";
}

TEST(ContentScanner, PassesOverStrings) {
  EXPECT_EQ(read("(a (b) \\) c) Tj 1 g"), "Tj:letters\ng:1000,\n");
  EXPECT_EQ(read("() Tj"), "Tj:\n");
  EXPECT_EQ(read("[(a) -20 <62>] TJ"), "TJ:-20000,letters\n");
  EXPECT_EQ(read("<> Tj"), "Tj:\n");
  EXPECT_EQ(read("/Span <</ActualText (1 0 0 rg)>> BDC"), "BDC:/Span,/ActualText,letters\n");
  EXPECT_EQ(read("(never ends 1 g"), "");
}

TEST(ContentScanner, FindsTheEndOfInlineImages) {
  EXPECT_EQ(read("BI /W 1 /H 1 ID abc\nEI Q"), "BI:[ /W 1 /H 1 |abc\n]\nQ:\n");
  EXPECT_EQ(read("BI /W 1 ID a EI\x01\x02 b\nEI\nQ"), "BI:[ /W 1 |a EI\x01\x02 b\n]\nQ:\n") << "EI within the data";
  EXPECT_EQ(read("BI /W 1 ID abc"), "BI:[ /W 1 |abc]\n");
  EXPECT_EQ(read("BI /W 1 Q"), "Q:/W,1000,\n") << "no data at all";
}

TEST(ContentScanner, KeepsFortyOperands) {
  std::string many;
  for (int i = 0; i < 50; ++i) many += "1 ";
  ContentScanner scanner(many += "scn");
  Operation operation;
  ASSERT_TRUE(scanner.next(operation));
  EXPECT_EQ(operation.operands.size(), 40u);
  EXPECT_TRUE(operation.too_many);
}

TEST(ContentScanner, NamesAreSpelledAsDocumentsSpellThem) {
  EXPECT_EQ(name_of("A#20b"), "/A b");
  EXPECT_EQ(name_of("A#2"), "/A#2");
  EXPECT_EQ(name_of("#zz"), "/#zz");
  EXPECT_EQ(name_of(""), "/");
}

}  // namespace
}  // namespace tsuke::pages
