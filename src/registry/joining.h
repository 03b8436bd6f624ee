// Ways into an organisation beside an invitation by name: a link that its administrators hand out, and a mail domain
// that the operator has confirmed to be theirs. Whoever was let go, or left, comes back by neither: such a one waits
// for an administrator.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "registry/people.h"

namespace tsuke::registry {

using InvitationLinkId = Id<struct InvitationLinkTag>;

struct InvitationLink {
  InvitationLinkId id;
  OrganisationId organisation;
  std::string label;         // for those who hand it out
  Role role = Role::member;  // no admin: those are invited by name
  DepartmentId department;   // none: of no department
  PersonId made_by;
  Instant made_at{}, expires_at{};
  int uses_max = 1;
  int uses = 0;  // read only: by how many people
  bool revoked = false;
  std::string organisation_name, department_name, made_by_name;  // read only
  bool is_open(Instant now) const { return !revoked && now < expires_at && uses < uses_max; }
};
struct NewInvitationLink {
  InvitationLink link;
  std::string secret;  // "tsuke_join_…", 256 random bits, shown once: its hash is kept
};
inline constexpr int invitation_links_max = 100;  // open ones of an organisation
inline constexpr int invitation_uses_max = 1000;
inline constexpr Duration invitation_lasts_at_most = hours(std::int64_t{90} * 24);

// Of `wanted` it takes organisation, label, role, department, made_by, expires_at and uses_max; the caller has checked
// that an admin asks. Fails with malformed ("bad-invitation"), not_found (the department), limit_reached
// ("too-many-invitations").
Result<NewInvitationLink> add_invitation_link(store::Transaction& in, const InvitationLink& wanted, Instant now);
// The newest first, at most 200, whether open or not.
Result<std::vector<InvitationLink>> invitation_links(store::Reader& in, OrganisationId organisation);
// Nobody comes in by it any more. Fails with not_found. The same again changes nothing.
Result<void> revoke_invitation_link(store::Transaction& in, OrganisationId organisation, InvitationLinkId id);
// Fails with not_found ("no-such-invitation"), whatever the reason: unknown, withdrawn, used up, too old, or made by
// somebody who is no administrator any more.
Result<InvitationLink> find_invitation(store::Reader& in, std::string_view secret, Instant now);
// The person becomes a member with the link's role and department; an invitation by name keeps the role that it names.
// A member stays as they are, and nothing is counted. Whoever was a member once asks to be accepted (requested). Fails
// as find_invitation.
Result<MembershipId> accept_invitation(store::Transaction& in, std::string_view secret, PersonId person, Instant now);

struct MailDomain {
  OrganisationId organisation;
  std::string organisation_name;
  std::string domain;      // small letters; empty: none
  bool confirmed = false;  // the operator says that it is theirs
  bool waits = true;       // an administrator accepts; else whoever has an address there is a member at once
};
Result<MailDomain> mail_domain(store::Reader& in, OrganisationId organisation);
// A new domain is not confirmed. Empty: none any more. Fails with malformed ("bad-mail-domain").
Result<void> set_mail_domain(store::Transaction& in, OrganisationId organisation, std::string_view domain, bool waits);
// The operator's word about the domain as they have read it. Fails with not_found (another one stands there now),
// conflict ("mail-domain-taken": it is confirmed to another organisation).
Result<void> confirm_mail_domain(store::Transaction& in, OrganisationId organisation, std::string_view domain,
                                 bool confirmed);
Result<std::vector<MailDomain>> mail_domains(store::Reader& in);  // of all organisations that name one

// The confirmed organisations whose domain is that of the person's own confirmed address: a sign-in name, which the
// operator gives, that is a mail address. Empty for anybody else.
Result<std::vector<MailDomain>> joinable_by_domain(store::Reader& in, PersonId person);
// At once, or waiting, as the organisation has it. Fails with not_found ("no-such-organisation") where it is not
// joinable for this person.
Result<MembershipId> join_by_domain(store::Transaction& in, OrganisationId organisation, PersonId person);

// The part "joining".
store::Migration joining_migration();

}  // namespace tsuke::registry
