// Whether a smooth shading (ISO 32000-2, 8.7.4.5) has a coloured place.
#pragma once

#include "platform/pages/color_space.h"

namespace tsuke::pages {

// Decided by its colour space where that is enough, else by its colours: its function at many places of its domain, or
// the corners of its mesh, between which grey stays grey. `as_pattern` shows the background too. What cannot be read is
// coloured.
bool shading_is_colored(QPDFObjectHandle& shading, bool as_pattern, QPDFObjectHandle& resources, ColorSpaces& spaces,
                        Budget& budget);

// Types 4 to 7, without a function. In mesh.cpp.
bool mesh_is_colored(QPDFObjectHandle& stream, int type, const ColorSpace& space, Budget& budget);

}  // namespace tsuke::pages
