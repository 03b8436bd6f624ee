// A person lets another one submit for them, or release their jobs, or both: under one purpose, or under all that one
// payer pays for. It begins when the other has said yes, ends by its date or at once by the word of either, and holds
// as long as the payer, where it is an organisation, allows delegates and has accepted the delegate, too.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "base/time.h"
#include "platform/store/store.h"
#include "registry/purposes.h"

namespace tsuke::registry {

using DelegationId = Id<struct DelegationTag>;
inline constexpr Duration delegation_lasts_max = hours(std::int64_t{366} * 24);
inline constexpr int delegations_max = 200;  // of one owner that are offered or accepted

enum class DelegationState {
  offered,
  accepted,
  declined,
  ended,  // by either's word; one whose date has passed stays accepted, and is over all the same
};
std::string_view to_string(DelegationState state);
DelegationState parse_delegation_state(std::string_view text);  // of a row

struct Delegation {
  DelegationId id;
  PersonId owner;
  PersonId delegate;                      // none before somebody has accepted
  std::string login;                      // to whom it was offered, as the owner has written it
  std::string owner_name, delegate_name;  // read only
  PurposeId purpose;                      // none: all of the owner's purposes with this payer
  std::string purpose_name;               // read only
  Payer payer;                            // of then: a purpose that another one pays for is not delegated any more
  std::string payer_name;                 // read only
  bool may_submit = false;
  bool may_release = false;
  DelegationState state = DelegationState::offered;
  Instant made_at{};
  Instant ends_at{};   // the day it ends by itself
  Instant ended_at{};  // earlier, by a word; 0: was not
  // When it was or will be over.
  Instant over_at() const { return ended_at.micros != 0 ? ended_at : ends_at; }
};

// Of the owner, the login (or, without one, that of the delegate), the scope, the deeds and the end; the payer of one
// purpose is that purpose's. It is the same whether anybody signs in by that name, and whether the payer has accepted
// them: that is asked when they accept. Fails with not_found (the purpose is not the owner's), malformed ("bad-login",
// "bad-delegation": to oneself, neither deed, an end that is past or over a year ahead), conflict
// ("delegation-not-allowed": the payer forbids it; "delegate-no-member": the payer, an organisation, has not accepted
// the owner), limit_reached ("too-many-delegations").
Result<DelegationId> offer_delegation(store::Transaction& in, const Delegation& wished, Instant now);
// By whoever signs in by that name. Fails with not_found, conflict ("delegation-answered": it is not open any more; on
// a yes also "delegation-not-allowed", and "delegate-no-member": the payer has not accepted one of the two).
Result<void> answer_delegation(store::Transaction& in, PersonId delegate, DelegationId id, bool accept, Instant now);
// By either. Fails with not_found. Ending what has ended changes nothing.
Result<void> end_delegation(store::Transaction& in, PersonId by, DelegationId id, Instant now);

Result<Delegation> delegation(store::Reader& in, DelegationId id);  // not_found
// Given and received, the newest first.
Result<std::vector<Delegation>> delegations_of(store::Reader& in, PersonId person);

// What an organisation says of delegates; allowed unless it says otherwise.
Result<bool> allows_delegates(store::Reader& in, OrganisationId organisation);
Result<void> allow_delegates(store::Transaction& in, OrganisationId organisation, bool allowed);

enum class Deed { submit, release };

// How a person stands to somebody else's purpose, for one deed.
struct Standing {
  enum class Kind {
    never,      // nothing of the kind was ever accepted
    ended,      // it was, and is over since `until`
    forbidden,  // the payer does not allow delegates
    no_member,  // the payer has not accepted the delegate, or no longer
    stands,
  } kind = Kind::never;
  Instant until{};
};
Result<Standing> standing(store::Reader& in, PersonId delegate, const Purpose& purpose, Deed deed, Instant now);
// The purposes of others under which the person may do so now, in the order in which they were made.
Result<std::vector<Purpose>> delegated_purposes(store::Reader& in, PersonId delegate, Deed deed, Instant now);

}  // namespace tsuke::registry
