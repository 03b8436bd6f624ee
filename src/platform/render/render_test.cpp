// Thumbnails, text, and documents that cannot be drawn.
#include <fcntl.h>

#include <algorithm>

#include "platform/pages/sample_pdf.h"
#include "platform/pages/testing.h"
#include "platform/render/render_testing.h"

namespace tsuke::render {
namespace {

using namespace testing;

Result<std::string> thumbnail_of(std::string_view pdf, int page, int width) {
  return thumbnail(program(), in_memory(pdf), page, width);
}

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<std::uint8_t>(bytes[at + i]);
  return value;
}

TEST(Thumbnail, IsAsWideAsWanted) {
  const auto picture = thumbnail_of(pages::make_pdf(3), 2, 240);
  ASSERT_EQ(code_of(picture), "ok");
  ASSERT_EQ(picture_type(picture.value()), "image/png");
  EXPECT_EQ(number_at(picture.value(), 16), 240u);
  EXPECT_EQ(number_at(picture.value(), 20), 339u);
  EXPECT_NE(picture.value(), thumbnail_of(pages::make_pdf(3), 3, 240).value_or("")) << "another page, another number";
  EXPECT_EQ(number_at(thumbnail_of(pages::make_pdf(1), 1, 1).value_or(std::string(30, 0)), 16), 32u) << "not below";
}

TEST(Thumbnail, OfNoSuchPage) {
  for (const int page : {-1, 0, 4, 2'000'000'000})
    EXPECT_FALSE(thumbnail_of(pages::make_pdf(3), page, 100).ok()) << page;
  EXPECT_EQ(code_of(thumbnail_of(pages::make_pdf(3), 4, 100)), "page-not-found");
}

TEST(Document, ThatIsNone) {
  for (const std::string bytes : {"", "hello", "%PDF-1.7\n%%EOF\n"})
    EXPECT_EQ(code_of(thumbnail_of(bytes, 1, 100)), "document-damaged") << bytes;
  const std::string whole = pages::make_pdf(5);
  for (std::size_t part = 1; part < 10; ++part) {
    const auto cut = thumbnail_of(whole.substr(0, whole.size() * part / 10), 1, 100);
    EXPECT_TRUE(cut.ok() || cut.error().reason == Reason::malformed || cut.error().reason == Reason::not_found)
        << code_of(cut);
  }
}

TEST(Document, ThatIsLocked) {
  EXPECT_EQ(code_of(thumbnail_of(pages::make_locked_pdf(1), 1, 100)), "document-encrypted");
}

TEST(Document, ThatTakesTooLong) {
  // A pattern drawn into itself, a thousand times a thousand times a thousand.
  std::vector<std::string> objects{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
                                   "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 500 500] /Contents 4 0 R /Resources << "
                                   "/XObject << /X 5 0 R >> >> >>"};
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "/X Do ";
  const std::string length = std::to_string(many.size());
  objects.push_back("<< /Length " + length + " >>\nstream\n" + many + "\nendstream");
  for (int i = 6; i < 10; ++i)
    objects.push_back("<< /Type /XObject /Subtype /Form /BBox [0 0 500 500] /Resources << /XObject << /X " +
                      std::to_string(i) + " 0 R >> >> /Length " + length + " >>\nstream\n" + many + "\nendstream");
  objects.push_back(
      "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 14 >>\nstream\n0 0 9 9 re f  \nendstream");
  RasterTicket ticket;
  ticket.dpi = 72;
  ticket.time_per_page = seconds(1);
  const Duration before = monotonic_now();
  EXPECT_EQ(code_of(raster_of(pages::testing::pdf_of(objects), ticket)), "document-timeout");
  EXPECT_LT((monotonic_now() - before).micros, seconds(20).micros);
}

TEST(Program, ThatIsNotThere) {
  EXPECT_EQ(find_program("/nowhere/tsuke"), "");
  EXPECT_EQ(find_program("/nowhere/tsuke", "/bin/cat"), "/bin/cat");
  EXPECT_FALSE(program().empty());
  EXPECT_FALSE(thumbnail("/nowhere/tsuke-render", in_memory(pages::make_pdf(1)), 1, 100).ok());
}

TEST(Program, ThatIsSilentIsGivenUp) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  const jail::Descriptor nothing(ends[0]), kept_open(ends[1]);
  jail::Plan plan{"/bin/cat", {}, {}, seconds(60)};
  plan.silence = milliseconds(50);
  const auto cat = jail::Process::start(plan, nothing);
  ASSERT_TRUE(cat.ok());
  char piece[8];
  EXPECT_EQ(cat.value()->read(piece), 0u);
  EXPECT_FALSE(cat.value()->end().in_time);
}

// That program ends each page with a form feed.
std::ptrdiff_t pages_in(const std::string& pdf) { return std::ranges::count(text_in(pdf), '\f'); }

TEST(Text, ComesOutAsItWasWritten) {
  const auto pdf = pdf_of_text("\xEF\xBB\xBFHello\tworld\r\n日本語のテキスト、半角ｶﾅ ①\n\fnext page\n");
  ASSERT_EQ(code_of(pdf), "ok");
  EXPECT_EQ(pages_in(pdf.value()), 2);
  const std::string text = text_in(pdf.value());
  for (const char* words : {"Hello", "world", "日本語のテキスト、半角ｶﾅ ①", "next page"})
    EXPECT_NE(text.find(words), std::string::npos) << words << " in " << text;
  EXPECT_NE(pdf.value().find("/FontFile"), std::string::npos) << "with its font inside";
}

TEST(Text, InOtherEncodings) {
  const char* shift_jis = "\x93\xfa\x96\x7b\x8c\xea\x82\xc5\x8f\x91\x82\xa2\x82\xbd\x95\xb6\x8f\x91\x81\x42";
  const char* euc_jp = "\xc6\xfc\xcb\xdc\xb8\xec\xa4\xc7\xbd\xf1\xa4\xa4\xa4\xbf\xca\xb8\xbd\xf1\xa1\xa3";
  const char* iso_2022_jp = "\x1b$BF|K\\8l$G=q$$$?J8=q!#\x1b(B";
  const std::string utf16("\xff\xfe\xe5\x65\x2c\x67\x9e\x8a\x67\x30\xf8\x66\x44\x30\x5f\x30\x87\x65\xf8\x66\x02\x30",
                          22);
  for (const std::string& bytes : {std::string(shift_jis), std::string(euc_jp), std::string(iso_2022_jp), utf16}) {
    const auto pdf = pdf_of_text(bytes);
    ASSERT_EQ(code_of(pdf), "ok") << bytes;
    EXPECT_NE(text_in(pdf.value()).find("日本語で書いた文書。"), std::string::npos) << bytes;
  }
}

TEST(Text, ThatIsNone) {
  EXPECT_EQ(code_of(pdf_of_text(std::string("a\0b", 3))), "document-no-text");
  EXPECT_EQ(code_of(pdf_of_text("\x80\xff\xfe\x80\x80")), "document-no-text");
  EXPECT_EQ(code_of(pdf_of_text(std::string(200, '\x01'))), "document-no-text");
}

TEST(Text, LongLinesAndLongTextsGoOn) {
  std::string words;
  for (int i = 0; i < 300; ++i) words += "word" + std::to_string(i) + " ";
  const auto wrapped = pdf_of_text(words);
  ASSERT_EQ(code_of(wrapped), "ok");
  const std::string text = text_in(wrapped.value());
  for (const char* word : {"word0 ", "word150", "word299"}) EXPECT_NE(text.find(word), std::string::npos) << word;
  std::string lines;
  for (int i = 0; i < 500; ++i) lines += "line\n";
  EXPECT_GE(pages_in(pdf_of_text(lines).value_or("")), 9);
  EXPECT_EQ(pages_in(pdf_of_text("").value_or("")), 1) << "an empty text is an empty page";
  EXPECT_EQ(pages_in(pdf_of_text("on a postcard", {10000, 14800}).value_or("")), 1);
}

}  // namespace
}  // namespace tsuke::render
