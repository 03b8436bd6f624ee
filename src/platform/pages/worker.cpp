#include <unistd.h>

#include <cerrno>
#include <new>

#include "platform/jail/jail.h"
#include "platform/pages/inspect.h"
#include "platform/pages/wire.h"

namespace tsuke::pages {

namespace {

bool write_all(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(STDOUT_FILENO, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

// Said at once: the library would take lack of memory for damage, and search the document for what is left of it.
void out_of_memory() {
  static constexpr std::string_view answer =
      R"({"refused":"document-too-large","what":"Reading the document takes too much memory. Print it in parts."})";
  ::_exit(write_all(answer) ? 0 : 4);
}

}  // namespace

int worker_main(const Limits& limits) {
  if (!jail::enter({limits.memory_bytes, limits.cpu_time})) ::_exit(3);
  std::set_new_handler(out_of_memory);
  const bool answered = write_all(to_wire(inspect_standard_input(limits)));
  // Without destructors: this process has seen hostile bytes, and what is left to do is nothing.
  ::_exit(answered ? 0 : 4);
}

}  // namespace tsuke::pages
