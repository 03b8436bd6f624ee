// A text as a QR code (ISO/IEC 18004): which of its squares are dark.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"

namespace tsuke::qr {

struct Code {
  int size = 0;            // squares along one side, without the quiet zone of 4 that belongs around it
  std::vector<bool> dark;  // row by row

  bool is_dark(int x, int y) const {
    return dark[static_cast<std::size_t>(y) * static_cast<std::size_t>(size) + static_cast<std::size_t>(x)];
  }
};

// With error correction for a sheet that hangs on a wall: a quarter of it may be unreadable. Fails with malformed
// ("bad-qr-text": empty or longer than 512 bytes).
Result<Code> encode(std::string_view text);

}  // namespace tsuke::qr
