// Claim: what is quoted before a release are the pages of the PDF that was made of a document, whatever it came as.
#include "acceptance_test.h"
#include "platform/pages/sample_jpeg.h"

namespace tsuke::tests {
namespace {

class Converted : public AcceptanceTest {
 protected:
  Json quote(const Json& job) {
    return of("mika", "/jobs/" + job["id"].text() + "/offers/" + demo().printer_id("Office"))["quote"];
  }
  // As many pages, at the price of a PDF that has as many.
  Json expect_quoted(const std::string& document, const std::string& name, const std::string& format, int pages) {
    const Json job = demo().submit("Company A", document, name, format);
    EXPECT_EQ(job["document"].text(), "ready") << job.dump();
    EXPECT_EQ(job["state"].text(), "held");
    EXPECT_EQ(job["pages"].integer(), pages) << format;
    const Json price = quote(job), of_pdf = quote(demo().submit("Company A", pages::make_pdf(pages)));
    EXPECT_EQ(price["impressions"].integer(), pages) << price.dump();
    EXPECT_EQ(price["sheets"].integer(), of_pdf["sheets"].integer());
    EXPECT_EQ(amount(price["total"]), amount(of_pdf["total"])) << price.dump() << of_pdf.dump();
    return job;
  }
  bool takes(const std::string& format) {
    const std::string& uri = demo().queue("Company A")["uri"].text();
    const auto about = demo().ipp(uri)->send(ipp::make_request(ipp::op::get_printer_attributes, uri));
    if (!about.ok()) return false;
    const auto formats = about.value().group(ipp::Tag::printer).texts("document-format-supported");
    return std::find(formats.begin(), formats.end(), format) != formats.end();
  }
};

TEST_F(Converted, TextIsQuotedByThePagesThatItFills) {
  expect_quoted("one\ftwo\fthree", "three.txt", "text/plain", 3);
  // What the source says of pages is a word like any other.
  expect_quoted("/Type /Pages /Count 500 \\page \\page", "lies.txt", "text/plain", 1);
}

TEST_F(Converted, AnImageIsOnePage) { expect_quoted(pages::gray_jpeg(), "grey.jpg", "image/jpeg", 1); }

TEST_F(Converted, AnOfficeDocumentIsQuotedByThePagesThatItFills) {
  const std::string type = "application/rtf", three = "{\\rtf1\\ansi\\fs24 one\\page two\\page three}";
  if (takes(type)) {
    expect_quoted(three, "three.rtf", type, 3);
    return;
  }
  // Without a LibreOffice that starts in the jail nothing is quoted, because nothing is taken.
  const auto refused = demo().print("Company A", three, "three.rtf", {}, type);
  ASSERT_TRUE(refused.ok());
  EXPECT_EQ(refused.value().code, ipp::status::document_format_not_supported);
}

TEST_F(Converted, WhatWasQuotedIsCharged) {
  const Json job = expect_quoted("one\ftwo\fthree", "three.txt", "text/plain", 3);
  const Json price = quote(job);
  const Json done = demo().print_out(job["id"].text(), "Office");
  EXPECT_EQ(done["state"].text(), "printed") << done.dump();
  EXPECT_EQ(done["attempt"]["impressions"].integer(), 3);
  EXPECT_EQ(amount(done["charge"]["captured"]), amount(price["total"]));
}

}  // namespace
}  // namespace tsuke::tests
