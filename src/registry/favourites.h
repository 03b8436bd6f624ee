// The printers that a person has starred, to find them again among all others.
#pragma once

#include <set>

#include "base/ids.h"
#include "base/result.h"
#include "platform/store/store.h"

namespace tsuke::registry {

inline constexpr int favourites_max = 200;  // of one person

// Again changes nothing. The caller has seen that the person may see the printer. Fails with limit_reached
// ("too-many-favourites"), not_found.
Result<void> add_favourite(store::Transaction& in, PersonId person, PrinterId printer);
// No failure when it is none.
Result<void> remove_favourite(store::Transaction& in, PersonId person, PrinterId printer);
// Also those that the person may not see any more.
Result<std::set<PrinterId>> favourites(store::Reader& in, PersonId person);

}  // namespace tsuke::registry
