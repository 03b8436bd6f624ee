// Small valid PDFs to print: for tests, the demo and the bench. No part of serving real documents.
#pragma once

#include <string>

#include "platform/pages/pages.h"

namespace tsuke::pages {

inline constexpr PageSize a4{21000, 29700};

// A PDF of so many pages (at least one) of one size, each with a frame and a large "3 / 12" in its middle.
// `compressed` deflates the page contents. The same arguments give the same bytes.
std::string make_pdf(int pages, PageSize size = a4, bool compressed = false);

// A4 pages as an office prints them: text and lines on each, a picture on some; every third page has colour, in its
// heading, its chart or its picture in turn, and others have grey that is written as colour.
std::string make_mixed_pdf(int pages);
inline bool mixed_page_has_color(int page) { return page % 3 == 0; }  // counted from 1

// The same behind a password, which opens it: "secret".
std::string make_locked_pdf(int pages);

}  // namespace tsuke::pages
