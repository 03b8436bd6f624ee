// Documents made to hurt. Each must end in its own refusal, within the limits.
#include <gtest/gtest.h>

#include <random>

#include "base/sanitized.h"
#include "platform/pages/qpdf.h"
#include "platform/pages/sample_pdf.h"
#include "platform/pages/testing.h"

namespace tsuke::pages {
namespace {

using namespace testing;

const std::string catalog = "<< /Type /Catalog /Pages 2 0 R >>";

std::string one_page_with(const std::string& facts) {
  return pdf_of(
      {catalog, "<< /Type /Pages /Count 1 /Kids [3 0 R] >>", "<< /Type /Page /Parent 2 0 R " + facts + " >>"});
}

std::string repeat(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

TEST(Hostile, WhatIsNoPdf) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  std::string noise(100'000, 0);
  for (char& byte : noise) byte = static_cast<char>(random());
  for (const std::string& document : {std::string(), std::string("%PDF-"), std::string("%PDF-1.7\n%%EOF\n"),
                                      std::string("hello"), noise, "%PDF-1.7\n" + noise, std::string(1 << 20, '\0'),
                                      repeat("1 0 obj ", 10'000), repeat("<<", 200'000), repeat("trailer <<", 5'000)})
    EXPECT_EQ(code_of(look_at(document)), "document-damaged") << document.size();
}

TEST(Hostile, CutAnywhere) {
  const std::string whole = make_pdf(20);
  for (std::size_t part = 0; part < 20; ++part) {
    const auto summary = look_at(whole.substr(0, whole.size() * part / 20));
    EXPECT_TRUE(summary.ok() || code_of(summary) == "document-damaged") << part << code_of(summary);
    if (part < 2) { EXPECT_FALSE(summary.ok()); }
  }
}

TEST(Hostile, BitsFlippedAnywhere) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const std::string whole = make_pdf(3);
  for (int i = 0; i < 40; ++i) {
    std::string broken = whole;
    for (int flips = 0; flips < 5; ++flips) broken[random() % broken.size()] ^= static_cast<char>(1 << random() % 8);
    const auto summary = look_at(broken);
    EXPECT_TRUE(summary.ok() || summary.error().reason == Reason::malformed) << code_of(summary);
  }
}

TEST(Hostile, PageTreesThatLoop) {
  const std::string page = "<< /Type /Page /Parent 2 0 R >>";
  for (const std::vector<std::string>& objects : std::vector<std::vector<std::string>>{
           {catalog, "<< /Type /Pages /Kids [2 0 R] >>"},
           {catalog, "<< /Type /Pages /Kids [3 0 R] >>", "<< /Type /Pages /Kids [4 0 R 2 0 R] >>", page},
           {catalog, "<< /Type /Pages /Kids 2 0 R >>"},
           {catalog, "2 0 R"},
           {"<< /Type /Catalog /Pages 1 0 R >>"},
           {catalog, "<< /Type /Pages /Kids [] >>"},
           {catalog, "<< /Type /Pages /Kids [null 99 0 R 7 (x)] >>"},
           {catalog},
           {"[]"},
       })
    EXPECT_EQ(code_of(look_at(pdf_of(objects))), "document-damaged") << objects.back();
}

TEST(Hostile, PageTreesThatDouble) {
  std::vector<std::string> objects{catalog};
  for (int i = 2; i < 40; ++i) {
    const std::string next = std::to_string(i + 1) + " 0 R ";
    objects.push_back("<< /Type /Pages /Kids [" + next + next + "] >>");
  }
  objects.push_back("<< /Type /Page >>");
  EXPECT_EQ(code_of(look_at(pdf_of(objects))), "document-damaged") << "2^38 pages in 40 objects";
}

TEST(Hostile, PageTreesThatAreDeep) {
  std::vector<std::string> objects{catalog};
  for (int i = 2; i < 20'000; ++i) objects.push_back("<< /Type /Pages /Kids [" + std::to_string(i + 1) + " 0 R] >>");
  objects.push_back("<< /Type /Page /MediaBox [0 0 72 72] >>");
  EXPECT_EQ(sizes_of(look_at(pdf_of(objects)).value_or({})), (std::vector<PageSize>{{2540, 2540}}));
}

TEST(Hostile, CountsThatLie) {
  EXPECT_EQ(look_at(pdf_of({catalog, "<< /Type /Pages /Count 1000000 /Kids [3 0 R] >>", "<< /Type /Page >>"}))
                .value_or({})
                .count(),
            1);
  EXPECT_EQ(look_at(pdf_of({catalog, "<< /Type /Pages /Count -1 /Kids [3 0 R] >>", "<< /Type /Page >>"}))
                .value_or({})
                .count(),
            1);
  const std::string many = repeat("3 0 R ", 150'000);
  EXPECT_EQ(code_of(look_at(pdf_of({catalog, "<< /Type /Pages /Kids [" + many + "] >>", "<< /Type /Page >>"}))),
            "document-too-large");
}

TEST(Hostile, NestingWithoutEnd) {
  const int deep = 200'000;
  for (const std::string& nest : {repeat("[", deep), repeat("[", deep) + repeat("]", deep), repeat("<< /A ", deep)})
    EXPECT_EQ(code_of(look_at(pdf_of({catalog, nest}))), "document-damaged");
}

TEST(Hostile, BoxesWithoutMeasure) {
  for (const std::string box :
       {"0 0 1000000000 10", "0 0 10 99999999999999999999999999999999999999.0", "-100000000000 0 100000000000 1"})
    EXPECT_EQ(code_of(look_at(one_page_with("/MediaBox [" + box + "]"))), "document-too-large") << box;
  EXPECT_EQ(code_of(look_at(one_page_with("/MediaBox [0 0 72 72] /UserUnit 1000000"))), "document-too-large");
  EXPECT_EQ(sizes_of(look_at(one_page_with("/MediaBox [0 0 0.00001 0.00001]")).value_or({})),
            (std::vector<PageSize>{{1, 1}}))
      << "never nothing";
  EXPECT_EQ(sizes_of(look_at(one_page_with("/MediaBox [0 0 " + std::string(400, '9') + ".0 1]")).value_or({})),
            (std::vector<PageSize>{{21590, 27940}}))
      << "past every number: as without a box";
}

std::string deflate(const std::string& plain) {
  Pl_Buffer result("result");
  Pl_Flate flate("flate", &result, Pl_Flate::a_deflate);
  flate.writeString(plain);
  flate.finish();
  const auto bytes = result.getBufferSharedPointer();
  return {reinterpret_cast<const char*>(bytes->getBuffer()), bytes->getSize()};
}

// A PDF whose catalog and page tree lie in an object stream that swells to `padding` bytes.
std::string object_stream_bomb(std::size_t padding) {
  const std::string first = "<< /Type /Catalog /Pages 2 0 R >>", second = "<< /Type /Pages /Kids [ << >> ] >>";
  const std::string index = "1 0 2 " + std::to_string(first.size() + 1) + " ";
  const std::string packed = deflate(index + first + " " + second + std::string(padding, ' '));
  std::string bytes = "%PDF-1.7\n";
  const std::size_t stream_at = bytes.size();
  bytes += "3 0 obj\n<< /Type /ObjStm /N 2 /First " + std::to_string(index.size()) + " /Filter /FlateDecode /Length " +
           std::to_string(packed.size()) + " >>\nstream\n" + packed + "\nendstream\nendobj\n";
  const std::size_t table_at = bytes.size();
  const auto row = [](int kind, std::size_t where, int generation) {
    const char row[] = {static_cast<char>(kind), static_cast<char>(where >> 16), static_cast<char>(where >> 8),
                        static_cast<char>(where), static_cast<char>(generation)};
    return std::string(row, sizeof row);
  };
  const std::string table = row(0, 0, 0) + row(2, 3, 0) + row(2, 3, 1) + row(1, stream_at, 0) + row(1, table_at, 0);
  return bytes + "4 0 obj\n<< /Type /XRef /Size 5 /W [1 3 1] /Root 1 0 R /Length " + std::to_string(table.size()) +
         " >>\nstream\n" + table + "\nendstream\nendobj\nstartxref\n" + std::to_string(table_at) + "\n%%EOF\n";
}

TEST(Hostile, StreamsThatSwell) {
  EXPECT_EQ(look_at(object_stream_bomb(10)).value_or({}).count(), 1) << "the shape itself is fine";
#if !defined(TSUKE_SANITIZED)
  Limits limits;
  limits.memory_bytes = 96 << 20;
  const std::string bomb = object_stream_bomb(120 << 20);
  ASSERT_LT(bomb.size(), 1u << 20);
  EXPECT_EQ(code_of(look_at(bomb, limits)), "document-too-large");
#endif
}

std::string locked(const char* user_password) {
  const std::string plain = make_pdf(2);
  QPDF pdf;
  pdf.processMemoryFile("plain", plain.data(), plain.size());
  QPDFWriter writer(pdf);
  writer.setOutputMemory();
  writer.setR6EncryptionParameters(user_password, "owner", true, true, true, true, true, true, qpdf_r3p_full, true);
  writer.write();
  const auto bytes = writer.getBufferSharedPointer();
  return {reinterpret_cast<const char*>(bytes->getBuffer()), bytes->getSize()};
}

TEST(Hostile, LockedDocuments) {
  const auto needs_password = look_at(locked("secret"));
  EXPECT_EQ(code_of(needs_password), "document-encrypted");
  EXPECT_EQ(needs_password.error().reason, Reason::malformed);
  EXPECT_EQ(look_at(locked("")).value_or({}).count(), 2) << "anyone may open it";
}

}  // namespace
}  // namespace tsuke::pages
