// What the worker tells the process that started it:
//
//   {"pages":"12:21000x29700 1:21000x29700c"}   as base/page.h writes them
//   {"refused":"document-damaged"}       or -encrypted, -too-large; "what" holds the sentence
#pragma once

#include <string>

#include "platform/pages/pages.h"

namespace tsuke::pages {

std::string to_wire(const Result<Summary>& outcome);
// The worker may have been taken over by its document: nothing in its answer is believed beyond its shape.
// Fails with what the worker refused with, or with malformed: "document-damaged" when the answer has another shape,
// "document-too-large" past page_count_max.
Result<Summary> from_wire(std::string_view text, int page_count_max);

}  // namespace tsuke::pages
