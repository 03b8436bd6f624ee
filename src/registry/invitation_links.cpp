// The links of joining.h.
#include "base/bytes.h"
#include "registry/departments.h"
#include "registry/joining.h"
#include "registry/lookup.h"
#include "registry/secrets.h"
#include "registry/text.h"

namespace tsuke::registry {

namespace {

using store::Query;

#define LINK_SELECT                                                                                           \
  "SELECT l.id, l.organisation_id, l.label, l.role, l.department_id, l.made_by, l.made_at, l.expires_at, "    \
  "       l.uses_max, (SELECT COUNT(*) FROM invitation_use v WHERE v.link_id = l.id), l.revoked, o.name, "    \
  "       COALESCE(d.name, ''), p.name "                                                                      \
  "FROM invitation_link l JOIN organisation o ON o.id = l.organisation_id JOIN person p ON p.id = l.made_by " \
  "LEFT JOIN department d ON d.id = l.department_id "

constexpr Query select_link{"select_invitation_link", LINK_SELECT "WHERE l.secret_hash = $1"};
constexpr Query select_link_by_id{"select_invitation_link_by_id", LINK_SELECT "WHERE l.id = $1"};
constexpr Query select_links{"select_invitation_links",
                             LINK_SELECT "WHERE l.organisation_id = $1 ORDER BY l.id DESC LIMIT 200"};
constexpr Query count_open_links{"count_open_invitation_links", R"sql(
    SELECT COUNT(*) FROM invitation_link WHERE organisation_id = $1 AND revoked = 0 AND expires_at > $2)sql"};
constexpr Query insert_link{"insert_invitation_link", R"sql(
    INSERT INTO invitation_link (id, organisation_id, secret_hash, label, role, department_id, made_by, made_at,
                                 expires_at, uses_max, revoked)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0))sql"};
constexpr Query revoke_link{"revoke_invitation_link",
                            "UPDATE invitation_link SET revoked = 1 WHERE id = $1 AND organisation_id = $2"};
constexpr Query insert_use{"insert_invitation_use", R"sql(
    INSERT INTO invitation_use (link_id, person_id, used_at) VALUES ($1, $2, $3)
    ON CONFLICT (link_id, person_id) DO NOTHING)sql"};

InvitationLink link_from(const store::Row& row) {
  InvitationLink link;
  link.id = row.id<InvitationLinkId>(0);
  link.organisation = row.id<OrganisationId>(1);
  link.label = row.text(2);
  link.role = parse_role(row.text(3)).value_or(Role::member);
  link.department = row.id<DepartmentId>(4);
  link.made_by = row.id<PersonId>(5);
  link.made_at = row.instant(6);
  link.expires_at = row.instant(7);
  link.uses_max = static_cast<int>(row.integer(8));
  link.uses = static_cast<int>(row.integer(9));
  link.revoked = row.boolean(10);
  link.organisation_name = row.text(11);
  link.department_name = row.text(12);
  link.made_by_name = row.text(13);
  return link;
}

Error bad_invitation(std::string what) { return {Reason::malformed, "bad-invitation", std::move(what)}; }

Result<void> check(store::Reader& in, const InvitationLink& wanted, Instant now) {
  if (wanted.role == Role::admin) return bad_invitation("a link makes no administrators; invite them by their login");
  if (wanted.uses_max < 1 || wanted.uses_max > invitation_uses_max)
    return bad_invitation("a link is good for 1 to 1000 people");
  if (wanted.expires_at <= now || wanted.expires_at > now + invitation_lasts_at_most)
    return bad_invitation("a link lasts until a time within the next 90 days");
  if (wanted.department.exists()) TRY(department(in, wanted.organisation, wanted.department));
  if (TRY(in.integer(count_open_links, {wanted.organisation, now})).value_or(0) >= invitation_links_max)
    return Error{Reason::limit_reached, "too-many-invitations", "there are 100 open links; withdraw some first"};
  return {};
}

Result<bool> is_still_admin(store::Reader& in, const InvitationLink& link) {
  const auto maker = TRY(membership_between(in, link.made_by, link.organisation));
  return maker && maker->state == MembershipState::accepted && maker->role == Role::admin;
}

}  // namespace

Result<NewInvitationLink> add_invitation_link(store::Transaction& in, const InvitationLink& wanted, Instant now) {
  const std::string label = TRY(checked_text(wanted.label, "bad-invitation", "the label"));
  TRY(check(in, wanted, now));
  const auto id = new_id<InvitationLinkId>();
  const std::string secret = "tsuke_join_" + random_token();
  TRY(in.run(insert_link, {id, wanted.organisation, store::Blob{sha256(secret)}, label, to_string(wanted.role),
                           wanted.department, wanted.made_by, now, wanted.expires_at, wanted.uses_max}));
  InvitationLink made = TRY(must_find(in.find<InvitationLink>(select_link_by_id, {id}, link_from), "invitation"));
  return NewInvitationLink{std::move(made), secret};
}

Result<std::vector<InvitationLink>> invitation_links(store::Reader& in, OrganisationId organisation) {
  return in.list<InvitationLink>(select_links, {organisation}, link_from);
}

Result<void> revoke_invitation_link(store::Transaction& in, OrganisationId organisation, InvitationLinkId id) {
  if (TRY(in.change(revoke_link, {id, organisation})) == 0) return no_such("invitation");
  return {};
}

Result<InvitationLink> find_invitation(store::Reader& in, std::string_view secret, Instant now) {
  InvitationLink found =
      TRY(must_find(in.find<InvitationLink>(select_link, {store::Blob{sha256(secret)}}, link_from), "invitation"));
  if (!found.is_open(now) || !TRY(is_still_admin(in, found))) return no_such("invitation");
  return found;
}

Result<MembershipId> accept_invitation(store::Transaction& in, std::string_view secret, PersonId person, Instant now) {
  const InvitationLink link = TRY(find_invitation(in, secret, now));
  const auto before = TRY(membership_between(in, person, link.organisation));
  if (before && before->state == MembershipState::accepted) return before->id;
  const MembershipId id = TRY(admit(in, link.organisation, person, link.role, link.department));
  TRY(in.run(insert_use, {link.id, person, now}));
  return id;
}

}  // namespace tsuke::registry
