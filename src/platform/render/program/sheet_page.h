// The sheet that hangs beside a printer, drawn with pango: names of any script, and fonts embedded.
#pragma once

#include "platform/render/program/output.h"
#include "platform/sheet/sheet.h"

namespace tsuke::render {

// One A4 page of PDF, of the sheet that standard input tells of. What has no room on its lines ends in an ellipsis.
Result<void> write_sheet(Output& output);

}  // namespace tsuke::render
