// What arrives at a device, made by the real programs: as many pages as were priced.
#include "flow/deliver/document_stream.h"

#include <gtest/gtest.h>

#include <random>

#include "flow/deliver/raster_pages_testing.h"
#include "platform/pages/sample_pdf.h"
#include "platform/pages/testing.h"
#include "rules/output.h"

// The test program is the workers, too.
int main(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]) == "impose-worker")
    return tsuke::impose::worker_main({argv + 2, argv + argc});
  if (argc > 1 && std::string_view(argv[1]) == "pages-worker") return tsuke::pages::worker_main();
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}

namespace tsuke::flow {
namespace {

using pages::testing::TextReader;
using pages::testing::this_program;

const Programs programs{this_program(), render::find_program(this_program())};

struct Arrived {
  std::string bytes, problem;
};

Arrived deliver(const std::string& pdf, const Delivery& delivery, const Programs& with = programs) {
  Arrived arrived;
  auto stream = open_document(with, std::make_unique<TextReader>(pdf), delivery);
  if (!stream.ok()) return {"", stream.error().code};
  while (true) {
    const Result<std::string> piece = stream.value()->read();
    if (!piece.ok()) return {arrived.bytes, piece.error().code};
    if (piece.value().empty()) return arrived;
    arrived.bytes += piece.value();
  }
}

Pages counted(const std::string& pdf) {
  const auto summary = pages::testing::look_at(pdf);
  EXPECT_TRUE(summary.ok());
  return summary.ok() ? summary.value().pages : Pages{};
}

registry::Capabilities device(const std::string& format) {
  registry::Capabilities able;
  able.color = able.two_sided = true;
  able.formats = {format};
  able.raster_dpi = {72};
  able.urf = {"w8", "srgb24", "rs72"};
  return able;
}

std::int64_t pages_in(const Arrived& arrived, const std::string& format) {
  EXPECT_EQ(arrived.problem, "");
  if (format == "image/pwg-raster") return testing::pwg_pages(arrived.bytes);
  if (format == "image/urf") return testing::urf_pages(arrived.bytes);
  return static_cast<std::int64_t>(counted(arrived.bytes).size());
}

class DocumentStreamTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_FALSE(programs.render.empty()) << "tsuke-render is built beside the tests"; }
};

TEST_F(DocumentStreamTest, WhatFitsGoesUntouched) {
  const std::string pdf = pages::make_pdf(3);
  const auto delivery = plan_delivery({}, counted(pdf), device("application/pdf"));
  ASSERT_TRUE(delivery.ok());
  EXPECT_TRUE(delivery.value().as_it_is);
  EXPECT_EQ(deliver(pdf, delivery.value()).bytes, pdf);
}

TEST_F(DocumentStreamTest, AnyWishInAnyFormatHasThePagesThatWerePriced) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const auto one_of = [&](int most) { return static_cast<int>(random() % static_cast<unsigned>(most)); };
  for (int i = 0; i < 15; ++i) {
    const std::string format = std::vector<std::string>{"application/pdf", "image/pwg-raster", "image/urf"}[i % 3];
    const int count = 1 + one_of(11);
    const std::string pdf = pages::make_pdf(count, one_of(2) ? PageSize{21000, 29700} : PageSize{29700, 21000});
    registry::PrintSettings wish;
    wish.number_up = registry::number_ups[one_of(6)];
    wish.color_mode = static_cast<registry::ColorMode>(one_of(3));
    wish.orientation = static_cast<registry::Orientation>(one_of(5));
    wish.scaling = static_cast<registry::Scaling>(one_of(5));
    if (one_of(2)) wish.page_ranges = {{1 + one_of(count), count}};
    const auto delivery = plan_delivery(wish, counted(pdf), device(format));
    ASSERT_TRUE(delivery.ok());
    EXPECT_EQ(pages_in(deliver(pdf, delivery.value()), format),
              rules::expected_output(counted(pdf), wish).impressions())
        << format << " " << count << " pages, " << wish.number_up << " on a side";
  }
}

TEST_F(DocumentStreamTest, MonochromeIsMonochromeAsPixels) {
  const std::string pdf = pages::make_pdf(1);
  for (const auto mode : {registry::ColorMode::monochrome, registry::ColorMode::color}) {
    registry::PrintSettings wish;
    wish.color_mode = mode;
    const auto delivery = plan_delivery(wish, counted(pdf), device("image/pwg-raster"));
    const std::string bytes = deliver(pdf, delivery.value()).bytes;
    EXPECT_EQ(testing::pwg_bits_per_pixel(bytes), mode == registry::ColorMode::color ? 24u : 8u);
  }
}

TEST_F(DocumentStreamTest, WhatCannotBeMadeIsKnownBeforeAnythingIsSent) {
  const std::string pdf = pages::make_pdf(4);
  registry::PrintSettings wish;
  wish.number_up = 2;
  for (const char* format : {"application/pdf", "image/pwg-raster"}) {
    const auto delivery = plan_delivery(wish, counted(pdf), device(format));
    EXPECT_EQ(deliver(pdf.substr(0, 200), delivery.value()).problem, "document-damaged") << format;
    EXPECT_EQ(deliver(pages::make_pdf(5), delivery.value()).problem, "document-damaged") << "another document";
    EXPECT_EQ(deliver(pdf, delivery.value(), {"/bin/false", programs.render}).problem, "impose-failed");
  }
  const auto drawn = plan_delivery({}, counted(pdf), device("image/urf"));
  EXPECT_EQ(deliver(pdf, drawn.value(), {programs.self, ""}).problem, "format-not-supported");
  EXPECT_EQ(deliver(pdf.substr(0, 200), drawn.value()).problem, "document-damaged");
}

// A program that stops in the middle of its work has not made a document.
TEST_F(DocumentStreamTest, HalfADocumentIsNone) {
  const std::string pdf = pages::make_pdf(2);
  const auto drawn = plan_delivery({}, counted(pdf), device("image/pwg-raster"));
  const std::string half = ::testing::TempDir() + "tsuke-half-" + std::to_string(::getpid());
  std::ofstream(half) << "#!/bin/sh\necho RaS2; exit 1\n";
  std::filesystem::permissions(half, std::filesystem::perms::owner_all);
  const Arrived arrived = deliver(pdf, drawn.value(), {programs.self, half});
  EXPECT_NE(arrived.problem, "");
  EXPECT_FALSE(arrived.bytes.empty()) << "some of it was on its way";
  std::filesystem::remove(half);
}

}  // namespace
}  // namespace tsuke::flow
