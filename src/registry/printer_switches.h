// Why a printer is off, and how it goes: the words of IPP for the one switch that a printer has. A printer that is off
// for any reason takes no release; what was released before still comes out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "platform/store/store.h"
#include "registry/printers.h"

namespace tsuke::registry {

enum class WhyOff { disabled, paused, shutdown };  // Disable-, Pause- and Shutdown-Printer
std::string_view to_string(WhyOff why);

// Adds or takes away one reason; the printer is on when none is left. A printer that was switched off in the web app is
// disabled. Nothing happens when it is so already. Publishes what changed. Fails with not_found (also when removed).
Result<void> set_off(store::Transaction& in, PrinterId id, WhyOff why, bool off);
// None when the printer is on.
Result<std::vector<WhyOff>> why_off(store::Reader& in, const Printer& printer);

// It is in no list any more, is off for ever, and its agent's credential and codes are revoked; what it printed stays
// on record. The caller has seen that nothing is on its way to it. Fails with not_found.
Result<void> remove_printer(store::Transaction& in, PrinterId id);
Result<bool> is_removed(store::Reader& in, PrinterId id);

// The state as IPP writes it, for answers and events: 3 idle, 4 processing, 5 stopped, and the reasons ("none" when
// there is none).
struct PrinterCondition {
  int state = 3;
  std::vector<std::string> reasons;
  bool accepts = true;  // releases
};
PrinterCondition condition_of(const Printer& printer, const std::vector<WhyOff>& why);

// "printer-created", "printer-state-changed", … of a device, to those who administer it.
Result<void> publish_printer_event(store::Transaction& in, const Printer& printer, const std::string& word);

}  // namespace tsuke::registry
