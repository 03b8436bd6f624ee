#include "registry/joining.h"

#include "registry/test_case.h"

namespace tsuke::registry {
namespace {

class JoiningTest : public RegistryCase {
 protected:
  InvitationLink wish(int uses_max = 2) {
    InvitationLink link;
    link.organisation = company;
    link.label = "new starters";
    link.made_by = admin;
    link.expires_at = now + hours(24);
    link.uses_max = uses_max;
    return link;
  }
  NewInvitationLink made(const InvitationLink& wanted) { return write(add_invitation_link, wanted, now).take(); }
  Membership between(PersonId person) { return *read(membership_between, person, company).value(); }
  std::string accepted(const std::string& secret, PersonId person) {
    const auto id = write(accept_invitation, secret, person, now);
    return id.ok() ? std::string(to_string(between(person).state)) : id.error().code;
  }
  void let_go(PersonId person) { ASSERT_TRUE(write(end_membership, between(person).id, admin).ok()); }

  const PersonId admin = make_person(*store, "admin");
  const PersonId mika = make_person(*store, "mika@example.com");
  const PersonId ken = make_person(*store, "ken");
  const PersonId nami = make_person(*store, "nami");
  const OrganisationId company = make_organisation(*store, "Company A", admin);
  const OrganisationId other = make_organisation(*store, "Company B", ken);
};
TSUKE_ON_EVERY_DATABASE(JoiningTest);

TEST_P(JoiningTest, ALinkBringsAsManyPeopleInAsItSays) {
  const NewInvitationLink link = made(wish(2));
  EXPECT_TRUE(link.secret.starts_with("tsuke_join_"));
  EXPECT_EQ(read(find_invitation, link.secret, now).value().organisation_name, "Company A");
  EXPECT_EQ(accepted(link.secret, mika), "accepted");
  EXPECT_EQ(accepted(link.secret, mika), "accepted") << "the same again changes nothing";
  EXPECT_EQ(read(invitation_links, company).value().front().uses, 1);
  EXPECT_EQ(accepted(link.secret, ken), "accepted");
  EXPECT_EQ(accepted(link.secret, nami), "no-such-invitation");
  EXPECT_FALSE(read(membership_between, nami, company).value());
  EXPECT_EQ(between(ken).role, Role::member);
}

TEST_P(JoiningTest, TheSecretIsNotInTheStore) {
  const NewInvitationLink link = made(wish());
  const store::Query look{"look_for_secret", "SELECT COUNT(*) FROM invitation_link WHERE secret_hash = $1"};
  const auto count = store->read<std::optional<std::int64_t>>(
      [&](store::Reader& in) { return in.integer(look, {store::Blob{link.secret}}); });
  EXPECT_EQ(count.value().value_or(0), 0);
}

TEST_P(JoiningTest, ALinkEnds) {
  const NewInvitationLink old = made(wish()), withdrawn = made(wish()), orphaned = made(wish());
  EXPECT_EQ(code_of(read(find_invitation, old.secret, now + hours(24))), "no-such-invitation");
  EXPECT_EQ(code_of(write(revoke_invitation_link, other, withdrawn.link.id)), "no-such-invitation");
  EXPECT_TRUE(write(revoke_invitation_link, company, withdrawn.link.id).ok());
  EXPECT_EQ(accepted(withdrawn.secret, mika), "no-such-invitation");
  EXPECT_EQ(accepted("tsuke_join_nothing", mika), "no-such-invitation");
  make_member(*store, nami, company);
  ASSERT_TRUE(write(change_role, between(nami).id, Role::admin).ok());
  ASSERT_TRUE(write(change_role, between(admin).id, Role::member).ok());
  EXPECT_EQ(accepted(orphaned.secret, mika), "no-such-invitation") << "whoever made it is no administrator now";
}

TEST_P(JoiningTest, WhoeverWasLetGoWaitsForAnAdministrator) {
  const NewInvitationLink link = made(wish());
  EXPECT_EQ(accepted(link.secret, mika), "accepted");
  let_go(mika);
  EXPECT_EQ(accepted(link.secret, mika), "requested");
  EXPECT_TRUE(write(accept_membership, between(mika).id, admin).ok());
  EXPECT_EQ(between(mika).state, MembershipState::accepted);
}

TEST_P(JoiningTest, AnInvitationByNameKeepsItsRole) {
  ASSERT_TRUE(write(invite, company, mika, Role::accountant).ok());
  InvitationLink approvers = wish();
  approvers.role = Role::approver;
  const NewInvitationLink link = made(approvers);
  EXPECT_EQ(accepted(link.secret, mika), "accepted");
  EXPECT_EQ(between(mika).role, Role::accountant);
  EXPECT_EQ(accepted(link.secret, nami), "accepted");
  EXPECT_EQ(between(nami).role, Role::approver);
}

TEST_P(JoiningTest, BadLinksAreRefused) {
  const auto refused = [&](auto edit) {
    InvitationLink link = wish();
    edit(link);
    return code_of(write(add_invitation_link, link, now));
  };
  EXPECT_EQ(refused([](InvitationLink& l) { l.role = Role::admin; }), "bad-invitation");
  EXPECT_EQ(refused([](InvitationLink& l) { l.uses_max = 0; }), "bad-invitation");
  EXPECT_EQ(refused([](InvitationLink& l) { l.uses_max = invitation_uses_max + 1; }), "bad-invitation");
  EXPECT_EQ(refused([&](InvitationLink& l) { l.expires_at = now; }), "bad-invitation");
  EXPECT_EQ(refused([&](InvitationLink& l) { l.expires_at = now + hours(std::int64_t{24} * 91); }), "bad-invitation");
  EXPECT_EQ(refused([](InvitationLink& l) { l.label = ""; }), "bad-invitation");
  EXPECT_EQ(refused([](InvitationLink& l) { l.department = DepartmentId{5}; }), "no-such-department");
}

TEST_P(JoiningTest, AConfirmedDomainLetsItsPeopleIn) {
  EXPECT_TRUE(write(set_mail_domain, company, "Example.COM", false).ok());
  EXPECT_TRUE(read(joinable_by_domain, mika).value().empty()) << "the operator has not confirmed it";
  EXPECT_EQ(code_of(write(join_by_domain, company, mika)), "no-such-organisation");
  EXPECT_EQ(code_of(write(confirm_mail_domain, company, "other.com", true)), "no-such-domain");
  EXPECT_TRUE(write(confirm_mail_domain, company, "example.com", true).ok());
  ASSERT_EQ(read(joinable_by_domain, mika).value().size(), 1U);
  EXPECT_TRUE(read(joinable_by_domain, nami).value().empty());
  EXPECT_EQ(code_of(write(join_by_domain, company, nami)), "no-such-organisation");
  EXPECT_TRUE(write(join_by_domain, company, mika).ok());
  EXPECT_EQ(between(mika).state, MembershipState::accepted);
  EXPECT_EQ(between(mika).role, Role::member);
  EXPECT_TRUE(read(joinable_by_domain, mika).value().empty());
  let_go(mika);
  EXPECT_TRUE(read(joinable_by_domain, mika).value().front().waits);
  EXPECT_TRUE(write(join_by_domain, company, mika).ok());
  EXPECT_EQ(between(mika).state, MembershipState::requested) << "whoever was let go waits";
}

TEST_P(JoiningTest, AnOrganisationMayWantToBeAskedFirst) {
  EXPECT_TRUE(write(set_mail_domain, company, "example.com", true).ok());
  EXPECT_TRUE(write(confirm_mail_domain, company, "example.com", true).ok());
  EXPECT_TRUE(write(join_by_domain, company, mika).ok());
  EXPECT_EQ(between(mika).state, MembershipState::requested);
}

TEST_P(JoiningTest, ADomainBelongsToOneOrganisationAndAnotherOneIsConfirmedAnew) {
  for (const OrganisationId each : {company, other})
    EXPECT_TRUE(write(set_mail_domain, each, "example.com", false).ok());
  EXPECT_TRUE(write(confirm_mail_domain, company, "example.com", true).ok());
  EXPECT_EQ(code_of(write(confirm_mail_domain, other, "example.com", true)), "mail-domain-taken");
  EXPECT_TRUE(write(set_mail_domain, company, "example.com", true).ok());
  EXPECT_TRUE(read(mail_domain, company).value().confirmed);
  EXPECT_TRUE(write(set_mail_domain, company, "example.org", true).ok());
  EXPECT_FALSE(read(mail_domain, company).value().confirmed);
  EXPECT_TRUE(write(confirm_mail_domain, other, "example.com", true).ok());
}

TEST_P(JoiningTest, BadDomainsAreRefused) {
  for (const char* bad : {"example", "@example.com", ".com", "a..b", "exa mple.com", "a.", "-a.com", "例え.jp"})
    EXPECT_EQ(code_of(write(set_mail_domain, company, bad, true)), "bad-mail-domain") << bad;
  EXPECT_TRUE(write(set_mail_domain, company, "", true).ok());
  EXPECT_TRUE(read(mail_domains).value().empty());
}

}  // namespace
}  // namespace tsuke::registry
