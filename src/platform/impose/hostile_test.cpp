// Documents made to hurt. Each must end in its own refusal, within the limits.
#include <gtest/gtest.h>

#include <random>

#include "platform/impose/qpdf.h"
#include "platform/impose/testing.h"
#include "platform/pages/sample_pdf.h"

namespace tsuke::impose {
namespace {

using namespace testing;
using pages::make_pdf;
using pages::testing::pdf_of;

const std::string catalog = "<< /Type /Catalog /Pages 2 0 R >>";

std::string repeat(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
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

TEST(Hostile, WhatIsNoPdf) {
  for (const std::string& document : {std::string(), std::string("%PDF-"), std::string("hello"),
                                      std::string(1 << 20, '\0'), repeat("1 0 obj ", 10'000), repeat("<<", 200'000)})
    EXPECT_EQ(code_of(imposed(document, all_of(1))), "document-damaged") << document.size();
}

TEST(Hostile, CutOrFlippedAnywhere) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const std::string whole = make_pdf(3);
  Imposition imposition = all_of(3);
  imposition.number_up = 2;
  for (int i = 0; i < 30; ++i) {
    std::string broken = i % 2 == 0 ? whole : whole.substr(0, whole.size() * static_cast<std::size_t>(i) / 30);
    for (int flips = 0; flips < 5 && !broken.empty(); ++flips)
      broken[random() % broken.size()] ^= static_cast<char>(1 << random() % 8);
    const auto made = imposed(broken, imposition);
    EXPECT_TRUE(made.ok() || made.error().reason == Reason::malformed) << code_of(made);
  }
}

TEST(Hostile, PasswordsAreAskedForNotGuessed) {
  EXPECT_EQ(code_of(imposed(locked("secret"), all_of(2))), "document-encrypted");
  const auto opened = imposed(locked(""), all_of(2));
  ASSERT_TRUE(opened.ok()) << opened.error().code;
  EXPECT_EQ(opened.value().find("/Encrypt"), std::string::npos) << "printers take no locked documents";
}

TEST(Hostile, TreesThatLoopOrLie) {
  const std::string page = "<< /Type /Page /Parent 2 0 R >>";
  for (const std::vector<std::string>& objects : std::vector<std::vector<std::string>>{
           {catalog, "<< /Type /Pages /Kids [2 0 R] >>"},
           {catalog, "<< /Type /Pages /Kids [3 0 R] >>", "<< /Type /Pages /Kids [4 0 R 2 0 R] >>", page},
           {catalog, "2 0 R"},
           {catalog, "<< /Type /Pages /Kids [] >>"},
           {catalog},
           {"[]"},
       })
    EXPECT_EQ(code_of(imposed(pdf_of(objects), all_of(1))), "document-damaged") << objects.back();
}

TEST(Hostile, PagesWithAbsurdBoxes) {
  for (const char* facts : {"/MediaBox [0 0 0 0]", "/MediaBox [0 0 1e30 1e30]", "/MediaBox [-1e9 -1e9 1e9 1e9]",
                            "/MediaBox (x)", "/MediaBox [0 0 1 1] /UserUnit 1e300", "/Rotate 91", "/Rotate 99999999999",
                            "/CropBox [9 9 9 9]", "/Contents 3 0 R", "/Contents [3 0 R 3 0 R]", "/Resources 3 0 R",
                            "/Annots 3 0 R", "/Annots [3 0 R]", "/Group 3 0 R"}) {
    const std::string pdf = pdf_of({catalog, "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
                                    std::string("<< /Type /Page /Parent 2 0 R ") + facts + " >>"});
    const auto made = imposed(pdf, all_of(1));
    EXPECT_TRUE(made.ok() || made.error().reason == Reason::malformed) << facts << code_of(made);
  }
}

TEST(Hostile, AnswersThatDoNotComeAreOurFault) {
  pages::testing::TextReader reader(make_pdf(1));
  const auto input = jail::copy_to_memory(reader);
  ASSERT_TRUE(input.ok());
  const auto liar = impose("/bin/false", input.value(), all_of(1));
  ASSERT_TRUE(liar.ok());
  EXPECT_EQ(code_of(outcome(liar.value()->end())), "impose-failed");
  EXPECT_EQ(code_of(impose("/nonexistent", input.value(), all_of(1))), "worker-not-started");
}

}  // namespace
}  // namespace tsuke::impose
