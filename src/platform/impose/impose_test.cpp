#include <gtest/gtest.h>

#include "platform/impose/request.h"
#include "platform/impose/testing.h"
#include "platform/pages/sample_pdf.h"

// The test program is the worker: of this folder, and of pages for counting what came out.
int main(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]) == "impose-worker")
    return tsuke::impose::worker_main({argv + 2, argv + argc});
  if (argc > 1 && std::string_view(argv[1]) == "pages-worker") return tsuke::pages::worker_main();
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}

namespace tsuke::impose {
namespace {

using namespace testing;
using pages::make_pdf;
using pages::testing::pdf_of;

constexpr PageSize a4{21000, 29700}, a5{14800, 21000};

std::vector<PageSize> sizes_in(const std::string& pdf) {
  const auto summary = pages::testing::look_at(pdf);
  EXPECT_TRUE(summary.ok()) << code_of(summary);
  return summary.ok() ? pages::testing::sizes_of(summary.value()) : std::vector<PageSize>{};
}

TEST(Impose, OnePagePerSideEachOfTheSheetsSize) {
  for (const int number_up : {1, 2, 4, 6, 9, 16}) {
    Imposition imposition = all_of(17);
    imposition.number_up = number_up;
    const auto made = imposed(make_pdf(17, a5), imposition);
    ASSERT_TRUE(made.ok()) << made.error().code;
    EXPECT_EQ(sizes_in(made.value()),
              std::vector<PageSize>(static_cast<std::size_t>((17 + number_up - 1) / number_up), a4))
        << number_up;
  }
}

TEST(Impose, OnlyTheChosenPages) {
  Imposition imposition = all_of(9);
  imposition.pages = {1, 2, 7};
  const auto made = imposed(make_pdf(9, a4, false), imposition);
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(sizes_in(made.value()).size(), 3u);
  const std::string plain = opened(made.value());
  for (int page = 1; page <= 9; ++page) {
    const bool chosen = page == 2 || page == 3 || page == 8;
    EXPECT_EQ(plain.find("(" + std::to_string(page) + " / 9)") != std::string::npos, chosen) << page;
  }
}

TEST(Impose, CopiesShareWhatIsOnThem) {
  Imposition imposition = all_of(3);
  imposition.copies = 50;
  const auto made = imposed(make_pdf(3, a4, false), imposition);
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(sizes_in(made.value()).size(), 150u);
  const std::string plain = opened(made.value());
  const std::size_t first = plain.find("(1 / 3)");
  ASSERT_NE(first, std::string::npos);
  EXPECT_EQ(plain.find("(1 / 3)", first + 1), std::string::npos);
  imposition.two_sided = true;
  EXPECT_EQ(sizes_in(imposed(make_pdf(3), imposition).value()).size(), 200u);
}

// An appearance that prints, one that does not, and what would run.
const std::vector<std::string> annotated{
    "<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert) >> >>",
    "<< /Type /Pages /Count 1 /Kids [3 0 R] /MediaBox [0 0 595 842] >>",
    "<< /Type /Page /Parent 2 0 R /Annots [4 0 R 5 0 R] >>",
    "<< /Type /Annot /Subtype /Stamp /Rect [0 0 99 99] /F 4 /AP << /N 6 0 R >> >>",
    "<< /Type /Annot /Subtype /Stamp /Rect [0 0 99 99] /F 0 /AP << /N 7 0 R >> >>",
    "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 7 >>\nstream\n0 0 1 1\nendstream",
    "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 7 >>\nstream\n0 0 2 2\nendstream"};

TEST(Impose, AnnotationsThatPrintAreFlattenedAndNothingRuns) {
  const auto made = imposed(pdf_of(annotated), all_of(1));
  ASSERT_TRUE(made.ok()) << made.error().code;
  const std::string plain = opened(made.value());
  EXPECT_NE(plain.find("0 0 1 1"), std::string::npos);
  EXPECT_EQ(plain.find("0 0 2 2"), std::string::npos);
  EXPECT_EQ(plain.find("/Annots"), std::string::npos);
  EXPECT_EQ(plain.find("JavaScript"), std::string::npos);
}

TEST(Impose, ADocumentWithAnotherNumberOfPagesIsRefused) {
  EXPECT_EQ(code_of(imposed(make_pdf(5), all_of(4))), "document-damaged");
  EXPECT_EQ(code_of(imposed(make_pdf(5), all_of(6))), "document-damaged");
}

TEST(Impose, WhatCannotBeAskedForIsOurFault) {
  Imposition none = all_of(5);
  none.pages.clear();
  Imposition three_up = all_of(5);
  three_up.number_up = 3;
  Imposition past = all_of(5);
  past.pages = {5};
  for (const Imposition& wrong : {none, three_up, past})
    EXPECT_EQ(code_of(imposed(make_pdf(5), wrong)), "impose-failed");
  Imposition many = all_of(1000);
  many.copies = 999;
  EXPECT_EQ(code_of(imposed(make_pdf(1), many)), "document-too-large");
}

TEST(Impose, TheWishArrivesAsItWasMade) {
  Imposition wish{{0, 1, 2, 5, 7, 8}, 9, 4, Orientation::reverse_landscape, Scaling::fill, a5, 100, 3, false, true};
  EXPECT_EQ(to_arguments(wish).back(), "0-2,5,7-8");
  EXPECT_EQ(from_arguments(to_arguments(wish)).value(), wish);
}

TEST(Impose, WhatIsTrivialGoesAsItIs) {
  const Pages fitting(3, Page{{20990, 29704}, false});
  EXPECT_TRUE(is_trivial(all_of(3), fitting));
  Imposition changed = all_of(3);
  changed.scaling = Scaling::fit;
  EXPECT_FALSE(is_trivial(changed, fitting));
  for (const auto& change : std::vector<void (*)(Imposition&)>{
           [](Imposition& i) { i.number_up = 2; }, [](Imposition& i) { i.copies = 2; },
           [](Imposition& i) { i.pages = {0, 1}; }, [](Imposition& i) { i.pages = {0, 2, 1}; },
           [](Imposition& i) { i.orientation = Orientation::landscape; }, [](Imposition& i) { i.sheet = a5; }}) {
    Imposition other = all_of(3);
    change(other);
    EXPECT_FALSE(is_trivial(other, fitting));
  }
  EXPECT_FALSE(is_trivial(all_of(3), Pages(3, Page{{29700, 21000}, false})));
}

}  // namespace
}  // namespace tsuke::impose
