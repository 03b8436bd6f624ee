// Walks a PDF's page tree, carrying what pages inherit.
#pragma once

#include "platform/pages/pages.h"
#include "platform/pages/qpdf.h"

namespace tsuke::pages {

// Fails as analyse() does; the library may throw on damage besides.
Result<Summary> walk_page_tree(QPDF& pdf, int page_count_max);

}  // namespace tsuke::pages
