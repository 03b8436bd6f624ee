// Pages on sheets, as the printer wants them.
#pragma once

#include "platform/render/program/document.h"
#include "platform/render/program/output.h"
#include "platform/render/render.h"

namespace tsuke::render {

// All copies of all pages. Fails as the document does, with "document-one-page" for a JPEG of more. What was written
// until then stays written.
Result<void> write_raster(const Document& document, const RasterTicket& ticket, Output& output);

// Where a page comes to lie on a sheet that is so many points large: scaled, turned against the clock where the two lie
// differently, centred.
cairo_matrix_t placement(PagePoints page, PagePoints sheet);

}  // namespace tsuke::render
