// The memberships of people.h: who may let an organisation pay.
//
//             invite                    the person accepts, or requests
//   (none) ─────────────► invited   ─────────────────────────────────────► accepted ──► ended
//     └─────────────────► requested ─────────────────────────────────────►    │           │
//             request                   an admin accepts, or invites           └───────────┴─► from ended: as from
//             (none)
#include "base/json.h"
#include "registry/departments.h"
#include "registry/lookup.h"
#include "registry/people.h"
#include "registry/purposes.h"
#include "registry/words.h"

namespace tsuke::registry {

namespace {

constexpr Word<Role> role_words[] = {
    {Role::member, "member"}, {Role::approver, "approver"}, {Role::accountant, "accountant"}, {Role::admin, "admin"}};
constexpr Word<MembershipState> state_words[] = {
    {MembershipState::invited, "invited"},
    {MembershipState::requested, "requested"},
    {MembershipState::accepted, "accepted"},
    {MembershipState::ended, "ended"},
};

#define MEMBERSHIP_SELECT                                                                                    \
  "SELECT m.id, m.person_id, m.organisation_id, m.role, m.state, m.department_id, o.name, p.name, p.login, " \
  "       m.was_accepted "                                                                                   \
  "FROM membership m JOIN organisation o ON o.id = m.organisation_id JOIN person p ON p.id = m.person_id "

constexpr store::Query select_membership{"select_membership", MEMBERSHIP_SELECT "WHERE m.id = $1"};
constexpr store::Query select_membership_between{"select_membership_between",
                                                 MEMBERSHIP_SELECT "WHERE m.person_id = $1 AND m.organisation_id = $2"};
constexpr store::Query select_memberships_of_person{"select_memberships_of_person",
                                                    MEMBERSHIP_SELECT "WHERE m.person_id = $1 ORDER BY m.id"};
constexpr store::Query select_memberships_of_organisation{
    "select_memberships_of_organisation", MEMBERSHIP_SELECT "WHERE m.organisation_id = $1 ORDER BY m.id"};
constexpr store::Query insert_membership{"insert_membership", R"sql(
    INSERT INTO membership (id, person_id, organisation_id, role, state, was_accepted)
    VALUES ($1, $2, $3, $4, $5, 0))sql"};
// was_accepted never goes back: it tells an ended membership from one that was only asked for.
constexpr store::Query update_membership{"update_membership", R"sql(
    UPDATE membership
       SET role = $2, state = $3, was_accepted = CASE WHEN $3 = 'accepted' THEN 1 ELSE was_accepted END
     WHERE id = $1)sql"};
constexpr store::Query update_department{"put_in_department", "UPDATE membership SET department_id = $2 WHERE id = $1"};
constexpr store::Query count_admins{"count_admins", R"sql(
    SELECT COUNT(*) FROM membership WHERE organisation_id = $1 AND role = 'admin' AND state = 'accepted')sql"};

Membership make_membership(const store::Row& row) {
  return {row.id<MembershipId>(0),
          row.id<PersonId>(1),
          row.id<OrganisationId>(2),
          stored_value(role_words, row.text(3)),
          stored_value(state_words, row.text(4)),
          row.id<DepartmentId>(5),
          row.text(6),
          row.text(7),
          row.text(8),
          row.boolean(9)};
}

// Tells both sides how it stands: payload {"membership","organisation","state","role"}.
Result<void> publish(store::Transaction& in, MembershipId id) {
  const Membership now = TRY(membership(in, id));
  const std::string subject = to_string(id);
  const std::string payload = Json::object({{"membership", subject},
                                            {"organisation", to_string(now.organisation)},
                                            {"state", to_string(now.state)},
                                            {"role", to_string(now.role)}})
                                  .dump();
  in.publish({"membership", subject, payer_key({{}, now.person}), payload});
  in.publish({"membership", subject, payer_key({now.organisation, {}}), payload});
  return {};
}

Result<void> move_to(store::Transaction& in, MembershipId id, Role role, MembershipState state) {
  TRY(in.change(update_membership, {id, to_string(role), to_string(state)}));
  return publish(in, id);
}

Result<bool> is_admin(store::Reader& in, PersonId person, OrganisationId organisation) {
  const Result<void> allowed = require_role(in, person, organisation, Role::admin);
  if (!allowed.ok() && allowed.error().reason != Reason::not_found) return allowed.error();
  return allowed.ok();
}

// The membership, when `by` is one of its two sides: the person, or an admin of the organisation.
Result<Membership> membership_seen_by(store::Reader& in, MembershipId id, PersonId by) {
  const Membership found = TRY(membership(in, id));
  if (found.person != by && !TRY(is_admin(in, by, found.organisation))) return no_such("membership");
  return found;
}

Result<void> keep_an_admin(store::Reader& in, const Membership& leaving) {
  if (leaving.role != Role::admin || leaving.state != MembershipState::accepted) return {};
  if (TRY(in.integer(count_admins, {leaving.organisation})).value_or(0) > 1) return {};
  return Error{Reason::conflict, "last-admin", "make somebody else an admin first: this is the last one"};
}

Result<MembershipId> start(store::Transaction& in, OrganisationId organisation_id, PersonId person_id, Role role,
                           MembershipState state) {
  TRY(person(in, person_id));
  TRY(organisation(in, organisation_id));
  const MembershipId id = new_id<MembershipId>();
  TRY(in.change(insert_membership, {id, person_id, organisation_id, to_string(role), to_string(state)}));
  TRY(publish(in, id));
  return id;
}

}  // namespace

bool covers(Role role, Role needed) { return role == needed || role == Role::admin || needed == Role::member; }
std::string_view to_string(Role role) { return word_of(role_words, role); }
std::string_view to_string(MembershipState state) { return word_of(state_words, state); }
Result<Role> parse_role(std::string_view text) { return value_of(role_words, text, "bad-role"); }

Result<MembershipId> invite(store::Transaction& in, OrganisationId organisation, PersonId person, Role role) {
  const auto known = TRY(membership_between(in, person, organisation));
  if (!known) return start(in, organisation, person, role, MembershipState::invited);
  switch (known->state) {
    case MembershipState::accepted: break;  // the role is changed by change_role alone
    case MembershipState::requested: TRY(move_to(in, known->id, role, MembershipState::accepted)); break;
    case MembershipState::invited:
    case MembershipState::ended: TRY(move_to(in, known->id, role, MembershipState::invited)); break;
  }
  return known->id;
}

Result<MembershipId> request_membership(store::Transaction& in, OrganisationId organisation, PersonId person) {
  const auto known = TRY(membership_between(in, person, organisation));
  if (!known) return start(in, organisation, person, Role::member, MembershipState::requested);
  switch (known->state) {
    case MembershipState::accepted:
    case MembershipState::requested: break;
    case MembershipState::invited: TRY(move_to(in, known->id, known->role, MembershipState::accepted)); break;
    case MembershipState::ended:  // whoever asks again asks as a plain member, whatever they were
      TRY(move_to(in, known->id, Role::member, MembershipState::requested));
      break;
  }
  return known->id;
}

Result<MembershipId> admit(store::Transaction& in, OrganisationId organisation, PersonId person, Role role,
                           DepartmentId department) {
  const auto known = TRY(membership_between(in, person, organisation));
  if (known && known->state == MembershipState::accepted) return known->id;
  if (known && known->was_accepted && known->state != MembershipState::invited)
    return request_membership(in, organisation, person);
  const bool by_name = known && known->state == MembershipState::invited;
  const MembershipId id = known ? known->id : TRY(start(in, organisation, person, role, MembershipState::requested));
  TRY(move_to(in, id, by_name ? known->role : role, MembershipState::accepted));
  if (department.exists()) TRY(put_in_department(in, id, department));
  return id;
}

Result<void> accept_membership(store::Transaction& in, MembershipId membership, PersonId by) {
  const Membership found = TRY(membership_seen_by(in, membership, by));
  if (found.state != MembershipState::invited && found.state != MembershipState::requested)
    return Error{Reason::conflict, "membership-not-open", "invite or request again: nothing is waiting for an answer"};
  const bool by_the_person = found.person == by;
  const bool the_person_is_asked = found.state == MembershipState::invited;
  if (by_the_person != the_person_is_asked)
    return Error{Reason::not_permitted, "not-the-side-asked", "wait for the other side: it has to accept"};
  return move_to(in, membership, found.role, MembershipState::accepted);
}

Result<void> end_membership(store::Transaction& in, MembershipId membership, PersonId by) {
  const Membership found = TRY(membership_seen_by(in, membership, by));
  TRY(keep_an_admin(in, found));
  if (found.state == MembershipState::ended) return {};
  return move_to(in, membership, found.role, MembershipState::ended);
}

Result<void> change_role(store::Transaction& in, MembershipId membership, Role role) {
  const Membership found = TRY(registry::membership(in, membership));
  if (found.state != MembershipState::accepted)
    return Error{Reason::conflict, "membership-not-accepted", "wait until the membership is accepted"};
  if (role != Role::admin) TRY(keep_an_admin(in, found));
  return move_to(in, membership, role, MembershipState::accepted);
}

Result<Membership> membership(store::Reader& in, MembershipId id) {
  return must_find(in.find<Membership>(select_membership, {id}, make_membership), "membership");
}

Result<std::vector<Membership>> memberships_of_person(store::Reader& in, PersonId person) {
  return in.list<Membership>(select_memberships_of_person, {person}, make_membership);
}

Result<std::vector<Membership>> memberships_of_organisation(store::Reader& in, OrganisationId organisation) {
  return in.list<Membership>(select_memberships_of_organisation, {organisation}, make_membership);
}

Result<std::optional<Membership>> membership_between(store::Reader& in, PersonId person, OrganisationId organisation) {
  return in.find<Membership>(select_membership_between, {person, organisation}, make_membership);
}

Result<void> require_role(store::Reader& in, PersonId person, OrganisationId organisation, Role needed) {
  const auto found = TRY(membership_between(in, person, organisation));
  if (!found || found->state != MembershipState::accepted || !covers(found->role, needed))
    return no_such("organisation");
  return {};
}

Result<void> put_in_department(store::Transaction& in, MembershipId id, DepartmentId department_id) {
  const Membership found = TRY(membership(in, id));
  if (department_id.exists()) TRY(department(in, found.organisation, department_id));
  return in.run(update_department, {id, department_id});
}

}  // namespace tsuke::registry
