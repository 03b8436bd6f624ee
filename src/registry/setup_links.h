// Short-lived links to the files that set a device up. Such a file holds the queue's secret, of which we keep a hash
// only; so the secret is sealed under the link for a quarter of an hour, and nobody without the link can open it.
#pragma once

#include <string>
#include <string_view>

#include "registry/credentials.h"

namespace tsuke::registry {

inline constexpr Duration setup_link_lasts = minutes(15);

// The link of a queue token made just now: a secret, shown once.
Result<std::string> add_setup_link(store::Transaction& in, const NewCredential& token, Instant now);

// The token with its secret, as often as it is asked for in that time: phones fetch a file twice. Fails with not_found
// ("setup-link-expired"): no such link, its time is over, or the token is revoked.
Result<NewCredential> open_setup_link(store::Reader& in, std::string_view link, Instant now);

Result<void> forget_setup_links(store::Transaction& in, Instant now);  // whose time is over

}  // namespace tsuke::registry
