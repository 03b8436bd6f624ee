#include "platform/render/program/output.h"

#include <unistd.h>

#include <cerrno>

namespace tsuke::render {

namespace {

constexpr std::size_t piece_bytes = 256 << 10;
constexpr int nobody_reads = 8;  // exit status; nobody is there to be told more

}  // namespace

void Output::write(std::string_view bytes) {
  waiting_ += bytes;
  if (waiting_.size() >= piece_bytes) flush();
}

void Output::flush() {
  for (std::string_view rest = waiting_; !rest.empty();) {
    const ssize_t written = ::write(STDOUT_FILENO, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) ::_exit(nobody_reads);
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  waiting_.clear();
}

}  // namespace tsuke::render
