// What the worker tells the process that started it:
//
//   {"pages":[[count,width,height],…]}   runs of pages of one size, in order, in hundredths of a millimetre
//   {"refused":"document-damaged"}       or -encrypted, -too-large; "what" holds the sentence
#pragma once

#include <string>

#include "platform/pages/pages.h"

namespace tsuke::pages {

std::string to_wire(const Result<Summary>& outcome);
// The worker may have been taken over by its document: nothing in its answer is believed beyond its shape.
// Fails with what the worker refused with, or with malformed ("document-damaged") when the answer has another shape,
// or "document-too-large" past page_count_max.
Result<Summary> from_wire(std::string_view text, int page_count_max);

}  // namespace tsuke::pages
