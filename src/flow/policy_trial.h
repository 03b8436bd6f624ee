// "Try it on last month": a draft policy held against what was really printed. Nothing is written.
#pragma once

#include <string>
#include <vector>

#include "flow/job.h"
#include "rules/permit.h"

namespace tsuke::flow {

struct TrialTime {
  Instant from, to;  // of release; `to` is not included
};

// A print that the draft would not have let through as it was.
struct TrialHit {
  JobId job;
  Instant released_at{};
  PersonId person;
  std::string person_name, printer_name, site_name;
  rules::Outcome outcome = rules::Outcome::refuse;
  std::vector<int> rules;          // of the draft, from 1
  std::vector<std::string> codes;  // reason codes, and changes as remedy codes
  Money charged;
  Money saved;  // all of it when refused; the difference when changed; nothing when somebody would have been asked
};

struct Trial {
  std::int64_t prints = 0;
  Money charged;
  std::int64_t refused = 0, to_approve = 0, changed = 0;
  Money saved;
  bool complete = true;        // false: there were more prints than are looked at, and the earliest were
  std::vector<TrialHit> hits;  // the first hits_max, in the order of release
};

inline constexpr int trial_prints_max = 20'000;
inline constexpr std::size_t trial_hits_max = 500;

// Of this payer's captured prints, and of its own share of those that it pays with others: what the rest pay is not in
// it, neither in amounts nor in what would be saved. Fails with malformed ("bad-trial-time") when `to` is not after
// `from`.
Result<Trial> try_policy(store::Reader& in, OrganisationId organisation, const rules::Policy& draft, TrialTime time);

}  // namespace tsuke::flow
