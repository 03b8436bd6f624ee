#include "base/csv.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace tsuke {
namespace {

std::string one(const std::string& text) { return csv_record({{text}}); }

TEST(Csv, PlainTextStaysPlain) {
  EXPECT_EQ(csv_record({{"plan.pdf"}, {"会社 A"}, {""}, {"12.50", true}}), "plan.pdf,会社 A,,12.50\r\n");
  EXPECT_EQ(csv_record({{""}, {""}}), ",\r\n");
}

TEST(Csv, WhatWouldBreakTheTableIsQuoted) {
  EXPECT_EQ(one("a,b"), "\"a,b\"\r\n");
  EXPECT_EQ(one("say \"no\""), "\"say \"\"no\"\"\"\r\n");
  EXPECT_EQ(one("two\r\nlines"), "\"two\r\nlines\"\r\n");
  EXPECT_EQ(one(" blank "), "\" blank \"\r\n");
}

TEST(Csv, NoTextIsAFormula) {
  EXPECT_EQ(one("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0\r\n");
  EXPECT_EQ(one("+81 3"), "'+81 3\r\n");
  EXPECT_EQ(one("-1"), "'-1\r\n");
  EXPECT_EQ(one("@SUM(A1)"), "'@SUM(A1)\r\n");
  EXPECT_EQ(one("\t=1"), "'\t=1\r\n");
  EXPECT_EQ(one("\r=1"), "\"'\r=1\"\r\n");
  EXPECT_EQ(one("＝1+1"), "'＝1+1\r\n");
  EXPECT_EQ(one("=\"a\",1"), "\"'=\"\"a\"\",1\"\r\n");
}

TEST(Csv, NumbersStayNumbers) { EXPECT_EQ(csv_record({{"-12.50", true}, {"0", true}}), "-12.50,0\r\n"); }

// The grammar, read back.
std::vector<std::string> parsed(std::string_view record) {
  std::vector<std::string> cells(1);
  bool inside = false;
  for (std::size_t i = 0; i < record.size(); ++i) {
    const char c = record[i];
    if (inside && c == '"' && record.substr(i + 1).starts_with('"')) {
      cells.back() += record[++i];
    } else if (c == '"') {
      inside = !inside;
    } else if (!inside && c == ',') {
      cells.emplace_back();
    } else if (!inside && record.substr(i) == "\r\n") {
      return cells;
    } else {
      cells.back() += c;
    }
  }
  return {"the record does not end"};
}

RC_GTEST_PROP(Csv, ReadsBackAsItWas, (const std::vector<std::string>& texts)) {
  std::vector<CsvCell> cells{{"first"}};
  for (const std::string& text : texts) cells.push_back({text});
  const auto read = parsed(csv_record(cells));
  RC_ASSERT(read.size() == cells.size());
  for (std::size_t i = 0; i < cells.size(); ++i) RC_ASSERT(read[i] == cells[i].text || read[i] == "'" + cells[i].text);
}

}  // namespace
}  // namespace tsuke
