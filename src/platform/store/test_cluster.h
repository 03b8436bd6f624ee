// A PostgreSQL cluster for this test process alone.
#pragma once

#include <string>

#include "base/result.h"

namespace tsuke::store {

// True when PostgreSQL's server programs are on this machine.
bool test_cluster_installed();

// The address of a new, empty database; starts the cluster when this is the first. Fails with unavailable.
Result<std::string> fresh_test_database();

}  // namespace tsuke::store
