// Claim: what was quoted is what comes out, in whatever format the printer takes it.
#include <filesystem>

#include "acceptance_test.h"
#include "flow/deliver/raster_pages_testing.h"

namespace tsuke::tests {
namespace {

constexpr const char* pdf = "application/pdf";
constexpr const char* pwg = "image/pwg-raster";
constexpr const char* urf = "image/urf";

// Four printers of four kinds, real IPP printers all of them: what each takes stands in a file before it starts.
class Formats : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    scratch_ = std::make_unique<Scratch>();
    become("home", "formats", pwg);
    become("convenience-store", "formats", urf);
    become("shared-office", "formats", pwg);
    become("shared-office", "speed", "20");
    become("shared-office", "simplex", "");
    auto started = Demo::start(scratch_->path());
    ASSERT_TRUE(started.ok()) << started.error().what;
    demo_ = started.take();
  }
  static void TearDownTestSuite() {
    demo_.reset();
    scratch_.reset();
  }
  void SetUp() override { ASSERT_NE(demo_, nullptr); }

  static void become(const std::string& slug, const std::string& file, const std::string& text) {
    const std::string folder = *scratch_ / ("printers/" + slug);
    std::filesystem::create_directories(folder);
    write_file(folder + "/" + file, text + "\n");
  }

  // A job of nine pages of which five go two on a side.
  Json submit(const Json& further = {}) {
    const std::string id = demo_->submit("Company A", pages::make_pdf(9))["id"].text();
    Json settings =
        Json::object({{"sides", "one-sided"}, {"number-up", 2}, {"page-ranges", Json::array({Json::array({2, 6})})}});
    for (const auto& [name, value] : further.members()) settings.set(name, value);
    const auto changed =
        demo_->api("mika").call("PATCH", "/jobs/" + id, Json::object({{"settings", std::move(settings)}}));
    EXPECT_TRUE(changed.ok() && changed.value().ok()) << (changed.ok() ? changed.value().body.dump() : "");
    return demo_->job(id);
  }
  Json quote(const Json& job, const std::string& printer) {
    return demo_->get("mika", "/jobs/" + job["id"].text() + "/offers/" + demo_->printer_id(printer))["quote"];
  }
  std::string arrived(const std::string& printer, const std::string& slug) {
    const std::string number = std::to_string(demo_->printed(printer).size());
    return read_file(*scratch_ / ("printers/" + slug + "/kept-" + number));
  }
  std::int64_t pages_in(const std::string& bytes, const std::string& format) {
    if (format == pwg) return flow::testing::pwg_pages(bytes);
    if (format == urf) return flow::testing::urf_pages(bytes);
    const Scratch place;
    write_file(place / "arrived.pdf", bytes);
    return std::atoi(run({"qpdf", "--show-npages", place / "arrived.pdf"}).output.c_str());
  }
  // Prints it, and sees that quote, count, charge and what arrived agree.
  void expect_as_quoted(const Json& job, const std::string& printer, const std::string& slug, const std::string& format,
                        std::int64_t impressions, std::int64_t in_stream) {
    const Json price = quote(job, printer);
    demo_->steer(printer, "keep", "1");
    const Json done = demo_->print_out(job["id"].text(), printer);
    EXPECT_EQ(done["state"].text(), "printed") << done.dump();
    EXPECT_EQ(done["attempt"]["expected_impressions"].integer(), impressions);
    EXPECT_EQ(done["attempt"]["impressions"].integer(), impressions) << done.dump();
    EXPECT_EQ(amount(done["charge"]["captured"]), amount(price["total"])) << price.dump() << done.dump();
    EXPECT_EQ(pages_in(arrived(printer, slug), format), in_stream);
  }

  inline static std::unique_ptr<Scratch> scratch_;
  inline static std::unique_ptr<Demo> demo_;
};

TEST_F(Formats, APdfPrinterGetsThreeSides) { expect_as_quoted(submit(), "Office", "office", pdf, 3, 3); }
TEST_F(Formats, APrinterOfPwgRasterGetsThreeSides) { expect_as_quoted(submit(), "Home", "home", pwg, 3, 3); }
TEST_F(Formats, APrinterOfAppleRasterGetsThreeSides) {
  expect_as_quoted(submit(), "Convenience store", "convenience-store", urf, 3, 3);
}
TEST_F(Formats, AMonochromeSimplexPrinterOfRasterGetsThreeSides) {
  expect_as_quoted(submit(), "Shared office", "shared-office", pwg, 3, 3);
}

TEST_F(Formats, CopiesAreThePrintersWithPdfAndOursAsPixels) {
  const Json copies = Json::object({{"copies", 2}, {"print-color-mode", "color"}});
  expect_as_quoted(submit(copies), "Office", "office", pdf, 6, 3);
  EXPECT_THAT(demo_->printed("Office").back(), testing::HasSubstr(" 6 6 2 one-sided color completed"));
  expect_as_quoted(submit(copies), "Home", "home", pwg, 6, 6);
  EXPECT_THAT(demo_->printed("Home").back(), testing::HasSubstr(" 6 6 1 one-sided color completed"));
  EXPECT_EQ(flow::testing::pwg_bits_per_pixel(arrived("Home", "home")), 24u);
}

TEST_F(Formats, BothSidesHalveTheSheets) {
  const Json both = Json::object({{"sides", "two-sided-long-edge"}});
  const Json job = submit(both);
  expect_as_quoted(job, "Home", "home", pwg, 3, 3);
  EXPECT_EQ(demo_->job(job["id"].text())["attempt"]["sheets"].integer(), 2);
  EXPECT_EQ(flow::testing::pwg_bits_per_pixel(arrived("Home", "home")), 8u);
}

}  // namespace
}  // namespace tsuke::tests
