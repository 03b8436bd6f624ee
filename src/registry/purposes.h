// Purposes: a person's own named choices of who pays, with default print settings and a hold time.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/money.h"
#include "base/result.h"
#include "platform/store/store.h"
#include "registry/print_settings.h"

namespace tsuke::registry {

// Who is charged: an organisation, or the person (private use). Exactly one of the two exists.
struct Payer {
  OrganisationId organisation;
  PersonId person;
  bool is_private() const { return person.exists(); }
  friend bool operator==(const Payer&, const Payer&) = default;
};
// "organisation:12" or "person:7": the payer's key in account names and price rules.
std::string payer_key(const Payer& payer);
Result<Payer> parse_payer_key(std::string_view key);

enum class PurposeState {
  active,
  pending,   // the membership with the payer is not accepted (yet, or any more): visible, not usable
  inactive,  // switched off by the person
};
std::string_view to_string(PurposeState state);

// Where the purpose's jobs are released the moment they are ready, nobody standing there: a desk printer at home. The
// caps bound what a queue address in wrong hands can print or cost in any 24 hours; what is beyond them is held.
struct AtOnce {
  PrinterId printer;
  std::optional<int> jobs_per_day;      // 1..10,000
  std::optional<Money> amount_per_day;  // fees of what was released, reservations included
  friend bool operator==(const AtOnce&, const AtOnce&) = default;
};

struct Purpose {
  PurposeId id;
  PersonId person;
  std::string name;
  std::string slug;  // unique per person, never given out again: the last part of /ipp/print/<purpose>
  Payer payer;
  std::string payer_name;    // read only
  CostCentreId cost_centre;  // what the payer books its prints under; none: nothing in particular
  PrintSettings defaults;
  int hold_hours = 24;  // 1..168
  bool switched_on = true;
  std::optional<AtOnce> at_once;              // none: jobs are held until their person releases them
  bool show_titles = false;                   // the payer may read what its documents are called
  PurposeState state = PurposeState::active;  // read only, derived: see PurposeState
  bool membership_was_accepted_once = false;  // read only: it was, and has ended, and was not asked for again
  bool removed = false;                       // read only: kept for the record; then the state is inactive
};

// The payer comes from here and from nowhere else. Fails with malformed ("bad-purpose": name, hold hours, payer;
// "bad-print-settings", "bad-slug", "bad-at-once"), not_found when the organisation does not exist or another person is
// named or the cost centre is not the payer's, conflict
// ("purpose-name-taken"). An organisation without accepted membership gives a pending purpose, and requests the
// membership (which accepts a waiting invitation). The slug is made from the name when empty; when it was ever used by
// this person, a number is added.
Result<PurposeId> add_purpose(store::Transaction& in, const Purpose& purpose);

struct PurposeChange {
  std::optional<std::string> name;
  std::optional<Payer> payer;  // another one's cost centre does not come along
  std::optional<CostCentreId> cost_centre;
  std::optional<PrintSettings> defaults;
  std::optional<int> hold_hours;
  std::optional<bool> switched_on;
  std::optional<std::optional<AtOnce>> at_once;  // none within: hold jobs again
  std::optional<bool> show_titles;               // of what is released from now on
};
// Fails with not_found when it is not this person's, else as add_purpose. Released jobs keep the payer they had. The
// slug stays: computers have it in their printer queues.
Result<void> change_purpose(store::Transaction& in, PersonId person, PurposeId id, const PurposeChange& change);
// It vanishes from lists and can hold no new jobs; its queue tokens die; what it printed stays on record. The caller
// has seen that no job is held under it.
Result<void> remove_purpose(store::Transaction& in, PersonId person, PurposeId id);

Result<Purpose> purpose(store::Reader& in, PurposeId id);  // also a removed one: for jobs and records
Result<Purpose> purpose_of(store::Reader& in, PersonId person, PurposeId id);  // not_found when another's, or removed
Result<std::optional<Purpose>> purpose_by_slug(store::Reader& in, PersonId person, std::string_view slug);
// For job-account-id: the purpose with that slug, or else that name.
Result<std::optional<Purpose>> purpose_by_word(store::Reader& in, PersonId person, std::string_view word);
Result<std::vector<Purpose>> purposes(store::Reader& in, PersonId person);

}  // namespace tsuke::registry
