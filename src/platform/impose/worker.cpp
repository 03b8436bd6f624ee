#include <unistd.h>

#include <new>

#include "platform/impose/request.h"
#include "platform/impose/sheets.h"
#include "platform/jail/jail.h"

namespace tsuke::impose {

namespace {

constexpr std::int64_t memory_bytes = 1LL << 30;
constexpr Duration cpu_time = minutes(1);

// Said at once: the library would take lack of memory for damage, and search the document for what is left of it.
void out_of_memory() { ::_exit(exit_status_of(too_large())); }

}  // namespace

int worker_main(const std::vector<std::string>& arguments) {
  if (!jail::enter({memory_bytes, cpu_time})) ::_exit(3);
  std::set_new_handler(out_of_memory);
  const auto imposition = from_arguments(arguments);
  if (!imposition.ok()) ::_exit(exit_status_of(imposition.error()));
  const auto done = impose_standard_input(imposition.value());
  // Without destructors: this process has seen hostile bytes, and what is left to do is nothing.
  ::_exit(done.ok() ? 0 : exit_status_of(done.error()));
}

}  // namespace tsuke::impose
