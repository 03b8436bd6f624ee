// JPEG, by libjpeg: one picture a stream.
#pragma once

#include <string>

#include "platform/render/program/canvas.h"
#include "platform/render/program/encoder.h"

namespace tsuke::render {

// The canvas in colour, for people's eyes.
std::string jpeg_of(const Canvas& canvas);

}  // namespace tsuke::render
