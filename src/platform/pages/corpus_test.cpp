// Every kind of mark by itself, and many mixed documents: each page must have the colour that is true of its marks, and
// a render of it (poppler's, by pixels) must agree, but for the disagreements that marks name with their reason.
#include <gtest/gtest.h>

#include <map>

#include "platform/jail/memory.h"
#include "platform/jail/process.h"
#include "platform/pages/corpus_testing.h"
#include "platform/pages/testing.h"

namespace tsuke::pages {
namespace {

using namespace testing;

constexpr const char* renderer = "/usr/bin/pdftoppm";
constexpr int tolerance_of_255 = 5;  // what the renderer makes of grey inks differs by up to 4

// A pixel is coloured when its channels differ by more than the tolerance.
bool has_colored_pixel(std::string_view samples) {
  for (std::size_t i = 0; i + 2 < samples.size(); i += 3) {
    const int red = static_cast<unsigned char>(samples[i]), green = static_cast<unsigned char>(samples[i + 1]),
              blue = static_cast<unsigned char>(samples[i + 2]);
    if (std::max({red, green, blue}) - std::min({red, green, blue}) > tolerance_of_255) return true;
  }
  return false;
}

// Images as "P6 width height 255" and their samples, one after the other.
std::vector<bool> colors_of_images(std::string_view all) {
  std::vector<bool> colors;
  while (all.starts_with("P6")) {
    int width = 0, height = 0, used = 0;
    if (std::sscanf(std::string(all.substr(0, 40)).c_str(), "P6 %d %d 255%n", &width, &height, &used) != 2) break;
    const std::size_t size = static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3;
    all.remove_prefix(static_cast<std::size_t>(used) + 1);
    colors.push_back(has_colored_pixel(all.substr(0, size)));
    all.remove_prefix(std::min(size, all.size()));
  }
  return colors;
}

std::vector<bool> second_opinion(const std::string& pdf) {
  TextReader reader(pdf);
  const auto input = jail::copy_to_memory(reader);
  const auto ended = jail::run({renderer, {"-r", "50", "-"}, {}, seconds(60)}, input.value(), 256 << 20);
  return colors_of_images(ended.value().output);
}

struct Document {
  std::vector<std::vector<const Mark*>> pages;
};

std::string make(const Document& document) {
  Sheet sheet;
  int number = 0;
  for (const auto& marks : document.pages) {
    std::string content;
    int place = 0;
    for (const Mark* mark : marks) {
      content +=
          "q 1 0 0 1 " + std::to_string(place % 2 * 110 + 10) + " " + std::to_string(place / 2 * 110 + 10) + " cm ";
      content += mark->draw(sheet) + " Q\n";
      ++place;
    }
    sheet.end_page(content, ++number % 2 == 0);
  }
  return sheet.finish();
}

std::string names_of(const std::vector<const Mark*>& marks) {
  std::string names;
  for (const Mark* mark : marks) names += "[" + mark->name + "] ";
  return names;
}

// What the render sees is its own truth of every mark: the opposite of ours where a mark disagrees.
void expect_both_right(const Document& document) {
  const std::string pdf = make(document);
  const auto summary = look_at(pdf);
  const std::vector<bool> rendered = second_opinion(pdf);
  ASSERT_TRUE(summary.ok()) << names_of(document.pages[0]) << summary.error().what;
  ASSERT_EQ(summary.value().pages.size(), document.pages.size()) << names_of(document.pages[0]);
  ASSERT_EQ(rendered.size(), document.pages.size()) << names_of(document.pages[0]);
  for (std::size_t i = 0; i < document.pages.size(); ++i) {
    bool ours = false, theirs = false;
    for (const Mark* mark : document.pages[i]) {
      ours = ours || mark->colored;
      theirs = theirs || mark->colored == mark->disagreement.empty();
    }
    EXPECT_EQ(summary.value().pages[i].color, ours) << names_of(document.pages[i]);
    EXPECT_EQ(rendered[i], theirs) << "the render: " << names_of(document.pages[i]);
  }
}

class Corpus : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(std::filesystem::exists(renderer)) << "install poppler-utils: ./dev setup"; }
  const Marks marks_ = all_marks();
};

TEST_F(Corpus, EveryMarkByItself) {
  EXPECT_GE(marks_.size(), 200u);
  for (const Mark& mark : marks_) expect_both_right({{{&mark}}});
}

// Up to five marks a page and six pages a document, of which most marks are grey: else nearly every page has colour.
TEST_F(Corpus, MixedDocuments) {
  std::vector<const Mark*> grey, colored;
  for (const Mark& mark : marks_) (mark.colored ? colored : grey).push_back(&mark);
  std::uint32_t state = 20261126;
  const auto next = [&](std::size_t below) {
    state = state * 1664525 + 1013904223;
    return static_cast<std::size_t>(state >> 8) % below;
  };
  std::size_t pages = 0, pages_with_color = 0;
  for (int i = 0; i < 60; ++i) {
    Document document;
    for (std::size_t page = 0, count = 1 + next(6); page < count; ++page) {
      auto& marks = document.pages.emplace_back();
      for (std::size_t mark = 0, most = 1 + next(5); mark < most; ++mark) marks.push_back(grey[next(grey.size())]);
      if (next(3) == 0) marks.push_back(colored[next(colored.size())]);
      ++pages;
      pages_with_color += marks.back()->colored ? 1 : 0;
    }
    expect_both_right(document);
  }
  EXPECT_GT(pages_with_color, pages / 5);
  EXPECT_LT(pages_with_color, pages / 2);
}

}  // namespace
}  // namespace tsuke::pages
