// Reads the decoded bytes of a PDF stream piece by piece.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>

#include "platform/pages/budget.h"
#include "platform/pages/qpdf.h"

namespace tsuke::pages {

using Bytes = std::span<const unsigned char>;

enum class StreamEnd {
  whole,   // every byte came
  enough,  // the taker wanted no more
  lost,    // damaged, of a filter that is not known, or past the budget
};

// Gives each piece to `take` until it answers false. Images in JPEG come as samples.
StreamEnd read_stream(QPDFObjectHandle& stream, Budget& budget, const std::function<bool(Bytes)>& take);
// All of it at once; nothing when it is lost or longer than `bytes_max`.
std::optional<std::string> read_stream(QPDFObjectHandle& stream, Budget& budget, std::size_t bytes_max);
// The name of the last filter, as "/DCTDecode"; empty when there is none.
std::string last_filter(QPDFObjectHandle& stream_dictionary);

}  // namespace tsuke::pages
