#include "platform/convert/formats.h"

#include <gtest/gtest.h>

#include "platform/convert/office.h"
#include "platform/convert/testing.h"

// The test program is its own worker: `convert_test convert-worker image/png 21000 29700`.
int main(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]) == "convert-worker") return tsuke::convert::worker_main(argc - 2, argv + 2);
  if (argc > 1 && std::string_view(argv[1]) == "office-worker")
    return tsuke::convert::office_worker_main(argc - 2, argv + 2);
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}

namespace tsuke::convert {
namespace {

using namespace testing;
using namespace std::string_literals;

const Accepted all(true, true), few(false, false);

std::string recognised(const Accepted& accepted, std::string_view declared, std::string_view head) {
  const auto format = accepted.recognise(declared, head);
  return format.ok() ? std::string(format.value()->media_type) : format.error().code;
}

const std::string zip = "PK\3\4"s + std::string(26, 'x');
const std::string docx = zip + "[Content_Types].xml ... word/document.xml";
const std::string odt = zip + "mimetypeapplication/vnd.oasis.opendocument.textPK";
const std::string compound = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and so on";
const std::string jpeg = "\xFF\xD8\xFF\xE0....", png = "\x89PNG\r\n\x1A\n....";
const std::string docx_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

TEST(Formats, AreFoundByTheirNames) {
  EXPECT_EQ(find_format("Application/PDF; version=1.7")->media_type, pdf_type);
  EXPECT_EQ(find_format("image/jpg")->media_type, "image/jpeg");
  EXPECT_EQ(find_format("IMAGE/PWG-raster")->media_type, "image/pwg-raster");
  EXPECT_EQ(find_format("text/plain;charset=utf-8")->media_type, "text/plain");
  for (const char* none : {"", "application/octet-stream", "application/postscript", "text/html", "image/"})
    EXPECT_EQ(find_format(none), nullptr) << none;
}

TEST(Formats, AreToldByTheirFirstBytes) {
  for (const char* declared : {"", "application/octet-stream", "Application/Octet-Stream; x=y"}) {
    EXPECT_EQ(recognised(all, declared, "%PDF-1.7"), pdf_type);
    EXPECT_EQ(recognised(all, declared, std::string(1019, ' ') + "%PDF-1.4"), pdf_type);
    EXPECT_EQ(recognised(all, declared, std::string(1020, ' ') + "%PDF-1.4"), "document-format-not-supported");
    EXPECT_EQ(recognised(all, declared, jpeg), "image/jpeg");
    EXPECT_EQ(recognised(all, declared, jpeg + "%PDF-1.7"), "image/jpeg");
    EXPECT_EQ(recognised(all, declared, png), "image/png");
    EXPECT_EQ(recognised(all, declared, "RaS2PwgRaster\0...."s), "image/pwg-raster");
    EXPECT_EQ(recognised(all, declared, "RaS2Something else"), "document-format-not-supported");
    EXPECT_EQ(recognised(all, declared, "UNIRAST\0...."s), "image/urf");
    EXPECT_EQ(recognised(all, declared, docx), docx_type);
    EXPECT_EQ(recognised(all, declared, odt), "application/vnd.oasis.opendocument.text");
    EXPECT_EQ(recognised(all, declared, "{\\rtf1 x"), "application/rtf");
    for (const std::string& nothing : {""s, "%!PS-Adobe-3.0"s, "Dear all"s, zip, compound, "\x1B%-12345X"s})
      EXPECT_EQ(recognised(all, declared, nothing), "document-format-not-supported") << nothing;
  }
}

TEST(Formats, WhatIsDeclaredMustBeTrue) {
  EXPECT_EQ(recognised(all, "application/pdf", jpeg), "document-format-error");
  EXPECT_EQ(recognised(all, "image/jpeg", "%PDF-1.7"), "document-format-error");
  EXPECT_EQ(recognised(all, "image/png", jpeg), "document-format-error");
  EXPECT_EQ(recognised(all, docx_type, odt), "document-format-error");
  EXPECT_EQ(recognised(all, "application/msword", compound), "application/msword");
  EXPECT_EQ(recognised(all, "application/vnd.ms-excel", compound), "application/vnd.ms-excel");
  EXPECT_EQ(recognised(all, "application/postscript", "%!PS"), "document-format-not-supported");
  EXPECT_EQ(recognised(all, "text/html", "<html>"), "document-format-not-supported");
}

TEST(Formats, TextIsWhatReadsAsText) {
  const auto text = [](const std::string& head) { return recognised(all, "text/plain", head); };
  EXPECT_EQ(text("Dear all,\r\n\ta letter.\f"), "text/plain");
  EXPECT_EQ(text("拝啓"), "text/plain");
  EXPECT_EQ(text("\xEF\xBB\xBFwith a mark"), "text/plain");
  EXPECT_EQ(text("\x94\x71\x8C\x5B"), "text/plain") << "Shift_JIS";
  EXPECT_EQ(text("\xFF\xFE" + "a\0"s), "document-format-error") << "UTF-16";
  EXPECT_EQ(text("bell\a"), "document-format-error");
  EXPECT_EQ(text("nul\0"s), "document-format-error");
  EXPECT_EQ(text("%!PS-Adobe-3.0\n"), "document-format-error");
  EXPECT_EQ(text("\x1B%-12345X@PJL"), "document-format-error");
  EXPECT_EQ(text("%PDF-1.7"), "document-format-error");
}

TEST(Formats, OnlyWhatHasAProgramIsTaken) {
  EXPECT_EQ(recognised(few, docx_type, docx), "document-format-not-supported");
  EXPECT_EQ(recognised(few, "", docx), "document-format-not-supported");
  EXPECT_EQ(recognised(few, "text/plain", "text"), "document-format-not-supported");
  EXPECT_EQ(recognised(few, "", jpeg), "image/jpeg");
  EXPECT_EQ(few.media_types(), (std::vector<std::string>{"application/octet-stream", "application/pdf", "image/jpeg",
                                                         "image/png", "image/pwg-raster", "image/urf"}));
  EXPECT_EQ(all.media_types().size(), known_formats().size() + 1);
}

}  // namespace
}  // namespace tsuke::convert
