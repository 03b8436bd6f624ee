#include "platform/jail/jail.h"

#include <sys/prctl.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdlib>

#include "base/log.h"
#include "base/sanitized.h"
#include "platform/jail/call_filter.h"
#include "platform/jail/landlock.h"

namespace tsuke::jail {

namespace {

#if defined(TSUKE_SANITIZED)
constexpr bool address_space_can_be_limited = false;  // its shadow alone takes terabytes
constexpr rlim_t open_files_max = 8;
#else
constexpr bool address_space_can_be_limited = true;
constexpr rlim_t open_files_max = 3;  // the three that it has
#endif
constexpr rlim_t open_files_max_reading = 256;  // a font and its like stay open for as long as they are used

// Never raises what the parent has set already.
bool limit(__rlimit_resource resource, rlim_t most) {
  struct rlimit now{};
  if (::getrlimit(resource, &now) != 0) return false;
  const rlim_t value = std::min(now.rlim_max, most);
  const struct rlimit next{value, value};
  return ::setrlimit(resource, &next) == 0;
}

bool limit_resources(const Terms& terms) {
  const rlim_t cpu_seconds = static_cast<rlim_t>(terms.cpu_time.micros / 1'000'000 + 1);
  const rlim_t open_files = terms.readable_folders.empty() ? open_files_max : open_files_max_reading;
  const bool memory = !address_space_can_be_limited || limit(RLIMIT_AS, static_cast<rlim_t>(terms.memory_bytes));
  return memory && limit(RLIMIT_CPU, cpu_seconds) && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_NOFILE, open_files) &&
         limit(RLIMIT_CORE, 0) && limit(RLIMIT_NPROC, 0);
}

bool give_up_privileges() {
  return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
}

}  // namespace

bool unjailed_allowed() { return std::getenv(unjailed_variable) != nullptr; }

void allow_unjailed() {
  ::setenv(unjailed_variable, "yes", 1);  // NOLINT(concurrency-mt-unsafe): there is one thread at start
  log::warning("workers-may-run-unjailed", {{"remedy", "start without --unjailed-workers"}});
}

bool enter(const Terms& terms) {
  const bool regardless = unjailed_allowed();
  const bool reads_files = !terms.readable_folders.empty();
  // Each part is tried even where another is missing: some of a jail is better than none of it.
  const bool humble = give_up_privileges();
  const bool landlocked = enter_landlock(terms.readable_folders);
  const bool limited = limit_resources(terms);
  const bool filtered = filter_calls(reads_files);
  return regardless || (humble && limited && filtered && (landlocked || !reads_files));
}

}  // namespace tsuke::jail
