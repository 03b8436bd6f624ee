// With a real LibreOffice. CMake runs these where one is installed (see folders.cmake); elsewhere the run has no test
// named platform-convert-office.
#include "platform/convert/office.h"

#include <gtest/gtest.h>

#include "platform/convert/testing.h"

namespace tsuke::convert {
namespace {

using namespace testing;

const std::string rtf =
    "{\\rtf1\\ansi{\\fonttbl{\\f0 DejaVu Sans;}}\\f0\\fs48 Page one\\page Page two\\page Page three}";

int pages_of(const std::string& pdf) {
  const Scratch scratch;
  const std::string file = scratch.write("it.pdf", pdf);
  shell("pdfinfo '" + file + "' | grep -o 'Pages:.*' | grep -o '[0-9]*' > '" + (scratch.path / "count").string() + "'");
  return std::atoi(scratch.read("count").c_str());
}

class Office : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_FALSE(find_office_program("").empty()) << "install libreoffice-writer-nogui";
    static const bool works_by_itself = !made_by_office("rtf", rtf, "pdf").empty();
    if (!works_by_itself) GTEST_SKIP() << "this LibreOffice makes no PDF by itself either";
    if (!office_starts({this_program(), find_office_program("")}))
      GTEST_SKIP() << "this LibreOffice does not start in the jail; the server offers no office formats with it";
  }
  // What LibreOffice itself makes of a document, as one of another kind.
  static std::string made_by_office(const std::string& from, const std::string& source, const std::string& extension) {
    const Scratch scratch;
    const std::string file = scratch.write("it." + from, source);
    const std::string once = "HOME='" + scratch.path.string() + "' '" + find_office_program("") +
                             "' --headless -env:UserInstallation=file://" + scratch.path.string() + "/p --convert-to " +
                             extension + " --outdir '" + scratch.path.string() + "' '" + file + "'";
    shell(once + " || " + once);  // the first time may only make the profile
    return scratch.read("it." + extension);
  }
  // Each kind that a program writes, made from one source, is taken for what it is and has as many pages.
  static void expect_pdf_of(const std::string& from, const std::string& source, int pages,
                            const std::vector<std::pair<std::string, std::string>>& kinds) {
    for (const auto& [extension, type] : kinds) {
      const std::string document = made_by_office(from, source, extension);
      if (document.empty()) GTEST_SKIP() << "the LibreOffice here has no part that writes " << extension;
      EXPECT_EQ(code_of(Accepted(true, true).recognise(type, document)), "ok") << extension;
      const auto converted = convert(type, document);
      ASSERT_TRUE(converted.ok()) << extension << " " << converted.error().code;
      EXPECT_EQ(pages_of(converted.value()), pages) << extension;
    }
  }
};

TEST_F(Office, WritersDocumentsBecomePdf) {
  const auto pdf = convert("application/rtf", rtf);
  ASSERT_TRUE(pdf.ok()) << pdf.error().code;
  EXPECT_EQ(pages_of(pdf.value()), 3);
  expect_pdf_of("rtf", rtf, 3,
                {{"odt", "application/vnd.oasis.opendocument.text"},
                 {"doc", "application/msword"},
                 {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}});
}

TEST_F(Office, SheetsBecomePdf) {
  expect_pdf_of("csv", "paper,pages\nA4,3\n", 1,
                {{"ods", "application/vnd.oasis.opendocument.spreadsheet"},
                 {"xls", "application/vnd.ms-excel"},
                 {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}});
}

TEST_F(Office, SlidesBecomePdf) {
  std::string slides =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\""
      " xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\" office:version=\"1.2\""
      " office:mimetype=\"application/vnd.oasis.opendocument.presentation\"><office:body><office:presentation>"
      "<draw:page/><draw:page/></office:presentation></office:body></office:document>";
  expect_pdf_of("fodp", slides, 2,
                {{"odp", "application/vnd.oasis.opendocument.presentation"},
                 {"ppt", "application/vnd.ms-powerpoint"},
                 {"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"}});
}

TEST_F(Office, WhatItCannotReadIsRefused) {
  EXPECT_EQ(
      code_of(convert("application/vnd.oasis.opendocument.text", std::string("PK\3\4", 4) + std::string(500, 'x'))),
      "document-damaged");
}

// A LibreOffice that lacks its libraries.
TEST_F(Office, OneThatDoesNotStartIsNotOffered) {
  const Scratch broken;
  const std::string program = (broken.path / "soffice.bin").string();
  std::filesystem::copy_file(find_office_program(""), program);
  EXPECT_FALSE(office_starts({this_program(), program}));
  EXPECT_TRUE(find_tools(this_program(), "", program).office_program.empty());
  EXPECT_FALSE(find_tools(this_program()).office_program.empty());
  TextReader reader(rtf);
  TextWriter writer;
  EXPECT_EQ(code_of(office_to_pdf({this_program(), program}, *find_format("application/rtf"), reader, writer, 1 << 30)),
            "convert-worker-failed");
}

// A document asks for a file of the system to be shown in it: nothing of it may appear, and no folder stays.
TEST_F(Office, ReachesNoFileButItsOwn) {
  const Scratch scratch;
  const std::string secret = scratch.write("secret.txt", "TOPSECRET");
  const std::string asking =
      "{\\rtf1 before {\\field{\\*\\fldinst INCLUDETEXT \"" + secret + "\"}{\\fldrslt none}} after}";
  const auto pdf = convert("application/rtf", asking);
  ASSERT_TRUE(pdf.ok()) << pdf.error().code;
  const std::string file = scratch.write("it.pdf", pdf.value());
  EXPECT_NE(shell("pdftotext '" + file + "' - | grep -q TOPSECRET"), 0);
  EXPECT_EQ(shell("pdftotext '" + file + "' - | grep -q after"), 0);
  for (const char* parent : {"/dev/shm", "/tmp"})
    for (const auto& entry : std::filesystem::directory_iterator(parent))
      EXPECT_FALSE(entry.path().filename().string().starts_with("tsuke-office-")) << entry.path();
}

TEST_F(Office, EndsInTimeWithAllThatItStarted) {
  TextReader reader(rtf);
  TextWriter writer;
  const auto ended = office_to_pdf({this_program(), find_office_program("")}, *find_format("application/rtf"), reader,
                                   writer, 1 << 30, milliseconds(50));
  EXPECT_EQ(code_of(ended), "document-timeout");
}

// What a document that took LibreOffice over would try: the same jail, around a shell.
TEST_F(Office, TheJailHolds) {
  const Scratch scratch;
  const std::string script = scratch.write("soffice.bin",
                                           "#!/bin/sh\n"
                                           "cat /etc/hostname > found 2>/dev/null\n"
                                           "echo x > /tmp/tsuke-office-was-here 2>/dev/null\n"
                                           "echo ran > ran\n");
  std::filesystem::permissions(script, std::filesystem::perms::owner_all);
  const Scratch folder;
  const int status = shell("'" + this_program() + "' office-worker '" + script + "' '" + folder.path.string() + "' x");
  EXPECT_NE(status, 0) << "/bin/sh is nothing that it may run";
  EXPECT_EQ(folder.read("ran"), "");
  EXPECT_FALSE(std::filesystem::exists("/tmp/tsuke-office-was-here"));
}

}  // namespace
}  // namespace tsuke::convert
