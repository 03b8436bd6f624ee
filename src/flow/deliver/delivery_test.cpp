#include "flow/deliver/delivery.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "rules/output.h"

namespace tsuke::flow {
namespace {

using registry::Capabilities;
using registry::ColorMode;
using registry::PrintSettings;
using registry::Sides;

constexpr PageSize a4{21000, 29700};

Pages pages(std::string_view kinds) {  // "m" is a page without colour, "c" one with
  Pages made;
  for (const char kind : kinds) made.push_back({a4, kind == 'c'});
  return made;
}

Capabilities device(std::vector<std::string> formats) {
  Capabilities able;
  able.color = able.two_sided = true;
  able.formats = std::move(formats);
  return able;
}

PrintSettings in_color(ColorMode mode, int copies = 1) {
  PrintSettings settings;
  settings.color_mode = mode;
  settings.copies = copies;
  return settings;
}

std::string format_for(const std::vector<std::string>& formats, const std::vector<std::string>& accepted = {},
                       std::string_view kinds = "mm", int copies = 1) {
  const auto delivery = plan_delivery(in_color(ColorMode::monochrome, copies), pages(kinds), device(formats), accepted);
  return delivery.ok() ? delivery.value().format : delivery.error().code;
}

TEST(Delivery, PdfFirstThenPixels) {
  EXPECT_EQ(format_for({"image/urf", "image/pwg-raster", "application/pdf"}), "application/pdf");
  EXPECT_EQ(format_for({"image/urf", "image/pwg-raster"}), "image/pwg-raster");
  EXPECT_EQ(format_for({"image/jpeg", "image/urf"}), "image/urf");
  EXPECT_EQ(format_for({"image/jpeg"}), "format-not-supported") << "two sides";
  EXPECT_EQ(format_for({"image/jpeg"}, {}, "m"), "image/jpeg");
  EXPECT_EQ(format_for({"image/jpeg"}, {}, "m", 2), "format-not-supported") << "it cannot repeat a picture";
  EXPECT_EQ(format_for({"application/postscript"}), "format-not-supported");
}

TEST(Delivery, ARequestNarrowsWhatTheDeviceTakes) {
  EXPECT_EQ(format_for({"application/pdf", "image/urf"}, {"image/urf"}), "image/urf");
  EXPECT_EQ(format_for({"application/pdf", "image/urf"}, {"application/octet-stream"}), "application/pdf");
  EXPECT_EQ(format_for({"application/pdf"}, {"application/postscript"}), "format-not-supported");
}

TEST(Delivery, ColourAsTheDeviceUnderstandsIt) {
  const auto told = [](ColorMode mode, std::string_view kinds, const Capabilities& able) {
    return plan_delivery(in_color(mode), pages(kinds), able).value().color_mode;
  };
  Capabilities choosing = device({"application/pdf"});
  choosing.auto_color = true;
  EXPECT_EQ(told(ColorMode::automatic, "mc", choosing), ColorMode::automatic);
  EXPECT_EQ(told(ColorMode::automatic, "mc", device({"application/pdf"})), ColorMode::color);
  EXPECT_EQ(told(ColorMode::automatic, "mm", choosing), ColorMode::monochrome);
  EXPECT_EQ(told(ColorMode::color, "mm", choosing), ColorMode::color);
  EXPECT_EQ(told(ColorMode::monochrome, "cc", choosing), ColorMode::monochrome);
  PrintSettings first = in_color(ColorMode::automatic);
  first.page_ranges = {{1, 1}};
  EXPECT_EQ(plan_delivery(first, pages("mc"), choosing).value().color_mode, ColorMode::monochrome);
}

TEST(Delivery, PixelsOfTheKindTheDeviceNames) {
  Capabilities able = device({"image/pwg-raster"});
  able.raster_types = {"sgray_8", "srgb_8"};
  able.raster_dpi = {150, 300, 600};
  able.raster_sheet_back = "rotated";
  PrintSettings settings = in_color(ColorMode::automatic);
  settings.sides = Sides::two_sided_short_edge;
  settings.quality = registry::Quality::high;
  const auto ticket = plan_delivery(settings, pages("mc"), able).value().drawn;
  ASSERT_TRUE(ticket);
  EXPECT_EQ(ticket->format, render::RasterFormat::pwg);
  EXPECT_TRUE(ticket->color);
  EXPECT_EQ(ticket->dpi, 600);
  EXPECT_EQ(ticket->sheet_back, "rotated");
  EXPECT_EQ(ticket->sides, "two-sided-short-edge");
  EXPECT_EQ(ticket->sheet, a4);
  EXPECT_EQ(ticket->quality, 5);
  EXPECT_FALSE(plan_delivery(in_color(ColorMode::monochrome), pages("cc"), able).value().drawn->color);
  able.raster_types = {"black_1"};
  EXPECT_EQ(plan_delivery(settings, pages("mc"), able).error().code, "format-not-supported");
}

TEST(Delivery, AppleRasterTellsItsAbilitiesInWords) {
  Capabilities able = device({"image/urf"});
  able.urf = {"v1.4", "w8", "srgb24", "rs300-600", "dm3"};
  const auto ticket = plan_delivery(in_color(ColorMode::color), pages("m"), able).value().drawn;
  ASSERT_TRUE(ticket);
  EXPECT_EQ(ticket->dpi, 300);
  EXPECT_EQ(ticket->sheet_back, "rotated");
  EXPECT_TRUE(ticket->color);
  able.urf = {"w8", "rs600"};
  EXPECT_EQ(plan_delivery(in_color(ColorMode::color), pages("m"), able).error().code, "format-not-supported");
  EXPECT_EQ(plan_delivery(in_color(ColorMode::monochrome), pages("m"), able).value().drawn->dpi, 600);
}

TEST(Delivery, CopiesAreMadeOnceByTheOneThatCan) {
  const PrintSettings three = in_color(ColorMode::monochrome, 3);
  Capabilities able = device({"application/pdf", "image/pwg-raster"});
  EXPECT_EQ(plan_delivery(three, pages("mm"), able).value().copies, 1);
  EXPECT_EQ(plan_delivery(three, pages("mm"), able).value().imposition.copies, 3);
  able.copies_max = 99;
  EXPECT_EQ(plan_delivery(three, pages("mm"), able).value().copies, 3);
  EXPECT_EQ(plan_delivery(three, pages("mm"), able).value().imposition.copies, 1);
  EXPECT_EQ(plan_delivery(three, pages("mm"), able, {"image/pwg-raster"}).value().copies, 3)
      << "Fetch-Job has told the device so already";
  able.formats = {"image/pwg-raster"};
  EXPECT_EQ(plan_delivery(three, pages("mm"), able).value().imposition.copies, 3) << "pixels are a stream";
}

TEST(Delivery, BlankSidesBetweenCopiesAreNotCharged) {
  PrintSettings settings = in_color(ColorMode::monochrome, 2);
  settings.sides = Sides::two_sided_long_edge;
  const auto delivery = plan_delivery(settings, pages("mmm"), device({"image/pwg-raster"})).value();
  EXPECT_EQ(printed_sides(delivery, 3, false), 3);
  EXPECT_EQ(printed_sides(delivery, 4, false), 3);
  EXPECT_EQ(printed_sides(delivery, 6, false), 5);
  EXPECT_EQ(printed_sides(delivery, 8, true), 6);
  EXPECT_EQ(printed_sides(delivery, 6, true), 6) << "a device that does not count them";
  EXPECT_EQ(printed_sides(delivery, 20, true), 18) << "what is beyond is not ours to explain";
  EXPECT_EQ(printed_sides(plan_delivery(settings, pages("mm"), device({"image/urf"})).value(), 4, true), 4);
}

TEST(Delivery, PagesThatAreNotThereAreRefused) {
  PrintSettings past = in_color(ColorMode::monochrome);
  past.page_ranges = {{9, 9}};
  EXPECT_EQ(plan_delivery(past, pages("mm"), device({"application/pdf"})).error().code, "no-pages");
}

// What is sent has as many sides as were priced: by construction, and here for any wish.
RC_GTEST_PROP(DeliveryProperties, AsManySidesAsWerePriced, (std::vector<bool> colors)) {
  RC_PRE(!colors.empty());
  Pages document;
  for (const bool color : colors) document.push_back({a4, color});
  PrintSettings any = in_color(*rc::gen::element(ColorMode::monochrome, ColorMode::color, ColorMode::automatic),
                               *rc::gen::inRange(1, 6));
  any.number_up =
      *rc::gen::elementOf(std::vector<int>(std::begin(registry::number_ups), std::end(registry::number_ups)));
  any.sides = *rc::gen::element(Sides::one_sided, Sides::two_sided_long_edge);
  any.collate = *rc::gen::arbitrary<bool>();
  const int last = static_cast<int>(document.size());
  if (*rc::gen::arbitrary<bool>()) any.page_ranges = {{*rc::gen::inRange(1, last + 1), last + 5}};
  Capabilities able = device({*rc::gen::element<std::string>("application/pdf", "image/pwg-raster", "image/urf")});
  able.copies_max = *rc::gen::inRange(1, 8);
  const auto delivery = plan_delivery(any, document, able);
  RC_ASSERT(delivery.ok());
  const rules::Output priced = rules::expected_output(document, any);
  const auto order = impose::order_of_sides(delivery.value().imposition);
  const auto blank = std::count(order.begin(), order.end(), impose::blank_side);
  const auto sides = static_cast<std::int64_t>(order.size()) - blank;
  RC_ASSERT(sides * delivery.value().copies == priced.impressions());
  const std::int64_t one = static_cast<std::int64_t>(order.size());
  const std::int64_t sheets = priced.two_sided ? (one + 1) / 2 : one;
  RC_ASSERT(sheets * delivery.value().copies == priced.sheets);
}

}  // namespace
}  // namespace tsuke::flow
