#include "platform/store/test_cluster.h"

namespace tsuke::store {
bool test_cluster_installed() { return false; }
Result<std::string> fresh_test_database() { return Error{Reason::unavailable, "no-cluster", "not yet"}; }
}  // namespace tsuke::store
