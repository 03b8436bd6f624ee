// Walks a PDF's page tree, carrying what pages inherit.
#pragma once

#include <functional>

#include "platform/pages/pages.h"
#include "platform/pages/qpdf.h"

namespace tsuke::pages {

using ColorOf = std::function<bool(QPDFObjectHandle& page, QPDFObjectHandle& resources)>;

// Asks `color_of` about each page, with the resources that it has or inherits.
// Fails as analyse() does; the library may throw on damage besides.
Result<Summary> walk_page_tree(QPDF& pdf, int page_count_max, const ColorOf& color_of);

}  // namespace tsuke::pages
