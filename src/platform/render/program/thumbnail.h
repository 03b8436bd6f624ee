// One page as a small picture for people.
#pragma once

#include "platform/render/program/document.h"
#include "platform/render/program/output.h"

namespace tsuke::render {

// A PNG, or a JPEG where that is smaller. Fails as the document does, having written nothing.
Result<void> write_thumbnail(const Document& document, int page, int width_px, Output& output);

}  // namespace tsuke::render
