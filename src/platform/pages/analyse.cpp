#include <csignal>

#include "base/log.h"
#include "base/sanitized.h"
#include "platform/jail/memory.h"
#include "platform/jail/process.h"
#include "platform/pages/inspect.h"
#include "platform/pages/wire.h"

namespace tsuke::pages {

namespace {

// Tightens what the worker sets for itself: its own limits are the defaults.
std::vector<jail::ResourceLimit> resource_limits(const Limits& limits) {
  std::vector<jail::ResourceLimit> result{jail::cpu_limit(limits.cpu_time)};
#if !defined(TSUKE_SANITIZED)
  result.push_back({RLIMIT_AS, static_cast<rlim_t>(limits.memory_bytes)});
#endif
  return result;
}

Result<Summary> judge(const jail::Ended& worker, const Limits& limits) {
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
  const jail::Descriptor input = TRY(jail::copy_to_memory(document));
  const jail::Plan plan{program, {"pages-worker"}, resource_limits(limits), jail::patience_for(limits.cpu_time)};
  const jail::Ended worker = TRY(jail::run(plan, input));
  return judge(worker, limits);
}

}  // namespace tsuke::pages
