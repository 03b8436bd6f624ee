// People, organisations and the memberships that link them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/money.h"
#include "base/result.h"
#include "platform/store/store.h"

namespace tsuke::registry {

struct Person {
  PersonId id;
  std::string name;
  std::string login;            // unique, compared without the case of ASCII letters; what is typed at sign-in
  std::string language = "en";  // "en" or "ja"
  bool is_operator = false;     // works for the operator of the service
  Instant created_at{};
};

struct Organisation {
  OrganisationId id;
  std::string name;
  std::string slug;  // unique: letters, digits and hyphens, made from the name when empty
  std::string time_zone = "Asia/Tokyo";
  Currency currency = yen;
  bool blocked_as_payer = false;  // set by the operator, for instance after unpaid invoices
  Instant created_at{};
};

// Everybody may do what a member may, an admin everything. An approver answers for others' prints and limits, in their
// own department when they are in one; an accountant reads what the organisation pays for.
enum class Role { member, approver, accountant, admin };
bool covers(Role role, Role needed);
enum class MembershipState { invited, requested, accepted, ended };

struct Membership {
  MembershipId id;
  PersonId person;
  OrganisationId organisation;
  Role role = Role::member;
  MembershipState state = MembershipState::invited;
  DepartmentId department;  // none: of no department
  std::string organisation_name;
  std::string person_name;
  std::string person_login;
  bool was_accepted = false;  // now, or before it ended
};

std::string_view to_string(Role role);
std::string_view to_string(MembershipState state);
Result<Role> parse_role(std::string_view text);

// Adds a person together with their private purpose ("Private", or "私用" when the language is ja). Fails with
// malformed ("bad-name", "bad-login": see text.h; no colon in a login, which Basic authentication could not carry, and
// no "device-" before it; "bad-language"), conflict ("login-taken"). The id is made here.
Result<PersonId> add_person(store::Transaction& in, const Person& person);
Result<Person> person(store::Reader& in, PersonId id);  // not_found
Result<std::optional<Person>> person_by_login(store::Reader& in, std::string_view login);
Result<std::vector<Person>> people(store::Reader& in);
Result<void> set_language(store::Transaction& in, PersonId id, std::string_view language);  // malformed, not_found

// The founder, when there is one, becomes its accepted admin. Fails with malformed ("bad-name", "bad-slug",
// "bad-time-zone", the currency), not_found (the founder), conflict ("slug-taken", for a given slug: a made one gets a
// number).
Result<OrganisationId> add_organisation(store::Transaction& in, const Organisation& organisation,
                                        PersonId founder = {});
Result<Organisation> organisation(store::Reader& in, OrganisationId id);
Result<std::vector<Organisation>> organisations(store::Reader& in);
Result<void> block_payer(store::Transaction& in, OrganisationId id, bool blocked);  // not_found

// An admin of the organisation invites a person; the person accepts. Or a person requests; an admin accepts. One row
// per pair: inviting one who requested, or the reverse, accepts at once; an ended one starts again (with the role of
// the new invitation; as member when requested). Repeating either changes nothing, except that a new invitation
// replaces the role of one not answered yet. The caller of invite has checked that the inviter may act (require_role).
// Accepting makes the person's pending purposes on that organisation active; ending makes the active ones pending. Both
// fail with not_found. Each change of a membership is published as "membership", to the person and to the organisation.
Result<MembershipId> invite(store::Transaction& in, OrganisationId organisation, PersonId person, Role role);
Result<MembershipId> request_membership(store::Transaction& in, OrganisationId organisation, PersonId person);
// By a way that the organisation has opened (joining.h): accepted at once, with this role and department; one invited
// by name keeps the role named there. Whoever was a member once is requested instead: an admin decides anew. A member
// stays as they are. Fails with not_found.
Result<MembershipId> admit(store::Transaction& in, OrganisationId organisation, PersonId person, Role role,
                           DepartmentId department);
// Fails with not_found (also when `by` is on neither side), conflict ("membership-not-open") when it is not in a state
// to be accepted, not_permitted ("not-the-side-asked") when `by` is the side that asked.
Result<void> accept_membership(store::Transaction& in, MembershipId membership, PersonId by);
// Either side may end it, others get not_found. The last accepted admin cannot leave: conflict ("last-admin"). Ending
// an invitation or a request declines it; ending an ended one changes nothing.
Result<void> end_membership(store::Transaction& in, MembershipId membership, PersonId by);
// Of an accepted membership; the caller has checked that an admin asks. Fails with not_found, conflict
// ("membership-not-accepted", "last-admin").
Result<void> change_role(store::Transaction& in, MembershipId membership, Role role);
Result<Membership> membership(store::Reader& in, MembershipId id);  // not_found
// In every state, ended ones too.
Result<std::vector<Membership>> memberships_of_person(store::Reader& in, PersonId person);
Result<std::vector<Membership>> memberships_of_organisation(store::Reader& in, OrganisationId organisation);
Result<std::optional<Membership>> membership_between(store::Reader& in, PersonId person, OrganisationId organisation);
// Fails with not_found (so that outsiders learn nothing) unless the person is an accepted member whose role covers
// this.
Result<void> require_role(store::Reader& in, PersonId person, OrganisationId organisation, Role needed);
// Of the membership's organisation; none takes them out of the one they were in. Fails with not_found.
Result<void> put_in_department(store::Transaction& in, MembershipId membership, DepartmentId department);

// Used by purposes, too. Lowercase ASCII letters, digits and single hyphens, at most 60; text without any gives the
// fallback.
std::string make_slug(std::string_view name, std::string_view fallback);

}  // namespace tsuke::registry
