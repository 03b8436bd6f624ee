// The table of jobs in hand.
#pragma once

#include <vector>

#include "platform/store/store.h"

namespace tsuke::direct {

std::vector<store::Migration> migrations();

}  // namespace tsuke::direct
