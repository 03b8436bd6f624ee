// Third stage: one attempt for one printer. The binding permission decision and the reservation are one write with the
// attempt.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "flow/offer.h"

namespace tsuke::flow {

struct Refused {
  rules::Decision decision;
  std::vector<Budget> without_room;  // the hard budgets that refuse it
  std::optional<Money> overflow;     // what the person would pay themselves: see Offer
  Split split;                       // where several pay, and which of them refuses, and why
  std::vector<OfferShare> shares;
};
// The job has a password (flow/password.h): "job-password-needed", "job-password-wrong", "job-password-locked".
struct NotOpened {
  std::string code;
};
using ReleaseOutcome = std::variant<Attempt, Refused, NotOpened>;

// Two simultaneous releases of one job: one gives an attempt, the other conflict ("job-not-waiting"). Two jobs that
// together pass the budget: one is permitted. Fails with not_found (another's job, an unknown printer). A
// refusal is an outcome, not a failure; it leaves the job held. The payer, the tariff and the fee plan are frozen here.
// `password` is what was typed: a wrong one is counted in the same write. With `accept_overflow`, a job that the
// payer's budget alone has no room for is charged to its person, where they let that purpose's jobs fall to them
// (Offer::overflow); without it, it is refused. What trials cover is metered: nothing is set aside, and what would have
// been is kept (flow/metered.h). With a `quote` (flow/quoted.h) the prices are those quoted, and it
// fails as make_quoted_offer does when that does not hold any more. `by` is who releases it, when that is not its
// person: the decision asks whether they may, in this very write; purpose, payer and charge stay the person's, and the
// charge keeps both names.
Result<ReleaseOutcome> release(store::Transaction& in, PersonId person, JobId job, PrinterId printer, Instant now,
                               std::string_view password = {}, bool accept_overflow = false,
                               std::string_view quote = {}, PersonId by = {});

}  // namespace tsuke::flow
