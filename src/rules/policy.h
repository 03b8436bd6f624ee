// What a payer's administrators decided about what it pays for: sentences that they composed from fields, such as "In
// colour at a store: not allowed". Pure; permit.h weighs them together with everything else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/ids.h"
#include "base/json.h"
#include "base/money.h"
#include "registry/people.h"
#include "registry/printers.h"
#include "rules/output.h"

namespace tsuke::rules {

enum class Effect { refuse, ask_approval, force_monochrome, force_two_sided };
std::string_view to_string(Effect effect);  // "refuse", "ask-approval", "force-monochrome", "force-two-sided"

// A sentence: what it says is done to every print to which all of its conditions apply. A condition that says nothing
// applies to all.
struct PolicyRule {
  // Whom it speaks of: one of each list that is not empty.
  struct Who {
    std::vector<registry::Role> roles;
    std::vector<DepartmentId> departments;
    std::vector<CostCentreId> cost_centres;
    std::vector<PersonId> people;
    friend bool operator==(const Who&, const Who&) = default;
  } who;
  // A place that one of the lists names; or, with `elsewhere`, every other place.
  struct Where {
    bool elsewhere = false;
    std::vector<registry::SiteKind> kinds;
    std::vector<ProviderId> providers;
    std::vector<SiteId> sites;
    std::vector<PrinterId> printers;
    bool says_nothing() const { return kinds.empty() && providers.empty() && sites.empty() && printers.empty(); }
    friend bool operator==(const Where&, const Where&) = default;
  } where;
  // On these weekdays between these minutes of the payer's own day (up to the next day's when from > to); or, with
  // `outside`, at every other time.
  struct When {
    bool outside = false;
    std::vector<int> weekdays;  // 1 = Monday … 7 = Sunday; empty: every day
    int from_minute = 0;        // 0..1439
    int to_minute = 1440;       // 1..1440, not included
    bool says_nothing() const { return weekdays.empty() && from_minute == 0 && to_minute == 1440; }
    friend bool operator==(const When&, const When&) = default;
  } when;
  // The print itself.
  struct What {
    bool color = false;      // something comes out in colour
    bool one_sided = false;  // more than one side of a copy, on one side of the sheets each
    bool finished = false;   // stapled, punched or folded
    std::vector<std::string> media;
    std::optional<std::int64_t> impressions_over;    // of the job, copies counted
    std::optional<std::int64_t> sheets_over;         // of the job
    std::optional<std::int64_t> sheets_of_day_over;  // of the person's day with this payer, this job included
    std::optional<Money> price_over;                 // of the job
    friend bool operator==(const What&, const What&) = default;
  } what;
  Effect effect = Effect::refuse;
  friend bool operator==(const PolicyRule&, const PolicyRule&) = default;
};

inline constexpr std::size_t policy_rules_max = 100;
inline constexpr std::size_t policy_list_max = 200;

struct Policy {
  std::vector<PolicyRule> rules;  // in the order in which they are weighed
  friend bool operator==(const Policy&, const Policy&) = default;
};

// The facts that a rule is held against. What is unknown (no printer chosen, no price yet) no condition on it applies
// to: a rule never speaks of what it cannot see.
struct Print {
  PersonId person;
  registry::Role role = registry::Role::member;
  DepartmentId department;
  CostCentreId cost_centre;
  const registry::Printer* printer = nullptr;
  LocalTime at;
  registry::PrintSettings settings;
  std::optional<Output> output;
  std::optional<Money> price;
  std::int64_t sheets_of_day = 0;  // of the person's day with this payer so far
};
bool applies(const PolicyRule& rule, const Print& print);
bool asks_for_sheets_of_day(const Policy& policy);

// The reason code that a refusal by this rule carries, after what in it is easiest to change: "color-not-allowed",
// "printer-not-allowed", "time-not-allowed", … (permit.h).
std::string_view refusal_code(const PolicyRule& rule);
// What would make the rule not apply to this print, the easiest first.
std::vector<std::string> ways_around(const PolicyRule& rule, const Print& print);

// {"rules":[{"who":{"roles":["member"],"departments":["12"],"cost_centres":[],"people":[]},
//   "where":{"elsewhere":false,"kinds":["store"],"providers":[],"sites":[],"printers":[]},
//   "when":{"outside":true,"weekdays":[1,2,3,4,5],"from":"08:00","to":"20:00"},
//   "what":{"color":true,"one_sided":false,"finished":false,"media":[],"impressions_over":50,"sheets_over":null,
//     "sheets_of_day_over":null,"price_over":{"amount_minor":500,"currency":"JPY"}},"then":"refuse"}]}
Json to_json(const Policy& policy);
// Absent or null members say nothing. Fails with malformed ("bad-policy") and names the rule, counted from 1, and what
// to write: an unknown or wrong member, a limit below 0, too many rules or entries.
Result<Policy> policy_from_json(const Json& json);

}  // namespace tsuke::rules
