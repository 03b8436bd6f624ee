// What is known of a document's pages: how large each is, and whether anything on it has colour.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace tsuke {

// In hundredths of a millimetre, as PWG media-size is written: A4 is 21000 × 29700. Rotation is applied.
struct PageSize {
  int width_hmm = 0;
  int height_hmm = 0;
  friend bool operator==(const PageSize&, const PageSize&) = default;
};

inline constexpr int side_hmm_max = 1'000'000;  // 10 m: no printer takes more, and no price is made for it

struct Page {
  PageSize size;
  bool color = false;  // something on it is neither black, white nor grey
  friend bool operator==(const Page&, const Page&) = default;
};
using Pages = std::vector<Page>;

// Runs of equal pages, in order: "12:21000x29700 1:21000x29700c", where c stands for colour.
std::string to_text(const Pages& pages);
// Fails with malformed ("bad-pages") on any other text and on sides outside 1..side_hmm_max, and with limit_reached
// ("too-many-pages") past `count_max` pages.
Result<Pages> pages_from_text(std::string_view text, int count_max);

}  // namespace tsuke
