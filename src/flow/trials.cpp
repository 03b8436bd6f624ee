#include "flow/trials.h"

#include <optional>

#include "base/json.h"
#include "flow/audit.h"
#include "flow/job.h"
#include "registry/printers.h"

namespace tsuke::flow {

namespace {

using registry::Trial;
using registry::TrialSide;
using registry::TrialWord;

// Yes, unless they are not: what fails otherwise is the database.
Result<bool> holds(const Result<void>& required) {
  if (required.ok()) return true;
  const Reason reason = required.error().reason;
  if (reason == Reason::not_found || reason == Reason::not_permitted) return false;
  return required.error();
}

// Where they could print. Of who keeps their printers to themselves, nobody is told by asking.
Result<bool> sees(store::Reader& in, PersonId person, ProviderId provider) {
  for (const registry::Printer& printer : TRY(registry::printers_for(in, person)))
    if (printer.provider == provider) return true;
  return false;
}

Json summary(const Trial& trial) {
  return Json::object({{"provider", to_string(trial.provider)},
                       {"organisation", trial.organisation.exists() ? Json(to_string(trial.organisation)) : Json()},
                       {"begins", to_rfc3339(trial.begins)},
                       {"ends", to_rfc3339(trial.ends)},
                       {"provider_said", registry::to_string(trial.provider_word.said)},
                       {"operator_said", registry::to_string(trial.operator_word.said)},
                       {"ended", trial.ended_at.micros != 0}});
}

// Writes who did it into the audit, and tells the parties.
Result<Trial> done(store::Transaction& in, const char* act, const std::optional<Trial>& before, TrialId id, PersonId by,
                   Instant now) {
  Trial after = TRY(registry::trial(in, id));
  const std::string subject = to_string(id);
  TRY(audit(in, {0, now, by, {}, act, "trial:" + subject, before ? summary(*before) : Json(), summary(after)}));
  const std::string payload =
      Json::object({{"trial", subject}, {"state", to_string(registry::state_of(after, now))}}).dump();
  in.publish({"trial", subject, audience(after.provider), payload});
  if (after.organisation.exists())
    in.publish({"trial", subject, audience(registry::Payer{after.organisation, {}}), payload});
  return after;
}

Result<Trial> trial_of(store::Reader& in, TrialId id, PersonId by, TrialParties& parties) {
  Trial trial = TRY(registry::trial(in, id));
  parties = TRY(parties_of(in, by, trial));
  if (!parties.any()) return registry::no_such_trial();
  return trial;
}

}  // namespace

Result<TrialParties> parties_of(store::Reader& in, PersonId person, const Trial& trial) {
  TrialParties parties;
  parties.provider = TRY(holds(registry::require_provider_admin(in, person, trial.provider)));
  if (trial.organisation.exists())
    parties.organisation = TRY(holds(registry::require_role(in, person, trial.organisation, registry::Role::admin)));
  parties.operating = TRY(registry::person(in, person)).is_operator;
  return parties;
}

Result<Trial> ask_for_trial(store::Transaction& in, const TrialWish& wish, PersonId by, Instant now) {
  Trial trial;
  trial.provider = wish.provider;
  trial.organisation = wish.organisation;
  trial.begins = wish.begins;
  trial.ends = wish.ends;
  trial.asked_by = by;
  const TrialParties parties = TRY(parties_of(in, by, trial));
  const bool may_ask = parties.organisation && TRY(sees(in, by, wish.provider));
  if (!may_ask) TRY(registry::require_provider_admin(in, by, wish.provider));
  const TrialWord yes{TrialWord::Said::yes, by, now};
  if (parties.provider) trial.provider_word = yes;
  if (parties.operating) trial.operator_word = yes;
  const TrialId id = TRY(registry::add_trial(in, trial, now));
  return done(in, "ask-trial", {}, id, by, now);
}

Result<Trial> answer_trial(store::Transaction& in, TrialId id, bool agrees, PersonId by, Instant now) {
  TrialParties parties;
  const Trial before = TRY(trial_of(in, id, by, parties));
  if (!parties.provider && !parties.operating)
    return Error{Reason::not_permitted, "trial-not-yours", "the provider and the operator answer; you may end it"};
  const bool provider_waits = before.provider_word.said == TrialWord::Said::nothing;
  const bool operator_waits = before.operator_word.said == TrialWord::Said::nothing;
  const bool for_provider = parties.provider && provider_waits, for_operator = parties.operating && operator_waits;
  if (!for_provider && !for_operator)
    return Error{Reason::conflict, "trial-answered", "nothing waits for your answer here; look at the trial again"};
  if (for_provider) TRY(registry::answer_trial(in, id, TrialSide::provider, agrees, by, now));
  // A no of the provider ends the waiting: there is nothing left to answer for the operator.
  if (for_operator && (agrees || !for_provider))
    TRY(registry::answer_trial(in, id, TrialSide::operating, agrees, by, now));
  return done(in, "answer-trial", before, id, by, now);
}

Result<Trial> end_trial(store::Transaction& in, TrialId id, PersonId by, Instant now) {
  TrialParties parties;
  const Trial before = TRY(trial_of(in, id, by, parties));
  TRY(registry::end_trial(in, id, by, now));
  return done(in, "end-trial", before, id, by, now);
}

}  // namespace tsuke::flow
