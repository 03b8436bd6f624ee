// Text as lines that fit, and pages of them. Pure: how wide a letter is, is asked of the caller.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace tsuke::render {

using Width = std::function<int(char32_t)>;  // in places of the grid
using Lines = std::vector<std::u32string>;

// Lines end at LF, CR, CR LF, VT, NEL, U+2028 and U+2029, pages at FF; a tab goes to the next eighth place. A line that
// is too long goes on below, after its last space where it has one; a closing mark of Japanese may stand past the end
// of its line rather than begin the next one. No page is empty but an empty text's only one.
std::vector<Lines> set_pages(const std::u32string& text, const Width& width, int columns, int lines_per_page);

}  // namespace tsuke::render
