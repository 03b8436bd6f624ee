#include "platform/render/program/input.h"

#include <unistd.h>

#include "platform/render/request.h"

namespace tsuke::render {

Result<std::string> read_standard_input(std::size_t bytes_max) {
  std::string text;
  char piece[64 << 10];
  for (;;) {
    const ssize_t got = ::read(STDIN_FILENO, piece, sizeof piece);
    if (got < 0) return failed();
    if (got == 0) return text;
    text.append(piece, static_cast<std::size_t>(got));
    if (text.size() > bytes_max) return takes_too_much();
  }
}

}  // namespace tsuke::render
