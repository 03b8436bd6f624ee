// Delegations that nobody has accepted yet: addressed to a sign-in name, whether somebody has it or not, so that
// whoever offers learns nothing about who signs in here. Not for other folders: delegations.h shows both kinds as one.
#pragma once

#include "registry/delegations.h"

namespace tsuke::registry {

Result<void> insert_offer(store::Transaction& in, const Delegation& offered);
Result<std::optional<Delegation>> find_offer(store::Reader& in, DelegationId id);
// By this person, and to the name that they sign in by.
Result<std::vector<Delegation>> offers_of(store::Reader& in, PersonId person);
Result<bool> is_addressed_to(store::Reader& in, const Delegation& offered, PersonId person);
Result<std::int64_t> count_open_offers(store::Reader& in, PersonId owner, Instant now);
// `ended_at` is nothing where it was declined.
Result<void> close_offer(store::Transaction& in, DelegationId id, DelegationState state,
                         std::optional<Instant> ended_at);
Result<void> remove_offer(store::Transaction& in, DelegationId id);

// "bad-login" when nobody could have such a name.
Result<std::string> checked_addressee(std::string_view login);

// The part "delegation_offer": after "delegation".
store::Migration delegation_offer_migration();

}  // namespace tsuke::registry
