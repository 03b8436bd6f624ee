// Who agrees to a trial, and who ends it: each act with its line in the audit and its event, in one write.
#pragma once

#include <vector>

#include "registry/people.h"
#include "registry/trials.h"

namespace tsuke::flow {

// For whom a person may speak about a trial.
struct TrialParties {
  bool provider = false;      // an administrator of the provider
  bool organisation = false;  // an administrator of the organisation that it names
  bool operating = false;
  bool any() const { return provider || organisation || operating; }
};
Result<TrialParties> parties_of(store::Reader& in, PersonId person, const registry::Trial& trial);

struct TrialWish {
  ProviderId provider;
  OrganisationId organisation;  // none: everybody who prints there
  Instant begins{}, ends{};
};
// By an administrator of the provider, or of the organisation that it names. Whoever asks has agreed for every side
// that they speak for: the provider, the operator. Fails as registry::add_trial(), and with not_found
// ("no-such-provider": to those who are neither, or see none of its printers).
Result<registry::Trial> ask_for_trial(store::Transaction& in, const TrialWish& wish, PersonId by, Instant now);
// For each side that this person speaks for and that has said nothing yet. Fails as registry::answer_trial(), and with
// not_found for those who see no such trial, not_permitted ("trial-not-yours") for the organisation.
Result<registry::Trial> answer_trial(store::Transaction& in, TrialId id, bool agrees, PersonId by, Instant now);
// By any of the parties, at once. What was released before is not charged. Fails as registry::end_trial(), not_found.
Result<registry::Trial> end_trial(store::Transaction& in, TrialId id, PersonId by, Instant now);

}  // namespace tsuke::flow
