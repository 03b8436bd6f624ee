// Printers that the service prints to by itself, without an agent: the address at which it reaches each. While a
// printer has one, no agent gets a job of it; what somebody has fetched before, they finish.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "base/time.h"
#include "platform/store/store.h"

namespace tsuke::registry {

inline constexpr int direct_printers_max = 500;  // each is asked how it is every few seconds

struct DirectPrinter {
  PrinterId printer;
  std::string name;  // of the printer, for logs
  std::string uri;   // ipp://… or ipps://…
  Instant set_at{};
  std::string problem;  // code of why it is not reached; empty: it is, or nobody has tried yet
  std::string detail;   // of the problem, for people
};

// The caller has checked that the service may connect there. Publishes "direct" (audience "stage:direct") and "printer"
// events; the same address again changes nothing. Fails with malformed ("bad-printer-uri": over 1023 letters),
// limit_reached ("too-many-direct-printers"), not_found.
Result<void> set_direct(store::Transaction& in, PrinterId printer, std::string_view uri, Instant now);
// From now on an agent serves it. No failure when none is set.
Result<void> end_direct(store::Transaction& in, PrinterId printer);
// What the last try to reach it at this address came to; nothing when the address is another by now. Publishes a
// "printer" event.
Result<void> direct_tried(store::Transaction& in, const DirectPrinter& tried);

// None when an agent serves it. Fails with nothing for an unknown printer.
Result<std::optional<DirectPrinter>> direct(store::Reader& in, PrinterId printer);
Result<std::vector<DirectPrinter>> direct_printers(store::Reader& in);  // by printer id

}  // namespace tsuke::registry
