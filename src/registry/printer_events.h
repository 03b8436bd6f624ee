// The event that tells that a printer changed.
#pragma once

#include "platform/store/store.h"
#include "registry/printers.h"

namespace tsuke::registry {

// Topic "printer", audience "printer:<id>"; the payload holds id, state, state-reasons, switched-on and enrolled.
void publish_printer(store::Transaction& in, const Printer& printer);

}  // namespace tsuke::registry
