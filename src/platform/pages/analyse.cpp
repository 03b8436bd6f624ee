#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

#include "base/log.h"
#include "platform/pages/child.h"
#include "platform/pages/inspect.h"
#include "platform/pages/wire.h"

namespace tsuke::pages {

namespace {

Error no_memory(int problem) {
  return {Reason::unavailable, "worker-not-started",
          "There is no memory to examine the document (" + std::string(std::strerror(problem)) + "). Try again later."};
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

// The plain bytes in memory that has no name and never reaches a disk, sealed against change.
Result<Descriptor> copy_to_memory(vault::Reader& document) {
  Descriptor memory(::memfd_create("document", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!memory.is_open()) return no_memory(errno);
  std::string piece(64 << 10, 0);
  for (;;) {
    const std::size_t got = TRY(document.read(piece));
    if (got == 0) break;
    TRY(write_all(memory.number(), std::string_view(piece).substr(0, got)));
  }
  ::lseek(memory.number(), 0, SEEK_SET);
  ::fcntl(memory.number(), F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL);
  return memory;
}

// Tightens what the worker sets for itself: its own limits are the defaults.
std::vector<ResourceLimit> resource_limits(const Limits& limits) {
  std::vector<ResourceLimit> result{{RLIMIT_CPU, static_cast<rlim_t>(limits.wall_time.micros / 1'000'000 + 1)}};
#if !defined(__SANITIZE_ADDRESS__)
  result.push_back({RLIMIT_AS, static_cast<rlim_t>(limits.memory_bytes)});
#endif
  return result;
}

Result<Summary> judge(const Ended& worker, const Limits& limits) {
  if (!worker.in_time || worker.signal_number == SIGXCPU || worker.signal_number == SIGKILL) return timed_out();
  if (worker.exit_code == 0 && !worker.output.empty()) return from_wire(worker.output, limits.page_count_max);
  log::warning("pages-worker-failed", {{"exit_code", worker.exit_code}, {"signal", worker.signal_number}});
  // A crash is the document's doing; an exit code is ours.
  if (worker.signal_number != 0) return damaged();
  return Error{Reason::internal, "pages-worker-failed", "The document could not be examined. Tell the operator."};
}

}  // namespace

Result<Summary> analyse(const std::string& program, vault::Reader& document, const Limits& limits) {
  if (document.size_bytes() > limits.document_bytes) return too_large("The document has too many bytes.");
  const Descriptor input = TRY(copy_to_memory(document));
  const Ended worker = TRY(run_child(program, "pages-worker", input, resource_limits(limits), limits.wall_time));
  return judge(worker, limits);
}

std::string sniff_format(std::string_view first_bytes) {
  return first_bytes.substr(0, 1024).find("%PDF-") == std::string_view::npos ? "" : "application/pdf";
}

}  // namespace tsuke::pages
