// Plain text as a PDF.
#pragma once

#include "base/page.h"
#include "platform/render/program/encoding.h"
#include "platform/render/program/output.h"

namespace tsuke::render {

// All of standard input. Fails with "document-no-text" as the reader does, and with "document-too-large" past 32 MiB.
Result<void> write_text_pdf(const TextReader& reader, PageSize sheet, Output& output);

}  // namespace tsuke::render
