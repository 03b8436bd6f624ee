#include "platform/jail/memory.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/system_error.h"

namespace tsuke::jail {

namespace {

Error no_memory(int problem) {
  return {
      Reason::unavailable, "worker-not-started",
      "There is no memory to examine the document (" + std::string(system_message(problem)) + "). Try again later."};
}

Result<void> write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return no_memory(errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<Descriptor> new_memory() {
  Descriptor memory(::memfd_create("document", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!memory.is_open()) return no_memory(errno);
  return memory;
}

void seal(const Descriptor& memory) {
  ::lseek(memory.number(), 0, SEEK_SET);
  ::fcntl(memory.number(), F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL);
}

}  // namespace

Result<Descriptor> copy_to_memory(vault::Reader& document) {
  Descriptor memory = TRY(new_memory());
  std::string piece(64 << 10, 0);
  while (const std::size_t got = TRY(document.read(piece)))
    TRY(write_all(memory.number(), std::string_view(piece).substr(0, got)));
  seal(memory);
  return memory;
}

Result<Descriptor> copy_to_memory(std::string_view bytes) {
  Descriptor memory = TRY(new_memory());
  TRY(write_all(memory.number(), bytes));
  seal(memory);
  return memory;
}

Result<Descriptor> copy_to_memory(Process& process, std::int64_t bytes_max) {
  Descriptor memory = TRY(new_memory());
  std::string piece(64 << 10, 0);
  std::int64_t bytes = 0;
  while (const std::size_t got = process.read(piece)) {
    bytes += static_cast<std::int64_t>(got);
    if (bytes > bytes_max)
      return Error{Reason::malformed, "document-too-large",
                   "The document has too many bytes. Split it, and submit the parts."};
    TRY(write_all(memory.number(), std::string_view(piece).substr(0, got)));
  }
  seal(memory);
  return memory;
}

}  // namespace tsuke::jail
