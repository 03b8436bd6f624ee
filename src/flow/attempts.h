// What several stages do to an attempt.
#pragma once

#include "flow/job.h"

namespace tsuke::flow {

inline constexpr Duration fetch_patience = minutes(10);  // after release, for the device to come for the job
inline constexpr Duration silence_limit = minutes(3);    // of a printing device's agent: it speaks every half minute

// Several programs may share a printer's queue and credential: the one that fetched the job is its only voice. Fails
// with not_permitted ("other-device") for another; a device that does not name itself, and one that nobody remembers,
// pass.
Result<void> require_winner(const Attempt& attempt, std::string_view device);

// Moves it to a state with a deadline. Publishes nothing.
Result<void> set_attempt_state(store::Transaction& in, const Attempt& attempt, AttemptState state, Instant deadline);

// Ends it: no device call moves it any more. Wakes the charge stage (event "attempt", audience "stage:charge").
Result<void> end_attempt(store::Transaction& in, const Attempt& attempt, AttemptResult result, Instant now);

// Tells the printer's agent: "job-fetchable" or "job-state-changed".
void tell_device(store::Transaction& in, const Attempt& attempt, std::string_view event);

}  // namespace tsuke::flow
