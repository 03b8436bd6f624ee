#include "base/page.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace tsuke {
namespace {

constexpr PageSize a4{21000, 29700}, a3{29700, 42000};

TEST(Page, RunsOfEqualPagesAreWrittenOnce) {
  EXPECT_EQ(to_text({}), "");
  EXPECT_EQ(to_text({{a4, false}, {a4, false}, {a4, true}, {a3, true}}), "2:21000x29700 1:21000x29700c 1:29700x42000c");
}

RC_GTEST_PROP(PageText, WhatIsWrittenIsReadBack, (std::vector<std::pair<bool, bool>> kinds)) {
  Pages pages;
  for (const auto& [large, color] : kinds) pages.push_back({large ? a3 : a4, color});
  RC_ASSERT(pages_from_text(to_text(pages), 100'000).value_or({{a4, true}}) == pages);
}

TEST(Page, AnyOtherTextIsRefused) {
  for (const char* text : {"x", "1", "1:", "1:2", "1:2x", "0:2x3", "-1:2x3", "1:0x3", "1:2x1000001", "1:2x3d", "1:2x3 ",
                           " 1:2x3", "1:2x3  1:2x3", "99999999999:1x1", "1:2x3c1:2x3"})
    EXPECT_FALSE(pages_from_text(text, 1000).ok()) << text;
}

TEST(Page, NoMorePagesThanAllowed) {
  EXPECT_TRUE(pages_from_text("2:1x1 1:1x1c", 3).ok());
  for (const char* text : {"2:1x1 2:1x1c", "4:1x1", "2147483647:1x1", "3:1x1 2147483647:1x1"})
    EXPECT_EQ(pages_from_text(text, 3).error().code, "too-many-pages") << text;
}

}  // namespace
}  // namespace tsuke
