// Our raster read by CUPS, which printers' makers test with: an independent judge of both formats.
#include <cups/raster.h>

#include "platform/pages/sample_pdf.h"
#include "platform/render/raster_testing.h"
#include "platform/render/render_testing.h"

namespace tsuke::render {
namespace {

using namespace testing;

struct CupsPage {
  cups_page_header2_t header{};
  std::vector<std::uint8_t> pixels;
};

std::vector<CupsPage> read_by_cups(const std::string& bytes) {
  const jail::Descriptor stream = in_memory(bytes);
  cups_raster_t* const raster = cupsRasterOpen(stream.number(), CUPS_RASTER_READ);
  std::vector<CupsPage> pages;
  for (CupsPage page; raster && cupsRasterReadHeader2(raster, &page.header); page = {}) {
    page.pixels.resize(std::size_t{page.header.cupsBytesPerLine} * page.header.cupsHeight);
    for (unsigned y = 0; y < page.header.cupsHeight; ++y)
      EXPECT_EQ(cupsRasterReadPixels(raster, page.pixels.data() + std::size_t{y} * page.header.cupsBytesPerLine,
                                     page.header.cupsBytesPerLine),
                page.header.cupsBytesPerLine);
    pages.push_back(page);
  }
  cupsRasterClose(raster);
  return pages;
}

RasterTicket small(RasterFormat format, bool color) {
  RasterTicket ticket;
  ticket.format = format;
  ticket.color = color;
  ticket.dpi = 100;
  ticket.media = "iso_a4_210x297mm";
  ticket.sides = "two-sided-long-edge";
  ticket.sheet_back = "rotated";
  return ticket;
}

TEST(Cups, ReadsOurPwgRaster) {
  for (const bool color : {false, true}) {
    const std::string bytes = raster_of(pages::make_pdf(3), small(RasterFormat::pwg, color)).value_or("");
    const auto ours = RasterReader(bytes).pwg();
    const auto theirs = read_by_cups(bytes);
    ASSERT_TRUE(ours.has_value());
    ASSERT_EQ(theirs.size(), 3u);
    const cups_page_header2_t& back = theirs[1].header;
    EXPECT_STREQ(back.MediaClass, "PwgRaster");
    EXPECT_STREQ(back.cupsPageSizeName, "iso_a4_210x297mm");
    EXPECT_TRUE(back.Duplex);
    EXPECT_FALSE(back.Tumble);
    EXPECT_EQ(back.cupsColorSpace, color ? CUPS_CSPACE_SRGB : CUPS_CSPACE_SW);
    EXPECT_EQ(back.cupsNumColors, color ? 3u : 1u);
    EXPECT_EQ(back.cupsInteger[CUPS_RASTER_PWG_TotalPageCount], 3u);
    EXPECT_EQ(static_cast<int>(back.cupsInteger[CUPS_RASTER_PWG_CrossFeedTransform]), -1);
    EXPECT_EQ(static_cast<int>(back.cupsInteger[CUPS_RASTER_PWG_FeedTransform]), -1);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(theirs[i].pixels, (*ours)[i].pixels) << i;
  }
}

TEST(Cups, ReadsOurAppleRaster) {
  for (const bool color : {false, true}) {
    const std::string bytes = raster_of(pages::make_pdf(2), small(RasterFormat::urf, color)).value_or("");
    std::uint32_t announced = 0;
    const auto ours = RasterReader(bytes).urf(announced);
    const auto theirs = read_by_cups(bytes);
    ASSERT_TRUE(ours.has_value());
    ASSERT_EQ(theirs.size(), 2u);
    EXPECT_TRUE(theirs[0].header.Duplex);
    EXPECT_EQ(theirs[0].header.HWResolution[0], 100u);
    EXPECT_EQ(theirs[0].header.cupsColorSpace, color ? CUPS_CSPACE_SRGB : CUPS_CSPACE_SW);
    for (std::size_t i = 0; i < 2; ++i) EXPECT_EQ(theirs[i].pixels, (*ours)[i].pixels) << i;
  }
}

}  // namespace
}  // namespace tsuke::render
