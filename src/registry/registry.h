// The registry's schema. Its parts: people.h, purposes.h, printers.h, credentials.h.
#pragma once

#include <vector>

#include "platform/store/store.h"

namespace tsuke::registry {

// Migration 1.
std::vector<store::Migration> migrations();

}  // namespace tsuke::registry
