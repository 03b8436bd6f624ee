// Annotations on paper (ISO 32000-2, 12.5).
#pragma once

#include "platform/pages/layers.h"

namespace tsuke::pages {

// Only what has the Print flag and is not hidden is printed.
bool annotation_prints(QPDFObjectHandle& annotation, const Layers& layers);
// The normal appearance in its present state; null when it has none.
QPDFObjectHandle appearance_of(QPDFObjectHandle& annotation);
// Of one that leaves its appearance to the reader: by the colours it names; a pop-up is for screens then.
bool bare_annotation_is_colored(QPDFObjectHandle& annotation);

}  // namespace tsuke::pages
