// Trials: for a while a provider prints without anybody being charged, for one organisation or for whoever prints
// there. Who agreed to it, and from when to when. What is metered meanwhile is in flow/metered.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "registry/purposes.h"

namespace tsuke {
using TrialId = Id<struct TrialTag>;
}  // namespace tsuke

namespace tsuke::registry {

// Those who forgo money: the provider its device fee, the operator the service fee.
enum class TrialSide { provider, operating };

// What one side says to it.
struct TrialWord {
  enum class Said { nothing, yes, no } said = Said::nothing;
  PersonId by;
  Instant at{};
};

std::string_view to_string(TrialWord::Said said);

struct Trial {
  TrialId id;
  ProviderId provider;
  std::string provider_name;      // read only
  OrganisationId organisation;    // whose prints are not charged; none: of everybody
  std::string organisation_name;  // read only
  Instant begins{};
  Instant ends{};  // not included
  PersonId asked_by;
  Instant asked_at{};
  TrialWord provider_word, operator_word;
  Instant ended_at{};  // before its time; 0: it was not
  PersonId ended_by;

  bool agreed() const {
    return provider_word.said == TrialWord::Said::yes && operator_word.said == TrialWord::Said::yes;
  }
};
inline constexpr Duration trial_lasts_max = hours(std::int64_t{92} * 24);
inline constexpr Duration trial_ahead_max = hours(std::int64_t{366} * 24);
inline constexpr std::int64_t open_trials_max = 100;  // of one provider
inline constexpr int trials_listed_max = 200;

enum class TrialState {
  waiting,  // for somebody's yes
  coming,   // agreed, and not begun
  running,
  over,  // its time is up, agreed or not
  refused,
  ended,  // by somebody, before its time
};
std::string_view to_string(TrialState state);
TrialState state_of(const Trial& trial, Instant now);
bool stands(TrialState state);  // may still be, or is, in force

Error no_such_trial();  // also for whom it is none of theirs

Result<Trial> trial(store::Reader& in, TrialId id);  // not_found ("no-such-trial")
// Each the newest first; of a provider at most trials_listed_max.
Result<std::vector<Trial>> trials_of_provider(store::Reader& in, ProviderId provider);
Result<std::vector<Trial>> all_trials(store::Reader& in, TrialId before, int limit);

// Writes provider, organisation, time, who asks, and what both sides say already. Fails with not_found (the provider,
// the organisation), malformed ("bad-trial-time": it ends before it begins or is over, lasts longer than 92 days, or
// begins in the past or more than a year ahead), conflict ("trial-overlaps": another one between the same two at that
// time; "too-many-trials").
Result<TrialId> add_trial(store::Transaction& in, const Trial& trial, Instant now);
// Fails with conflict ("trial-answered": this side has spoken, or it is refused, ended or over).
Result<void> answer_trial(store::Transaction& in, TrialId id, TrialSide side, bool agrees, PersonId by, Instant now);
// Fails with conflict ("trial-over": it is refused, ended or over).
Result<void> end_trial(store::Transaction& in, TrialId id, PersonId by, Instant now);

// The trial that covers this payer's prints at this provider now: the payer's own goes before everybody's.
Result<std::optional<Trial>> trial_covering(store::Reader& in, ProviderId provider, const Payer& payer, Instant now);

// The part "trial".
store::Migration trial_migration();

}  // namespace tsuke::registry
