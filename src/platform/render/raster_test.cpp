// What printers get: headers, pixels and where they lie.
#include "platform/pages/sample_pdf.h"
#include "platform/pages/testing.h"
#include "platform/render/raster_testing.h"
#include "platform/render/render_testing.h"

namespace tsuke::render {
namespace {

using namespace testing;

// One page of these points with this content.
std::string page_of(const std::string& box, const std::string& content, const std::string& resources = "") {
  const std::string stream = "<< /Length " + std::to_string(content.size()) + " >>\nstream\n" + content + "\nendstream";
  return pages::testing::pdf_of(
      {"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
       "<< /Type /Page /Parent 2 0 R /MediaBox [" + box + "] /Contents 4 0 R /Resources << " + resources + " >> >>",
       stream});
}

RasterTicket at(int dpi) {
  RasterTicket ticket;
  ticket.dpi = dpi;
  ticket.media = "iso_a4_210x297mm";
  return ticket;
}

std::vector<RasterPage> pwg_of(std::string_view pdf, const RasterTicket& ticket) {
  const auto bytes = raster_of(pdf, ticket);
  EXPECT_EQ(code_of(bytes), "ok");
  auto pages = RasterReader(bytes.ok() ? bytes.value() : "").pwg();
  EXPECT_TRUE(pages.has_value()) << "not as PWG 5102.4 describes it";
  return pages.value_or(std::vector<RasterPage>{});
}

TEST(Raster, PwgHeadersSayWhatFollows) {
  RasterTicket ticket = at(300);
  ticket.sides = "two-sided-short-edge";
  ticket.sheet_back = "flipped";
  ticket.quality = 5;
  const auto pages = pwg_of(pages::make_pdf(3), ticket);
  ASSERT_EQ(pages.size(), 3u);
  for (const RasterPage& page : pages) {
    EXPECT_EQ(page.text(0), "PwgRaster");
    EXPECT_EQ(page.text(1732), "iso_a4_210x297mm");
    EXPECT_EQ(page.width, 2480);
    EXPECT_EQ(page.height, 3508);
    const std::pair<std::size_t, std::uint32_t> expected[] = {
        {272, 1}, {276, 300},  {280, 300}, {340, 1}, {352, 595}, {356, 842},  {368, 1},    {384, 8},
        {388, 8}, {392, 2480}, {400, 18},  {420, 1}, {452, 3},   {472, 2480}, {476, 3508}, {484, 5}};
    for (const auto& [place, value] : expected) EXPECT_EQ(page.number(place), value) << place;
    EXPECT_GT(page.dark(), 1000);
  }
  EXPECT_EQ(pages[0].number(456), 1u);
  EXPECT_EQ(pages[1].number(456), 0xFFFFFFFFu) << "the back, turned at the short edge: mirrored across the feed";
  EXPECT_EQ(pages[1].number(460), 1u);
}

TEST(Raster, OnePointIsWhereItBelongs) {
  // 72 to 144 points from the left and from the bottom.
  const auto pages = pwg_of(page_of("0 0 595.276 841.89", "0 g 72 72 72 72 re f"), at(300));
  ASSERT_EQ(pages.size(), 1u);
  const RasterPage& page = pages[0];
  const int bottom = page.height - 300, top = page.height - 600;
  EXPECT_EQ(page.dark(302, top + 2, 598, bottom - 2), 296 * 296) << "all of the square";
  EXPECT_NEAR(page.dark(), 300 * 300, 700) << "and nothing but the square";
}

TEST(Raster, BacksAreTurnedAsThePrinterWants) {
  const std::string corner = "0 g 0 770 200 72 re f";  // at the top left
  std::string pdf = page_of("0 0 595 842", corner);
  const auto two = pages::testing::pdf_of(
      {"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 2 /Kids [3 0 R 3 0 R] >>",
       "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
       "<< /Length " + std::to_string(corner.size()) + " >>\nstream\n" + corner + "\nendstream"});
  struct Case {
    const char *sides, *back;
    bool left, top;  // where the corner is on the back
  };
  for (const Case& c :
       {Case{"two-sided-long-edge", "normal", true, true}, Case{"two-sided-long-edge", "flipped", true, false},
        Case{"two-sided-long-edge", "rotated", false, false}, Case{"two-sided-long-edge", "manual-tumble", true, true},
        Case{"two-sided-short-edge", "normal", true, true}, Case{"two-sided-short-edge", "flipped", false, true},
        Case{"two-sided-short-edge", "rotated", true, true},
        Case{"two-sided-short-edge", "manual-tumble", false, false}, Case{"one-sided", "rotated", true, true}}) {
    RasterTicket ticket = at(72);
    ticket.sides = c.sides;
    ticket.sheet_back = c.back;
    const auto pages = pwg_of(two, ticket);
    ASSERT_EQ(pages.size(), 2u);
    EXPECT_LT(pages[0].at(20, 20), 128) << "fronts stay as they are";
    const RasterPage& back = pages[1];
    EXPECT_LT(back.at(c.left ? 20 : back.width - 21, c.top ? 20 : back.height - 21), 128) << c.sides << " " << c.back;
    EXPECT_GT(back.at(c.left ? back.width - 21 : 20, c.top ? 20 : back.height - 21), 128) << c.sides << " " << c.back;
  }
}

TEST(Raster, CopiesBeginOnSheetsOfTheirOwn) {
  RasterTicket ticket = at(36);
  ticket.copies = 2;
  EXPECT_EQ(pwg_of(pages::make_pdf(3), ticket).size(), 6u);
  ticket.sides = "two-sided-long-edge";
  const auto pages = pwg_of(pages::make_pdf(3), ticket);
  ASSERT_EQ(pages.size(), 7u);
  EXPECT_EQ(pages[3].dark(), 0) << "the back of the first copy's last sheet";
  EXPECT_GT(pages[4].dark(), 0);
  EXPECT_EQ(pages[0].number(452), 7u) << "announced";
}

TEST(Raster, OtherSizesAreScaledAndTurned) {
  const std::string all = "0 g 0 0 420 595 re f";  // an A5 page, all black
  const auto grown = pwg_of(page_of("0 0 420 595", all), at(72));
  ASSERT_EQ(grown.size(), 1u);
  EXPECT_GT(grown[0].dark(), grown[0].width * grown[0].height * 98 / 100);
  const auto wide = pwg_of(page_of("0 0 842 595", "0 g 0 495 842 100 re f"), at(72));  // a bar along the top
  ASSERT_EQ(wide.size(), 1u);
  EXPECT_LT(wide[0].at(50, 421), 128) << "against the clock: the top comes to lie at the left";
  EXPECT_GT(wide[0].at(wide[0].width - 50, 421), 128);
}

TEST(Raster, UrfInColour) {
  RasterTicket ticket = at(150);
  ticket.format = RasterFormat::urf;
  ticket.color = true;
  ticket.sides = "two-sided-long-edge";
  const auto bytes = raster_of(page_of("0 0 595 842", "1 0 0 rg 0 0 595 842 re f"), ticket);
  ASSERT_EQ(code_of(bytes), "ok");
  std::uint32_t announced = 0;
  const auto pages = RasterReader(bytes.value()).urf(announced);
  ASSERT_TRUE(pages.has_value());
  EXPECT_EQ(announced, 1u);
  ASSERT_EQ(pages->size(), 1u);
  const RasterPage& page = pages->front();
  EXPECT_EQ(page.header.substr(0, 4), std::string("\x18\x01\x03\x04", 4)) << "24 bits, sRGB, long edge, normal";
  EXPECT_EQ(page.number(20), 150u);
  EXPECT_EQ(page.at(600, 800, 0), 255);
  EXPECT_EQ(page.at(600, 800, 1), 0);
}

TEST(Raster, ColourBecomesGrey) {
  const auto pages = pwg_of(page_of("0 0 595 842", "1 1 0 rg 0 0 595 842 re f"), at(36));
  ASSERT_EQ(pages.size(), 1u);
  EXPECT_NEAR(pages[0].at(100, 100), 236, 3) << "yellow is nearly white";
}

TEST(Raster, LargeSheetsAreDrawnInBandsWithoutASeam) {
  RasterTicket ticket = at(1200);
  ticket.sheet = {29700, 42000};  // 280 million pixels
  const auto bytes = raster_of(page_of("0 0 842 1191", "0 g 0 0 842 1191 re f"), ticket);
  ASSERT_EQ(code_of(bytes), "ok");
  EXPECT_LT(bytes.value().size(), 100'000u) << "one black line again and again";
}

TEST(Raster, JpegIsOnePage) {
  RasterTicket ticket = at(100);
  ticket.format = RasterFormat::jpeg;
  const auto one = raster_of(pages::make_pdf(1), ticket);
  ASSERT_EQ(code_of(one), "ok");
  EXPECT_EQ(picture_type(one.value()), "image/jpeg");
  EXPECT_EQ(code_of(raster_of(pages::make_pdf(2), ticket)), "document-one-page");
}

TEST(Raster, FontsThatAreNotInsideAreFound) {
  const std::string font = "/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>";
  const auto latin = pwg_of(page_of("0 0 595 842", "BT /F 200 Tf 50 400 Td (Tsuke) Tj ET", font), at(36));
  ASSERT_EQ(latin.size(), 1u);
  EXPECT_GT(latin[0].dark(), 500);
  const std::string japanese =
      "/Font << /F << /Type /Font /Subtype /Type0 /BaseFont /Ryumin-Light /Encoding /90ms-RKSJ-H /DescendantFonts [<< "
      "/Type /Font /Subtype /CIDFontType0 /BaseFont /Ryumin-Light /CIDSystemInfo << /Registry (Adobe) /Ordering "
      "(Japan1) /Supplement 2 >> /FontDescriptor << /Type /FontDescriptor /FontName /Ryumin-Light /Flags 6 /FontBBox "
      "[0 -200 1000 900] /ItalicAngle 0 /Ascent 900 /Descent -200 /CapHeight 900 /StemV 80 >> >>] >> >>";
  const auto kanji = pwg_of(page_of("0 0 595 842", "BT /F 200 Tf 50 400 Td <88F38DFC> Tj ET", japanese), at(36));
  ASSERT_EQ(kanji.size(), 1u);
  EXPECT_GT(kanji[0].dark(), 500) << "poppler-data and a Japanese font";
}

TEST(Raster, TicketsThatMakeNoSenseAreRefused) {
  for (const auto change : std::initializer_list<void (*)(RasterTicket&)>{
           [](RasterTicket& t) { t.dpi = 0; }, [](RasterTicket& t) { t.sides = "three-sided"; },
           [](RasterTicket& t) { t.sheet = {0, 0}; }, [](RasterTicket& t) { t.sheet_back = ""; },
           [](RasterTicket& t) { t.copies = 0; }, [](RasterTicket& t) { t.quality = 9; }}) {
    RasterTicket ticket = at(300);
    change(ticket);
    EXPECT_EQ(code_of(raster_of(pages::make_pdf(1), ticket)), "render-failed");
  }
}

}  // namespace
}  // namespace tsuke::render
